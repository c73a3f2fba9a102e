package dev.understudy.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.internal.data.BatchReader;
import dev.understudy.internal.format.FiniteCheck;
import dev.understudy.internal.loop.LabelCheck;
import dev.understudy.internal.network.Inference;
import dev.understudy.internal.text.UserCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * How good a network is. Networks run in inference mode and without gradients, frozen or not and on any thread; a student
 * is measured bit for bit as the {@link Teacher} that it may become.
 */
public final class Evaluation {

    private Evaluation() {}

    /**
     * The accuracy of a network.
     *
     * @param network an initialised network with one output, the logits {@code [batch, classes]}
     * @param dataset the images
     * @param manager its device is where the network runs
     * @return top-1 accuracy in percent
     * @throws IOException when the images cannot be read
     */
    public static double accuracy(Block network, Dataset dataset, NDManager manager) throws IOException {
        try (Inference inference = Inference.of(network, List.of(), true, manager)) {
            return accuracy("The network", input -> logits(inference, input), dataset, manager);
        }
    }

    /**
     * The accuracy of a teacher.
     *
     * @param teacher the teacher
     * @param dataset the images
     * @param manager its device is where the teacher runs
     * @return top-1 accuracy in percent
     * @throws IOException when the images cannot be read
     */
    public static double accuracy(Teacher teacher, Dataset dataset, NDManager manager) throws IOException {
        try (Teacher.View view = teacher.open(manager, Set.of(), true)) {
            return accuracy(
                    "The teacher \"" + teacher.getName() + "\"",
                    input -> view.forward(new NDList(input)).getLogits(),
                    dataset,
                    manager);
        }
    }

    /**
     * What a network answers to each image.
     *
     * @param network an initialised network with one output, the logits {@code [batch, classes]}
     * @param dataset the images
     * @param manager its device is where the network runs
     * @return the answers in the data set's order
     * @throws IOException when the images cannot be read
     */
    public static Predictions answers(Block network, Dataset dataset, NDManager manager) throws IOException {
        try (Inference inference = Inference.of(network, List.of(), true, manager)) {
            return answers("The network", input -> logits(inference, input), dataset, manager);
        }
    }

    /**
     * What a teacher answers to each image.
     *
     * @param teacher the teacher
     * @param dataset the images
     * @param manager its device is where the teacher runs
     * @return the answers in the data set's order
     * @throws IOException when the images cannot be read
     */
    public static Predictions answers(Teacher teacher, Dataset dataset, NDManager manager) throws IOException {
        try (Teacher.View view = teacher.open(manager, Set.of(), true)) {
            return answers(
                    "The teacher \"" + teacher.getName() + "\"",
                    input -> view.forward(new NDList(input)).getLogits(),
                    dataset,
                    manager);
        }
    }

    /** Shows all images once and hands on each one's logits and label. */
    static void logits(Block network, Dataset dataset, NDManager manager, ObjIntConsumer<float[]> each)
            throws IOException {
        try (Inference inference = Inference.of(network, List.of(), true, manager)) {
            pass("The network", input -> logits(inference, input), dataset, manager, seen -> seen.each(each));
        }
    }

    private static NDArray logits(Inference inference, NDArray input) {
        return inference.forward(new NDList(input)).singletonOrThrow();
    }

    private static double accuracy(String whose, UnaryOperator<NDArray> logits, Dataset dataset, NDManager manager)
            throws IOException {
        Score score = new Score();
        pass(whose, logits, dataset, manager, score::add);
        return 100.0 * score.right / score.all;
    }

    private static Predictions answers(String whose, UnaryOperator<NDArray> logits, Dataset dataset, NDManager manager)
            throws IOException {
        List<Predictions.Answer> each = new ArrayList<>();
        pass(whose, logits, dataset, manager, seen -> each.addAll(seen.answers()));
        return new Predictions(each);
    }

    /**
     * Shows all images once; refuses a data set without any, answers that are no numbers, and labels that the network
     * has no class for.
     */
    private static void pass(
            String whose, UnaryOperator<NDArray> logits, Dataset dataset, NDManager manager, Consumer<Seen> observer)
            throws IOException {
        boolean empty = true;
        try (NDManager scope = manager.newSubManager()) {
            LabelCheck labels = new LabelCheck("The data set", scope);
            for (Batch batch : BatchReader.of("The data set", () -> dataset, scope)) {
                try (batch) {
                    NDArray input = batch.getData().singletonOrThrow();
                    NDArray output = UserCall.call(() -> whose, () -> logits.apply(input));
                    FiniteCheck.checkAnswers(whose, output);
                    Seen seen = Seen.of(output, batch.getLabels().singletonOrThrow());
                    labels.see(seen.labels, output);
                    observer.accept(seen);
                    empty = false;
                }
            }
            labels.check();
        }
        if (empty) {
            throw new InputException("There are no images to measure the accuracy on");
        }
    }

    /**
     * One batch, still on the device.
     *
     * @param logits {@code [batch, classes]}
     * @param guesses {@code [batch]}, int64
     * @param labels {@code [batch]}, int64
     */
    private record Seen(NDArray logits, NDArray guesses, NDArray labels) {

        static Seen of(NDArray logits, NDArray labels) {
            NDArray guesses = logits.argMax(1).toType(DataType.INT64, false);
            return new Seen(
                    logits, guesses, labels.toType(DataType.INT64, false).reshape(guesses.getShape()));
        }

        long right() {
            return guesses.eq(labels).toType(DataType.INT64, false).sum().getLong();
        }

        void each(ObjIntConsumer<float[]> observer) {
            float[] all = logits.toType(DataType.FLOAT32, false).toFloatArray();
            long[] label = labels.toLongArray();
            int classes = all.length / label.length;
            for (int i = 0; i < label.length; i++) {
                observer.accept(Arrays.copyOfRange(all, i * classes, (i + 1) * classes), (int) label[i]);
            }
        }

        List<Predictions.Answer> answers() {
            long[] guess = guesses.toLongArray();
            long[] label = labels.toLongArray();
            // A label without a class is refused when all images were seen.
            NDArray known = labels.clip(0, logits.getShape().get(1) - 1)
                    .toType(DataType.INT64, false)
                    .reshape(-1, 1);
            float[] likelihood = logits.logSoftmax(1)
                    .gather(known, 1)
                    .toType(DataType.FLOAT32, false)
                    .toFloatArray();
            float[] confidence = logits.softmax(1)
                    .max(new int[] {1})
                    .toType(DataType.FLOAT32, false)
                    .toFloatArray();
            return IntStream.range(0, guess.length)
                    .mapToObj(i -> new Predictions.Answer((int) guess[i], confidence[i], (int) label[i], likelihood[i]))
                    .toList();
        }
    }

    /** A count, without keeping the answers: one number is read from the device for each batch. */
    private static final class Score {

        private long right;
        private long all;

        void add(Seen batch) {
            right += batch.right();
            all += batch.labels.size();
        }
    }
}
