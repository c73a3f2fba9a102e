package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.Test;

/** What an objective sees of a batch beside what the networks put out. */
public final class StepContextTest {

    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(10, 4);

    /** How often an objective is run on the first batch before the training, to check its gradient. */
    private static final int CHECKS = 3;

    private static List<String> seen(Objective spy, TrainingData trainingData, List<String> seen) throws IOException {
        Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("spy", 1, spy))
                .train(trainingData)
                .close();
        return seen.subList(CHECKS, seen.size());
    }

    @Test
    public void theImagesAreThoseOfTheBatch() throws IOException {
        List<String> all = new ArrayList<>();
        List<String> seen = seen(
                context -> {
                    all.add(context.getInput().getShape() + " "
                            + Arrays.hashCode(context.getInput().toFloatArray()));
                    return new CrossEntropy().loss(context);
                },
                TRAINING_DATA,
                all);
        try (NDManager manager = NDManager.newBaseManager()) {
            List<String> expected = new ArrayList<>();
            for (int from = 0; from < 10; from += 4) {
                NDArray images = TinyImages.of(10, 4).data(manager, from, Math.min(10, from + 4));
                expected.add(images.getShape() + " " + Arrays.hashCode(images.toFloatArray()));
            }
            assertEquals(seen, expected);
        }
    }

    @Test
    public void onSeveralDevicesTheImagesAreTogether() throws IOException {
        List<Shape> shapes = new ArrayList<>();
        Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("spy", 1, context -> {
                    shapes.add(context.getInput().getShape());
                    return new CrossEntropy().loss(context);
                }))
                .devices(List.of(Device.cpu(), Device.cpu()))
                .train(TRAINING_DATA)
                .close();
        assertEquals(shapes.get(shapes.size() - 1), new Shape(2, 3, 8, 8));
        assertEquals(shapes.get(shapes.size() - 2), new Shape(4, 3, 8, 8));
    }

    @Test
    public void classesSamplesAndSoftLabelsAreKnown() throws IOException {
        List<String> all = new ArrayList<>();
        List<String> seen = seen(
                context -> {
                    all.add(context.getClasses() + " " + context.getSamples() + " "
                            + Arrays.toString(context.getSoftLabels().get(1).toFloatArray()) + " "
                            + context.getIndices().getDataType());
                    return new CrossEntropy().loss(context);
                },
                TRAINING_DATA,
                all);
        // Samples 1, 5 and 9 are the second of their batches: class 1 of 4.
        assertEquals(
                seen,
                List.of(
                        "4 10 [0.0, 1.0, 0.0, 0.0] int64",
                        "4 10 [0.0, 1.0, 0.0, 0.0] int64",
                        "4 10 [0.0, 1.0, 0.0, 0.0] int64"));
    }

    /** Pulls the logits towards numbers that are drawn in each step. */
    private record Drawn(int salt) implements Objective {

        @Override
        public NDArray loss(StepContext context) {
            NDArray logits = context.getStudent().getLogits();
            NDArray wanted = context.getRandom().normal(logits.getManager(), logits.getShape());
            return logits.sub(wanted).square().mean();
        }
    }

    private static Distillation drawing() {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(2).objective("one", 1, new Drawn(1)).objective("two", 1, new Drawn(1)));
    }

    @Test
    public void whatIsDrawnFollowsFromSeedEpochAndStep() throws IOException {
        Outcome outcome = SameBits.check(StepContextTest::drawing, TRAINING_DATA, 2, 4);
        Outcome other = Outcome.of(drawing().seed(5), TRAINING_DATA);
        assertNotEquals(other.history().get(0).loss(), outcome.history().get(0).loss());
        Map<String, Double> terms = outcome.history().get(0).terms();
        assertNotEquals(terms.get("one"), terms.get("two"), "each objective draws numbers of its own");
    }

    /** The same images, not numbered. */
    private record Unnumbered(Dataset all) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) {
            return () -> StreamSupport.stream(
                            TinyImages.of(10, 4).getData(manager).spliterator(), false)
                    .map(batch -> new Batch(
                            batch.getManager(),
                            batch.getData(),
                            batch.getLabels(),
                            batch.getSize(),
                            Batchifier.STACK,
                            Batchifier.STACK,
                            0,
                            10))
                    .iterator();
        }

        @Override
        public void prepare(ai.djl.util.@Nullable Progress progress) {}
    }

    @Test
    public void indicesThatThereAreNotAreRefusedInOneLine() {
        TrainingData unnumbered = TrainingData.of(TinyImages.INPUT, epoch -> new Unnumbered(TinyImages.of(10, 4)));
        Objective numbering = context -> context.getStudent()
                .getLogits()
                .mean()
                .mul(context.getIndices().toType(DataType.FLOAT32, false).mean());
        assertEquals(
                Refusal.of(() -> Distillation.alone(Tiny.student())
                        .stage(Stage.whole(1).objective("numbering", 1, numbering))
                        .train(unnumbered)),
                "An objective reads the samples' indices, but the training set does not number its samples: its batches"
                        + " need Batch.getIndices(), whole numbers from 0");
    }

    @Test
    public void aContextOfOnesOwnHasWhatItWasGiven() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray logits = manager.ones(new Shape(2, 3));
            NDArray labels = manager.create(new long[] {2, 0});
            StepContext bare = StepContext.of(
                    new Activations<>("student", Map.of(), null), new Activations<>("teacher", Map.of(), null), labels);
            assertTrue(Refusal.of(() -> bare.getInput()).startsWith("An objective reads the images"));
            assertTrue(Refusal.of(() -> bare.getSamples()).startsWith("An objective asks for the number of training"));
            assertTrue(Refusal.of(() -> bare.getIndices()).startsWith("An objective reads the samples' indices"));
            assertTrue(
                    Refusal.of(() -> bare.getSoftLabels()).startsWith("An objective asks for the number of classes"));
            StepContext context = StepContext.of(
                            new Activations<>("student", Map.of(), null),
                            new Activations<>("teacher", Map.of(), logits),
                            labels)
                    .samples(7)
                    .input(logits)
                    .indices(labels);
            assertEquals(context.getSamples(), 7);
            assertEquals(context.getIndices(), labels);
            assertEquals(context.getInput(), logits);
            assertEquals(context.getSoftLabels().toFloatArray(), new float[] {0, 0, 1, 1, 0, 0});
            NDArray mixed = manager.create(new float[] {.5f, 0, .5f, 1, 0, 0}, new Shape(2, 3));
            assertEquals(context.softLabels(mixed).getSoftLabels(), mixed);
            // -(1/2 ln 1/3 + 1/2 ln 1/3) = ln 3 = 1.098612, and ln 3.
            assertEquals(new CrossEntropy().distance(logits, mixed).getFloat(), 1.098612f, 1e-6f);
        }
    }
}
