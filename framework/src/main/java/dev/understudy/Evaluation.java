package dev.understudy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import dev.understudy.internal.MemoryOrder;
import java.io.IOException;
import java.util.Set;
import java.util.function.UnaryOperator;

/** How good a network is. */
public final class Evaluation {

    private Evaluation() {}

    /**
     * The accuracy of a network in inference mode.
     *
     * @param network an initialised network with one output, the logits {@code [batch, classes]}
     * @param dataset the pictures
     * @param manager its device is where the network runs
     * @return top-1 accuracy in percent
     * @throws IOException when the pictures cannot be read
     */
    public static double accuracy(Block network, Dataset dataset, NDManager manager) throws IOException {
        ParameterStore parameters = new ParameterStore(manager, false);
        return accuracy(
                input -> network.forward(parameters, new NDList(MemoryOrder.best(input)), false)
                        .singletonOrThrow(),
                dataset,
                manager);
    }

    /**
     * The accuracy of a teacher.
     *
     * @param teacher the teacher
     * @param dataset the pictures
     * @param manager its device is where the teacher runs
     * @return top-1 accuracy in percent
     * @throws IOException when the pictures cannot be read
     */
    public static double accuracy(Teacher teacher, Dataset dataset, NDManager manager) throws IOException {
        try (Teacher.View view = teacher.watch(manager, Set.of(), true)) {
            return accuracy(input -> view.show(new NDList(input)).getLogits(), dataset, manager);
        }
    }

    private static double accuracy(UnaryOperator<NDArray> logits, Dataset dataset, NDManager manager)
            throws IOException {
        long right = 0;
        long all = 0;
        try (NDManager scope = manager.newSubManager()) {
            for (Batch batch : dataset.getData(scope)) {
                try (batch) {
                    NDArray labels = batch.getLabels().singletonOrThrow();
                    NDArray guess = logits.apply(
                                    MemoryOrder.best(batch.getData().singletonOrThrow()))
                            .argMax(1)
                            .toType(DataType.INT64, false);
                    right += guess.eq(labels.toType(DataType.INT64, false).reshape(guess.getShape()))
                            .toType(DataType.INT64, false)
                            .sum()
                            .getLong();
                    all += batch.getSize();
                }
            }
        } catch (TranslateException e) {
            throw new IOException("A batch could not be made: " + e.getMessage(), e);
        }
        if (all == 0) {
            throw new InputException("There are no pictures to measure the accuracy on");
        }
        return 100.0 * right / all;
    }
}
