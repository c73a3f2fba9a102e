package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import dev.understudy.block.Layers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** Accuracies of a network whose logits are its input. */
public final class EvaluationTest {

    private static final Shape INPUT = new Shape(1, 3);

    private final Model model = Model.newInstance("identity", Device.cpu());
    private final NDManager manager = model.getNDManager();

    @AfterClass
    public void close() {
        model.close();
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
    public void leavesNoArraysBehind() throws IOException {
        Dataset pictures = rows(new float[][] {{3, 1, 2}, {0, 1, 5}}, new long[] {0, 0}, 1);
        Block network = identity();
        int before = manager.getManagedArrays().size();
        Evaluation.accuracy(network, pictures, manager);
        assertEquals(manager.getManagedArrays().size(), before);
    }

    @Test
    public void refusesAnEmptyDataSet() {
        assertEquals(
                Refusal.of(() -> Evaluation.accuracy(identity(), Pictures.of(0, 1), manager)),
                "There are no pictures to measure the accuracy on");
    }

    @Test
    public void aBatchThatCannotBeMadeIsAFailureToRead() {
        Dataset broken = new Dataset() {
            @Override
            public Iterable<Batch> getData(NDManager scope) throws TranslateException {
                throw new TranslateException("no such picture");
            }

            @Override
            public void prepare(@Nullable Progress progress) {}
        };
        IOException failure = expectThrows(IOException.class, () -> Evaluation.accuracy(identity(), broken, manager));
        assertEquals(failure.getMessage(), "A batch could not be made: no such picture");
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
