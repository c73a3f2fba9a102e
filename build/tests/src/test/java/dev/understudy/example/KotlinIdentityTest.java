package dev.understudy.example;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.TrainingData;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.function.IntFunction;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Objectives written in Kotlin are told apart, or want a name. */
public class KotlinIdentityTest {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);

    @DataProvider
    public Object[][] known() {
        IntFunction<Objective> named = KotlinObjectives.INSTANCE::named;
        IntFunction<Objective> anonymous = KotlinObjectives.INSTANCE::anonymous;
        IntFunction<Objective> dataClass = KotlinObjectives.INSTANCE::dataClass;
        return new Object[][] {{named}, {anonymous}, {dataClass}};
    }

    /** By what they hold, or their name, and by their code. */
    @Test(dataProvider = "known")
    public void objectivesInKotlinAreKnown(IntFunction<Objective> objective) {
        Identity identity = identity(objective.apply(2));
        assertEquals(identity.getUnknown(), List.of());
        assertEquals(identity(objective.apply(2)).getSettings(), identity.getSettings());
        String change = Identity.change(
                identity.getSettings(), identity(objective.apply(3)).getSettings());
        assertTrue(change.startsWith("its stage 1 was "), change);
        String code = String.valueOf(identity.getSettings().get("code"));
        assertTrue(code.contains("dev.understudy.example.KotlinObjectives "), code);
    }

    @DataProvider
    public Object[][] unknown() {
        return new Object[][] {{KotlinObjectives.INSTANCE.lambda(2)}, {KotlinObjectives.INSTANCE.reading(2)}};
    }

    @Test(dataProvider = "unknown")
    public void aLambdaInKotlinWantsAName(Objective lambda) {
        List<String> unknown = identity(lambda).getUnknown();
        assertEquals(unknown.size(), 1);
        String line = unknown.get(0);
        assertTrue(line.contains("a lambda in dev.understudy.example.KotlinObjectives has no name that lasts"), line);
    }

    private static Identity identity(Objective objective) {
        Distillation distillation = Distillation.alone(PaperNetworks.student(TASK))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).objective("calm", 0.1, objective));
        return Identity.of(distillation, TrainingData.of(TASK.input(), epoch -> {
            throw new AssertionError("nothing is read");
        }));
    }
}
