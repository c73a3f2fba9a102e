package dev.understudy.measure;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.GradientCollector;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import dev.understudy.Refusal;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.block.Layers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** Accuracies and answers, mostly of a network whose logits are its input. */
public final class EvaluationTest {

    private static final Shape INPUT = new Shape(1, 3);

    private final Model model = Model.newInstance("identity", Device.cpu());
    private final NDManager manager = model.getNDManager();

    @AfterClass
    public void close() {
        model.close();
    }

    @Test
    public void aLabelThatTheNetworkHasNoClassForIsRefused() {
        float[][] logits = {{3, 1, 2}, {0, 1, 5}};
        assertEquals(
                Refusal.of(() -> Evaluation.accuracy(identity(), rows(logits, new long[] {0, 3}, 1), manager)),
                "The data set has a label 3, the network puts out 3 classes, 0 to 2");
        assertEquals(
                Refusal.of(() -> Evaluation.answers(identity(), rows(logits, new long[] {-1, 0}, 2), manager)),
                "The data set has a label -1, the network puts out 3 classes, 0 to 2");
    }

    @Test
    public void isThePercentageOfRightGuessesTheLastIncompleteBatchIncluded() throws IOException {
        // The largest of each row: 0, 2, 1, 1, 2. Right: the first, the second and the last of five; in batches of two
        // the mean over the batches would be (100 + 0 + 100) / 3.
        float[][] logits = {{3, 1, 2}, {0, 1, 5}, {0, 2, 1}, {-3, -1, -2}, {1, 1, 2}};
        long[] labels = {0, 2, 0, 2, 2};
        for (int batch = 1; batch <= 6; batch++) {
            assertEquals(Evaluation.accuracy(identity(), rows(logits, labels, batch), manager), 60.0);
        }
    }

    @Test
    public void takesLabelsAsFloatsAndAsAColumn() throws IOException {
        float[][] logits = {{3, 1, 2}, {0, 1, 5}};
        NDArray floats = manager.create(new float[] {0, 1});
        assertEquals(Evaluation.accuracy(identity(), rows(logits, floats, 2), manager), 50.0);
        NDArray column = manager.create(new long[] {1, 2}, new Shape(2, 1));
        assertEquals(Evaluation.accuracy(identity(), rows(logits, column, 2), manager), 50.0);
    }

    @Test
    public void aTeacherIsMeasuredTheSameWay() throws IOException {
        float[][] logits = {{3, 1, 2}, {0, 1, 5}, {0, 2, 1}, {-3, -1, -2}};
        Model owner = Model.newInstance("teacher", Device.cpu());
        try (Teacher teacher = Teacher.of("identity", identity(), owner)) {
            assertEquals(Evaluation.accuracy(teacher, rows(logits, new long[] {0, 2, 1, 0}, 3), manager), 75.0);
        }
    }

    @Test
    public void runsTheNetworkInInferenceMode() throws IOException {
        // In training mode a dropout of nearly everything would make all logits zero.
        Layers network = new Layers()
                .add("dropout", Dropout.builder().optRate(0.999f).build())
                .add("same", new LambdaBlock(list -> list));
        network.initialize(manager, DataType.FLOAT32, INPUT);
        float[][] logits = {{0, 0, 2}, {0, 1, 0}, {0, 0, 1}, {0, 0, 1}};
        assertEquals(Evaluation.accuracy(network, rows(logits, new long[] {2, 1, 2, 2}, 4), manager), 100.0);
    }

    @Test
    public void aStudentIsMeasuredAsTheTeacherThatItBecomes() throws IOException {
        Model owner = Model.newInstance("student", Device.cpu());
        Block network = Tiny.initialised(Tiny.selfTaught(), owner);
        TinyImages images = TinyImages.of(20, 8);
        Predictions answers = Evaluation.answers(network, images, manager);
        double accuracy = Evaluation.accuracy(network, images, manager);
        try (Teacher teacher = Teacher.of("tiny", network, owner)) {
            assertEquals(Evaluation.answers(teacher, images, manager), answers);
            assertEquals(Evaluation.accuracy(teacher, images, manager), accuracy);
        }
        assertEquals(answers.accuracy(), accuracy);
        assertEquals(answers.each().size(), 20);
    }

