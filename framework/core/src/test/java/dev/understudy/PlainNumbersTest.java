package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.loss.Loss;
import dev.understudy.block.Layers;
import dev.understudy.internal.gradient.OutsideAutograd;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.AttentionMap;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.objective.Scaling;
import dev.understudy.objective.logits.LayerNormalizedLogits;
import dev.understudy.objective.logits.LogitStandardization;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Arithmetic with plain numbers, whose gradients read memory that is freed: found before a training, every time. */
@OutsideAutograd
public final class PlainNumbersTest {

    private static final int TIMES = 5;
    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(8, 4);

    private Teacher teacher = Tiny.teacher();

    @BeforeClass
    public void open() {
        teacher.close();
        teacher = Tiny.teacher();
    }

    @AfterClass
    public void close() {
        teacher.close();
    }

    private record Way(String name, UnaryOperator<NDArray> of) {

        @Override
        public String toString() {
            return name;
        }
    }

    @DataProvider
    public static Object[] wrong() {
        return new Object[] {
            new Way("mul", x -> x.mul(2)),
            new Way("mul by 3.5", x -> x.mul(3.5f)),
            new Way("div", x -> x.div(2)),
            new Way("pow", x -> x.square().pow(2)),
            new Way("maximum", x -> x.maximum(0.01)),
            new Way("minimum", x -> x.minimum(0.01)),
            new Way("muli", x -> x.add(1).muli(2)),
            new Way("divi", x -> x.add(1).divi(2)),
            new Way("degrees", NDArray::toDegrees),
            new Way("DJL's swish", x -> ai.djl.nn.Activation.swish(x, 1.5f)),
            new Way("a number that is closed", x -> {
                try (NDArray two = x.getManager().create(2f)) {
                    return x.mul(two);
                }
            }),
            new Way("DJL's squared loss", x -> Loss.l2Loss()
                    .evaluate(new NDList(x.stopGradient().add(1)), new NDList(x))),
        };
    }

    @Test(dataProvider = "wrong")
    public void anObjectiveIsRefusedEveryTime(Way way) {
        Objective objective =
                context -> way.of.apply(context.getStudent().getLogits()).mean();
        for (int i = 0; i < TIMES; i++) {
            Refusal.assertBegins(
                    Refusal.of(() -> WeightCheck.of(training(Tiny.student(), objective), TRAINING_DATA)),
                    "The objective \"mine\" of the stage \"whole\" gives other gradients when memory is collected"
                            + " between the forward and the backward pass: it computes with a plain number (mul, div, pow");
        }
        Refusal.assertBegins(
                Refusal.of(() -> training(Tiny.student(), objective).train(TRAINING_DATA)),
                "The objective \"mine\" of the stage \"whole\" gives other gradients");
    }

    @DataProvider
    public static Object[][] holders() {
        Objective wrong =
                context -> context.getStudent().getLogits().square().mul(2).mean();
        return new Object[][] {
            {"named", Objective.named("wrong", wrong)},
            {"standardized", LogitStandardization.of(wrong)},
            {"normalized", new LayerNormalizedLogits(wrong, 2.5)},
            {"both", LogitStandardization.of(new LayerNormalizedLogits(wrong, 2.5))},
        };
    }

    @Test(dataProvider = "holders")
    public void anObjectiveIsFoundInWhatHoldsIt(String how, Objective objective) {
        Refusal.assertBegins(
                Refusal.of(() -> training(Tiny.student(), objective).train(TRAINING_DATA)),
                "The objective \"mine\" of the stage \"whole\" gives other gradients");
    }

    @Test(dataProvider = "wrong")
    public void aNetworkIsRefusedByItsName(Way way) {
        if (way.name.contains("loss")) {
            return;
        }
        Student student = Student.of("scaled", () -> new Layers()
                .add("conv1", Tiny.layer(4))
                .add("scaled", part(way))
                .add("classes", Tiny.classifier(TinyImages.CLASSES)));
        Refusal.assertBegins(
                Refusal.of(() -> WeightCheck.of(training(student, new CrossEntropy()), TRAINING_DATA)),
                "The network of the student \"scaled\" gives other gradients when memory is collected");
    }

