package dev.understudy.recipe;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNull;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Objective;
import dev.understudy.Refusal;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.TrainedStudent;
import dev.understudy.objective.logits.SoftTargets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testng.annotations.Test;

/** A recipe's teachers, whatever they are called. */
public final class RecipeTest {

    private static final Task TASK = new Task(new Shape(3, 8, 8), 3, 1);

    /** A recipe whose student reads the logits of one teacher. */
    private record Following(String teacher) implements Recipe {

        @Override
        public String name() {
            return "following";
        }

        @Override
        public String description() {
            return "soft targets of one teacher";
        }

        @Override
        public Student student(Task task) {
            return Tiny.student();
        }

        @Override
        public Map<String, Student> teachers(Task task) {
            return Map.of(teacher, Tiny.student());
        }

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            return List.of(Stage.whole(values.getEpochs())
                    .objective("soft targets", 1, Objective.from(teacher, SoftTargets.standard())));
        }
    }

    /** Networks that it would not train are not taken for those that it does. */
    @Test
    public void otherNetworksAreRefusedWhereItTakesNone() {
        NetworkPair pair = NetworkPair.of("large:small");
        assertEquals(pair, new NetworkPair("large", "small"));
        assertEquals(pair.toString(), "large:small");
        assertNull(TASK.networks());
        Task task = TASK.withNetworks(pair);
        assertEquals(task.networks(), pair);
        assertEquals(task.withNetworks(null), TASK);
        assertNotEquals(task, TASK);
        Recipe recipe = new Following("large");
        assertEquals(
                Refusal.of(() -> recipe.withTeachers(task, recipe.defaults(), Map.of())),
                "\"following\" has networks of its own and takes no others, got large:small");
        for (String text : List.of("large", ":small", "large:", "a:b:c", " large:small", "")) {
            assertEquals(
                    Refusal.of(() -> NetworkPair.of(text)),
                    "Two networks are TEACHER:STUDENT, such as resnet32x4:resnet8x4, got \"" + text + "\"");
        }
    }

    @Test
    public void itsOnlyTeacherMayHaveAnyName() {
        Recipe recipe = new Following("large");
        try (Teacher teacher = TrainedStudent.untrained(Tiny.student(), TASK.input(), 1, Device.cpu())
                .asTeacher()) {
            assertEquals(
                    recipe.withTeachers(TASK, recipe.defaults(), Map.of("large", teacher))
                            .getSources()
                            .getNames(),
                    Set.of("large"));
        }
    }

    @Test
    public void aTeacherThatIsNotThereIsAskedForWhereNoneIsToCome() {
        Recipe large = new Following("large");
        assertEquals(
                Refusal.of(() -> large.withTeachers(TASK, large.defaults(), Map.of())),
                "The stage \"whole\" reads the source \"large\", but those of \""
                        + Tiny.student().name() + "\" are []");
        Recipe usual = new Following("teacher");
        assertEquals(
                Refusal.of(() -> usual.distillation(TASK, usual.defaults(), null)),
                "The stage \"whole\" reads a teacher's activations, but \""
                        + Tiny.student().name() + "\" learns alone");
    }
}