    @Test
    public void answersAreTheLargestLogitItsProbabilityAndTheLabel() throws IOException {
        // e^ln3 / (e^0 + e^0 + e^ln3) = 3 / 5; three equal logits are a third each.
        float three = (float) Math.log(3);
        float[][] logits = {{0, three, 0}, {2, 2, 2}, {0, 0, three}};
        List<Predictions.Answer> answers = Evaluation.answers(
                        identity(), rows(logits, new long[] {1, 2, 0}, 2), manager)
                .each();
        assertEquals(answers.stream().map(Predictions.Answer::label).toList(), List.of(1, 2, 0));
        assertEquals(answers.get(0).guess(), 1);
        assertEquals(answers.get(2).guess(), 2);
        assertEquals(answers.get(0).confidence(), 0.6, 1e-6);
        assertEquals(answers.get(1).confidence(), 1 / 3.0, 1e-6);
        assertEquals(answers.get(2).confidence(), 0.6, 1e-6);
    }

    /** On all threads but the one that loaded PyTorch, plain inference with an unfrozen network makes a graph. */
    @Test
    public void anUnfrozenNetworkIsMeasuredWithoutAGraphOnAnyThread() throws Exception {
        List<Boolean> graphs = new ArrayList<>();
        Layers network = biased().add("watch", new LambdaBlock(list -> {
            graphs.add(hasGraph(list.singletonOrThrow()));
            return list;
        }));
        Tiny.initialised(network, model);
        TinyImages images = TinyImages.of(20, 8);
        double here = Evaluation.accuracy(network, images, manager);
        graphs.clear();
        assertEquals(elsewhere(() -> Evaluation.accuracy(network, images, manager)), here);
        assertEquals(graphs, List.of(false, false, false));
        graphs.clear();
        elsewhere(() -> Tiny.logits(network));
        assertEquals(graphs, List.of(true), "the network is still to be trained");
    }

    @Test
    public void leavesNoArraysBehind() throws Exception {
        TinyImages images = TinyImages.of(5, 2);
        Model owner = Model.newInstance("biased", Device.cpu());
        Block network = Tiny.initialised(biased(), owner);
        int own = owner.getNDManager().getManagedArrays().size();
        int before = manager.getManagedArrays().size();
        Evaluation.accuracy(network, images, manager);
        elsewhere(() -> Evaluation.answers(network, images, manager));
        try (Teacher teacher = Teacher.of("biased", network, owner)) {
            Evaluation.answers(teacher, images, manager);
            assertEquals(owner.getNDManager().getManagedArrays().size(), own);
        }
        assertEquals(manager.getManagedArrays().size(), before);
    }

    @Test
    public void refusesAnEmptyDataSet() {
        assertEquals(
                Refusal.of(() -> Evaluation.accuracy(identity(), TinyImages.of(0, 1), manager)),
                "There are no images to measure the accuracy on");
    }

    @Test
    public void aBatchThatCannotBeMadeIsAFailureToRead() {
        Dataset broken = new Dataset() {
            @Override
            public Iterable<Batch> getData(NDManager scope) throws TranslateException {
                throw new TranslateException("no such image");
            }

            @Override
            public void prepare(@Nullable Progress progress) {}
        };
        IOException failure = expectThrows(IOException.class, () -> Evaluation.accuracy(identity(), broken, manager));
        assertEquals(failure.getMessage(), "A batch could not be made: no such image");
    }

    /** A convolution that has a bias, to be folded too. */
    private static Layers biased() {
        return new Layers()
                .add(
                        "conv",
                        Conv2d.builder()
                                .setKernelShape(new Shape(3, 3))
                                .setFilters(5)
                                .build())
                .add("norm", BatchNorm.builder().build())
                .add("classes", Tiny.classifier(TinyImages.CLASSES));
    }

    private static boolean hasGraph(NDArray output) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(output.sum());
            return true;
        } catch (EngineException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("does not require grad"), e.getMessage());
            return false;
        }
    }

    private static <T> T elsewhere(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task).start();
        return task.get();
    }

    private Block identity() {
        Layers network = new Layers().add("same", new LambdaBlock(list -> list));
        network.initialize(manager, DataType.FLOAT32, INPUT);
        return network;
    }

    private Dataset rows(float[][] logits, long[] labels, int batch) {
        return rows(logits, manager.create(labels), batch);
    }

    private Dataset rows(float[][] logits, NDArray labels, int batch) {
        return new ArrayDataset.Builder()
                .setData(manager.create(logits))
                .optLabels(labels)
                .setSampling(batch, false)
                .build();
    }
}
