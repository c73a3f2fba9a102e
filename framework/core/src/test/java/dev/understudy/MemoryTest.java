package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import dev.understudy.block.Layers;
import dev.understudy.measure.Evaluation;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Nothing that a step or a student makes stays behind. Of several readings the lowest counts, since the collector frees
 * native buffers when it likes.
 */
public final class MemoryTest {

    /** 98 kB of data a batch: one array of its size left behind by every step would be 80 MB between the readings. */
    private static final int BATCH = 128;

    /** What the JVM itself takes and gives back, however many steps there are, is up to 13 MB. */
    private static final long GROWTH = 20_000_000;

    @DataProvider
    public static Object[][] devices() {
        return new Object[][] {{1}, {3}};
    }

    @Test(dataProvider = "devices")
    public void twoThousandStepsLeaveArraysAndNativeMemoryAsTheyWere(int devices) throws IOException {
        Student student = Student.of("tiny", MemoryTest::network);
        Map<Long, List<Integer>> arrays = new HashMap<>();
        List<Long> early = new ArrayList<>();
        List<Long> late = new ArrayList<>();
        Objective spy = context -> {
            long step = context.getProgress().step();
            if (step == 100 || step == 1999) {
                List<Integer> counts = NativeMemory.arrays(context.getStudent().getLogits());
                assertTrue(counts.size() >= 4, "epoch, stage, student, engine: " + counts);
                arrays.put(step, counts);
            }
            if (step % 50 == 49 && step > 400 && step < 800) {
                early.add(NativeMemory.inUse());
            }
            if (step % 50 == 49 && step > 1600) {
                late.add(NativeMemory.inUse());
            }
            return new CrossEntropy().loss(context);
        };
        Stage stage = Stage.whole(1)
                .objective("spy", 1, spy)
                .objective("soft targets", 1, new SoftTargets(4))
                .objective("channel", 1, Correlation.channel(Tiny.CONV1, Tiny.TEACHER1))
                .objective("activation", 1, ActivationMatching.of(Tiny.CONV1, new TeacherTap("pool")))
                .schedule(Schedule.constant(0.001));
        try (Teacher teacher = Tiny.teacher(MemoryTest::network);
                TrainedStudent trained = Distillation.of(teacher, student)
                        .stage(stage)
                        .devices(Collections.nCopies(devices, Device.cpu()))
                        .train(TrainingData.of(TinyImages.INPUT, epoch -> new Repeated(2000)), Observer.NONE)) {
            assertEquals(trained.getHistory().get(0).samples(), 2000L * BATCH);
        }
        assertEquals(arrays.get(1999L), arrays.get(100L), "arrays by manager, from the epoch's to the engine's");
        assertFlat(Collections.min(early), Collections.min(late));
    }

    @Test
    public void thirtyStudentsOneAfterAnotherLeaveNativeMemoryAsItWas() throws IOException {
        // Weights, velocities and gradients of 5 MiB each: if any of them stayed, 10 students would leave 52 MiB.
        Student broad = Student.of("broad", () -> new Layers()
                .add("flat", Blocks.batchFlattenBlock())
                .add("broad", Linear.builder().setUnits(7000).build())
                .add("classes", Linear.builder().setUnits(4).build()));
        Distillation distillation = Distillation.alone(broad)
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).schedule(Schedule.constant(0.001)));
        List<Long> inUse = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            distillation
                    .seed(i)
                    .train(TrainingData.of(TinyImages.INPUT, epoch -> new Repeated(2)), Observer.NONE)
                    .close();
            inUse.add(NativeMemory.inUse());
        }
        assertFlat(Collections.min(inUse.subList(10, 20)), Collections.min(inUse.subList(20, 30)));
    }

    @Test
    public void measuringAnUnfrozenNetworkOnAnotherThreadLeavesNativeMemoryAsItWas() throws Exception {
        // Folded weights of 240 kB: if they stayed, 150 passes would leave 36 MB.
        Layers wide = new Layers()
                .add(
                        "conv",
                        Conv2d.builder()
                                .setKernelShape(new Shape(1, 1))
                                .setFilters(20_000)
                                .build())
                .add("norm", BatchNorm.builder().build())
                .add("classes", Tiny.classifier(4));
        List<Long> inUse = new ArrayList<>();
        try (Model model = Model.newInstance("wide")) {
            Tiny.initialised(wide, model);
            FutureTask<Object> measuring = new FutureTask<>(() -> {
                for (int i = 0; i < 250; i++) {
                    Evaluation.accuracy(wide, TinyImages.of(2, 1), model.getNDManager());
                    if (i % 10 == 9) {
                        inUse.add(NativeMemory.inUse());
                    }
                }
                return inUse;
            });
            new Thread(measuring).start();
            measuring.get();
        }
        assertFlat(Collections.min(inUse.subList(5, 10)), Collections.min(inUse.subList(20, 25)));
    }

    private static Layers network() {
        return new Layers()
                .add("conv1", Tiny.layer(3))
                .add("pool", Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add("classes", Tiny.classifier(4));
    }

    private static void assertFlat(long before, long after) {
        assertTrue(
                before > 0 && after - before < GROWTH,
                "native memory in use went from " + before + " to " + after + " bytes");
    }

    /**
     * The same images again and again.
     *
     * @param steps how often
     */
    private record Repeated(int steps) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) {
            return () -> IntStream.range(0, steps).mapToObj(i -> batch(manager)).iterator();
        }

        private Batch batch(NDManager manager) {
            NDManager scope = manager.newSubManager();
            TinyImages images = TinyImages.of(BATCH, BATCH);
            return new Batch(
                    scope,
                    new NDList(images.data(scope, 0, BATCH)),
                    new NDList(images.labels(scope, 0, BATCH)),
                    BATCH,
                    Batchifier.STACK,
                    Batchifier.STACK,
                    BATCH,
                    (long) BATCH * steps);
        }

        @Override
        public void prepare(@Nullable Progress progress) {}
    }
}