    @Test
    public void aModuleIsRefusedByItsName() {
        AuxiliaryModule module = AuxiliaryModule.of(
                "embedding",
                shapes -> Optional.of(AuxiliaryModule.Built.of(
                        () -> new Layers()
                                .add("linear", Linear.builder().setUnits(3).build())
                                .add("scaled", part(new Way("mul", x -> x.mul(2)))),
                        new Shape(1, TinyImages.CLASSES))));
        Objective objective =
                Objective.reading(Needs.nothing().withStudentLogits().with(module), context -> context.getModules()
                        .forward("embedding", context.getStudent().getLogits())
                        .square()
                        .mean());
        Refusal.assertBegins(
                Refusal.of(() -> training(Tiny.student(), objective).train(TRAINING_DATA)),
                "The auxiliary module \"embedding\" gives other gradients when memory is collected");
    }

    private static Block part(Way way) {
        return new LambdaBlock(list -> new NDList(way.of.apply(list.singletonOrThrow())), "part");
    }

    private static Distillation training(Student student, Objective objective) {
        return Distillation.alone(student)
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).objective("mine", 1, objective));
    }

    @Test
    public void aLaterStageIsLookedAtBeforeTheFirstIsTrained() {
        List<Event> events = new ArrayList<>();
        Distillation distillation = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .stage(Stage.whole(1).objective("mine", 1, context -> context.getStudent()
                        .getLogits()
                        .mul(2)
                        .mean()));
        Refusal.assertBegins(
                Refusal.of(() -> distillation.train(TRAINING_DATA, events::add)), "The objective \"mine\"");
        assertEquals(events, List.of());
    }

    @DataProvider
    public static Object[] right() {
        return new Object[] {
            new Way("times", x -> Scaling.times(x, 2)),
            new Way("plus", x -> Scaling.plus(x, 2)),
            new Way("atLeast", x -> Scaling.atLeast(x, 0.01)),
            new Way("add", x -> x.add(2).sub(1)),
            new Way("clip", x -> x.clip(-1, 1)),
            new Way(
                    "a number divided by it",
                    x -> ai.djl.ndarray.NDArrays.div(1, x.square().add(1))),
            new Way("DJL's mish", ai.djl.nn.Activation::mish),
            new Way("DJL's leaky unit", x -> ai.djl.nn.Activation.leakyRelu(x, 0.1f)),
            new Way("square and root", x -> x.square().add(1).sqrt()),
            new Way("an array of numbers", x -> x.mul(x.getManager().full(new Shape(1), 2f))),
            new Way(
                    "a power of an array",
                    x -> x.square().add(1).pow(x.getManager().full(new Shape(1), 1.5f))),
            new Way("a target that is scaled", x -> x.sub(x.stopGradient().mul(2))
                    .square()),
        };
    }

    @Test(dataProvider = "right")
    public void whatIsRightIsNeverRefused(Way way) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            Objective objective =
                    context -> way.of.apply(context.getStudent().getLogits()).mean();
            assertEquals(
                    WeightCheck.of(training(Tiny.student(), objective), TRAINING_DATA)
                            .size(),
                    2);
        }
    }

    @Test
    public void oursAreRight() throws IOException {
        Stage stage =
                Stage.whole(1).objective("labels", 1, new CrossEntropy()).objective("soft", 1, new SoftTargets(3));
        for (Norm norm : Norm.values()) {
            stage = stage.objective(
                            "both " + norm,
                            1,
                            Correlation.both(Tiny.GUIDED, Tiny.TEACHER2).norm(norm))
                    .objective("layer " + norm, 1, new ActivationMatching(Tiny.CONV1, Tiny.TEACHER2, norm))
                    .objective("map " + norm, 1, new AttentionMap(Tiny.CONV3, Tiny.TEACHER3, norm));
        }
        assertEquals(
                WeightCheck.of(Distillation.of(teacher, Tiny.student()).stage(stage), TRAINING_DATA)
                        .size(),
                11);
    }

    @Test
    public void randomObjectivesAreLetBe() throws IOException {
        java.util.Random random = new java.util.Random(1);
        Objective drawing =
                context -> Scaling.times(context.getStudent().getLogits().square(), random.nextDouble())
                        .mean();
        training(Tiny.student(), drawing).train(TRAINING_DATA).close();
        int[] calls = {0};
        Objective growing =
                context -> Scaling.times(context.getStudent().getLogits().square(), ++calls[0])
                        .mean();
        training(Tiny.student(), growing).train(TRAINING_DATA).close();
        assertTrue(calls[0] > 2);
    }
}
