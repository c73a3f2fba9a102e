package dev.understudy.measure;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import ai.djl.training.dataset.ArrayDataset;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.NativeMemory;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Observer;
import dev.understudy.Snapshot;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.TrainingException;
import dev.understudy.block.Layers;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Scaling;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.result.GradientShare;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** How objectives pull before a training. */
public final class WeightCheckTest {

    private static final StudentTap FIRST = new StudentTap("first");
    private static final Objective LOGITS =
            context -> context.getStudent().getLogits().mean();
    private static final Objective TAPPED = Objective.reading(
            Needs.nothing().with(FIRST),
            context -> context.getStudent().get(FIRST).mean());

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

    @Test
    public void theSameObjectiveTwiceSharesByItsWeights() throws IOException {
        // Norms g and 3 g: shares 1/4 and 3/4; their mean is 2 g, so 1 * 2 g / g = 2 and 3 * 2 g / 3 g = 2 balance.
        Objective calm = context -> context.getStudent().getLogits().square().mean();
        List<GradientShare> shares = WeightCheck.of(
                Distillation.alone(Tiny.student())
                        .stage(Stage.whole(1).objective("once", 1, calm).objective("thrice", 3, calm)),
                TinyImages.trainingData(16, 4));
        assertEquals(shares.size(), 2);
        assertShare(shares.get(0), 1, "once", 1, 0.25, 2);
        assertShare(shares.get(1), 1, "thrice", 3, 0.75, 2);
    }

