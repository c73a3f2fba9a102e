package theirs;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recipes of a user's, each with a mistake in it. */
@SuppressWarnings("DoNotCallSuggester")
public abstract class Mistaken implements Recipe {

    @Override
    public String name() {
        return getClass().getSimpleName();
    }

    @Override
    public String description() {
        return "a mistake";
    }

    @Override
    public Student student(Task task) {
        return PaperNetworks.student(task);
    }

    @Override
    public @Nullable Student teacher(Task task) {
        return null;
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return List.of(Stage.whole(values.getEpochs())
                .objective("labels", 1, new CrossEntropy())
                .objective("mine", 1, objective()));
    }

    /** What it adds. */
    Objective objective() {
        return context -> context.getStudent().getLogits().mean();
    }

    /** An objective that throws. */
    public static final class Throwing extends Mistaken {

        @Override
        Objective objective() {
            return Mistaken::bug;
        }
    }

    private static NDArray bug(StepContext context) {
        throw new IllegalStateException("step context " + context.getProgress().epoch());
    }

    /** An objective that scales by a plain number. */
    public static final class Scaling extends Mistaken {

        @Override
        Objective objective() {
            return PlainNumbers::twice;
        }
    }

    /** Stages that cannot be made. */
    public static final class Staging extends Mistaken {

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            throw new UnsupportedOperationException("not yet");
        }
    }

    /** A network that cannot be made. */
    public static final class Building extends Mistaken {

        @Override
        public Student student(Task task) {
            return Student.of("built", Building::network);
        }

        private static Block network() {
            throw new NoClassDefFoundError("theirs/Network");
        }
    }

    /** A class that cannot be loaded. */
    public static final class Loading extends Mistaken {

        private static final int NUMBER = Integer.parseInt("three");

        @Override
        public String description() {
            return "" + NUMBER;
        }
    }
}
