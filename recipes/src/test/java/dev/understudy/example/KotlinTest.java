package dev.understudy.example;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.understudy.Choices;
import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Recipe;
import dev.understudy.Stage;
import dev.understudy.Task;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class KotlinTest {

    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);

    private Curriculum curriculum = Examples.data(256);
    private Teacher teacher;

    @BeforeClass
    public void trainTeacher() throws IOException {
        curriculum = Examples.data(256);
        teacher = Distillation.alone(PaperNetworks.teacher(TASK))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(curriculum, Observer.NONE)
                .asTeacher();
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        teacher.close();
    }

    @Test
    public void theRecipeInKotlinGivesTheSameWeightsAsInJavaBitForBit() throws IOException {
        assertEquals(weights(train(new KotlinRecipe())), weights(train(new OwnRecipe())));
    }

    @Test
    public void theTwoStagesInKotlinGiveTheSameWeightsAsInJavaBitForBit() throws IOException {
        assertEquals(
                weights(KotlinExamples.INSTANCE.twoStages(teacher, TASK, curriculum, 1)),
                weights(Examples.twoStages(teacher, TASK, curriculum, 1)));
    }

    @Test
    public void studentsLearnTogetherInKotlinAsTheyDoAlone() throws IOException {
        Distillation alone = Distillation.alone(PaperNetworks.student(TASK))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        Distillation own = Distillation.of(teacher, PaperNetworks.student(TASK)).stage(Examples.ownObjective(1));
        Map<String, TrainedStudent> students = KotlinExamples.INSTANCE.together(alone, own, curriculum);
        assertEquals(weights(requireNonNull(students.get("alone"))), weights(alone.train(curriculum, Observer.NONE)));
        assertEquals(weights(requireNonNull(students.get("channel"))), weights(own.train(curriculum, Observer.NONE)));
    }

    @Test
    public void anObjectiveMayBeAKotlinLambda() {
        try (TrainedStudent student = KotlinExamples.INSTANCE.calm(teacher, TASK, curriculum)) {
            assertEquals(student.getHistory().get(0).terms().keySet().stream().toList(), List.of("labels", "calm"));
        }
    }

    @Test
    public void aStudentIsPutToWorkInKotlinAsInJava() throws IOException {
        Shipped shipped = Shipped.make();
        assertEquals(
                ShippingTwin.INSTANCE.classify(shipped.student(), shipped.picture()),
                Shipping.classify(shipped.student(), shipped.picture()));
    }

    private TrainedStudent train(Recipe recipe) throws IOException {
        Distillation distillation = Distillation.of(teacher, recipe.student(TASK));
        for (Stage stage : recipe.stages(TASK, Choices.of(1))) {
            distillation = distillation.stage(stage);
        }
        return distillation.train(curriculum, Observer.NONE);
    }

    private static List<String> weights(TrainedStudent trained) {
        try (trained) {
            List<String> all = new ArrayList<>();
            for (Parameter parameter : trained.getNetwork().getParameters().values()) {
                all.add(Arrays.toString(parameter.getArray().toFloatArray()));
            }
            return all;
        }
    }
}