    @Test
    public void theGradientIsThatOfTheWeightedObjectiveAtTheTappedBlock() throws IOException {
        // Images of 192 ones, a first layer of 4 units, y = W x + b, L = mean of y over batch and units: dL/db = 1/4
        // for
        // each unit, dL/dW = 1/4 * 1 for each of 4 * 192 weights; the norm is sqrt(4 * 193 / 16) = sqrt(193) / 2. The
        // gradient that comes through the second layer is not counted there, nor is that of the second layer.
        double norm = Math.sqrt(193) / 2;
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainingData ones = ones(manager);
            Distillation twoLayers = Distillation.alone(Student.of("two-layers", WeightCheckTest::twoLayers));
            List<GradientShare> shares = WeightCheck.of(
                    twoLayers
                            .stage(Stage.upTo(FIRST, 1).objective("tapped", 2, TAPPED))
                            .stage(Stage.whole(1).objective("tapped", 1, TAPPED).objective("logits", 1, LOGITS))
                            .stage(Stage.whole(1).objective("logits", 1, LOGITS)),
                    ones);
            assertEquals(shares.size(), 4);
            assertEquals(shares.get(0).gradient(), 2 * norm, 1e-5);
            assertShare(shares.get(0), 1, "tapped", 2, 1, 2);
            assertEquals(shares.get(1).gradient(), norm, 1e-5);
            double atFirst = shares.get(2).gradient();
            double everywhere = shares.get(3).gradient();
            assertEquals(shares.get(2).share(), atFirst / (norm + atFirst), 1e-6);
            assertTrue(atFirst > 0 && atFirst < everywhere, atFirst + " at the first layer, " + everywhere + " in all");
        }
    }

    @Test
    public void anObjectiveThatReadsTheLogitsReachesTheGuidedBranch() throws IOException {
        List<GradientShare> shares = WeightCheck.of(taught(), TinyImages.trainingData(16, 4));
        assertEquals(shares.stream().map(GradientShare::objective).toList(), List.of("activation", "labels", "soft"));
        shares.forEach(share -> assertTrue(share.share() > 0 && share.share() < 1, share.toString()));
        assertEquals(shares.stream().mapToDouble(GradientShare::share).sum(), 1, 1e-9);
    }

    @Test
    public void fourBatchesAreLookedAtAndAnObjectiveWithoutGradientHasNone() throws IOException {
        int[] calls = {0};
        Objective still = context -> {
            calls[0]++;
            return context.getStudent().getLogits().stopGradient().mean();
        };
        Distillation distillation = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("still", 2, still).objective("labels", 1, new CrossEntropy()));
        List<GradientShare> shares = WeightCheck.of(distillation, TinyImages.trainingData(24, 4));
        // Three times to see whether its gradients bear a garbage collection.
        assertEquals(calls[0], 3 + 4);
        assertShare(shares.get(0), 1, "still", 2, 0, 2);
        assertEquals(
                WeightCheck.warnings(shares).get(0),
                "In stage 1, \"still\" makes 0 % of the gradient at the guided layer and counts for nothing;"
                        + " no weight changes that");
        WeightCheck.of(distillation, TinyImages.trainingData(6, 4));
        assertEquals(calls[0], 3 + 4 + 2);
    }

    @Test
    public void aTrainingAfterwardsGivesTheSameBits() throws IOException {
        Distillation forgetful = Distillation.of(teacher, Tiny.forgetful())
                .stage(Stage.whole(2)
                        .objective("soft", 1, new SoftTargets(4))
                        .objective("labels", 1, new CrossEntropy()));
        for (Distillation distillation : List.of(forgetful, taught())) {
            Snapshot without = weights(distillation);
            WeightCheck.of(distillation, TinyImages.trainingData(10, 4));
            without.assertSameBits(weights(distillation));
        }
    }

    @Test
    public void checksLeaveNativeMemoryAsItWas() throws IOException {
        // Weights and gradients of 5 MiB each: if they stayed, 10 checks would leave 100 MiB.
        Student broad = Student.of("broad", () -> new Layers()
                .add("flat", Blocks.batchFlattenBlock())
                .add("broad", Linear.builder().setUnits(7000).build())
                .add("classes", Linear.builder().setUnits(4).build()));
        Distillation distillation =
                Distillation.alone(broad).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        WeightCheck.of(distillation, TinyImages.trainingData(8, 4));
        long before = NativeMemory.inUse();
        for (int i = 0; i < 10; i++) {
            WeightCheck.of(distillation, TinyImages.trainingData(8, 4));
        }
        long after = NativeMemory.inUse();
        assertTrue(after - before < 50_000_000, "native memory in use went from " + before + " to " + after);
    }

    @Test
    public void aGradientThatIsNoNumberIsRefused() {
        Objective broken = context -> {
            NDArray logits = context.getStudent().getLogits();
            return Scaling.times(logits.mean(), Double.NaN);
        };
        Distillation distillation =
                Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("broken", 1, broken));
        TrainingException refusal = expectThrows(
                TrainingException.class, () -> WeightCheck.of(distillation, TinyImages.trainingData(4, 4)));
        assertEquals(
                refusal.getMessage(),
                "The gradient of \"broken\" in the stage \"whole\" is not a number, before anything is trained");
    }

    @Test
    public void aDistillationWithoutStagesIsRefused() {
        InputException refusal = expectThrows(
                InputException.class,
                () -> WeightCheck.of(Distillation.alone(Tiny.student()), TinyImages.trainingData(4, 4)));
        assertEquals(refusal.getMessage(), "The distillation of \"tiny-student\" has no stage");
    }

    @Test
    public void whoDrownsAndWhoCountsForNothingIsWarnedOf() {
        List<GradientShare> shares = List.of(
                new GradientShare(1, "alone", 1, 5, 1, 1),
                new GradientShare(2, "activation", 10, 99.26, 0.9926, 5.037),
                new GradientShare(2, "labels", 0.3, 0.74, 0.0074, 20.27),
                new GradientShare(3, "one", 1, 96, 0.95, 1),
                new GradientShare(3, "other", 1, 4, 0.05, 1),
                new GradientShare(3, "off", 0, 0, 0, 0));
        assertEquals(
                WeightCheck.warnings(shares),
                List.of(
                        "In stage 2, \"activation\" makes 99.2 % of the gradient at the guided layer and drowns the"
                                + " others; the weights 5, 20 in place of 10, 0.3 would balance them",
                        "In stage 2, \"labels\" makes 0.74 % of the gradient at the guided layer and counts for"
                                + " nothing; the weights 5, 20 in place of 10, 0.3 would balance them"));
    }

    private Distillation taught() {
        AuxiliaryModule unused = AuxiliaryModule.of("unused", shapes -> Optional.empty());
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(1)
                        .objective("activation", 1, ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3))
                        .objective("labels", 1, new CrossEntropy())
                        .objective(
                                "soft",
                                1,
                                Objective.reading(new SoftTargets(4).needs().with(unused), new SoftTargets(4))));
    }

    private static Snapshot weights(Distillation distillation) throws IOException {
        try (TrainedStudent trained = distillation.train(TinyImages.trainingData(10, 4), Observer.NONE)) {
            return Snapshot.of(trained.getNetwork());
        }
    }

    private static Layers twoLayers() {
        return new Layers()
                .add("flat", Blocks.batchFlattenBlock())
                .add("first", Linear.builder().setUnits(4).build())
                .add("classes", Linear.builder().setUnits(4).build());
    }

    private static TrainingData ones(NDManager manager) {
        ArrayDataset dataset = new ArrayDataset.Builder()
                .setData(manager.ones(new Shape(6).addAll(TinyImages.INPUT)))
                .optLabels(manager.zeros(new Shape(6), DataType.INT64))
                .setSampling(2, true)
                .build();
        return TrainingData.of(TinyImages.INPUT, epoch -> dataset);
    }

    private static void assertShare(
            GradientShare got, int stage, String objective, double weight, double share, double balanced) {
        assertEquals(got.stage(), stage);
        assertEquals(got.objective(), objective);
        assertEquals(got.weight(), weight);
        assertEquals(got.share(), share, 1e-6);
        assertEquals(got.balanced(), balanced, 1e-5);
    }
}
