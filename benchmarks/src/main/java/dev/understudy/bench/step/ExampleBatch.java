package dev.understudy.bench.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import dev.understudy.recipe.Task;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * One batch, the same for every way.
 *
 * @param data {@code [batch, channels, height, width]}
 * @param labels {@code [batch]}
 */
public record ExampleBatch(NDArray data, NDArray labels) {

    /** The batch as plain numbers, image by image and channel by channel. */
    static float[] numbers(Task task, int batch) {
        Random random = new Random(2);
        float[] values = new float[Math.toIntExact(batch * task.input().size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The labels as plain numbers. */
    static long[] labels(Task task, int batch) {
        return LongStream.range(0, batch).map(i -> i % task.classes()).toArray();
    }

    /** The batch with each image's channels one after the other: how DJL's own data sets give it. */
    public static ExampleBatch planes(Task task, int batch, NDManager owner) {
        return new ExampleBatch(
                owner.create(numbers(task, batch), new Shape(batch).addAll(task.input())),
                owner.create(labels(task, batch)));
    }

    /** The same numbers with each pixel's channels side by side in memory, for which PyTorch's convolutions are faster. */
    public static ExampleBatch pixels(Task task, int batch, NDManager owner) {
        ExampleBatch planes = planes(task, batch, owner);
        Shape input = task.input();
        NDArray sideBySide =
                planes.data().transpose(0, 2, 3, 1).flatten().reshape(batch, input.get(1), input.get(2), input.get(0));
        return new ExampleBatch(sideBySide.transpose(0, 3, 1, 2), planes.labels());
    }

    /** The batch again and again, without a copy, as a data set. */
    public Dataset times(int steps) {
        return new Again(this, steps);
    }

    /** The batch on a manager of its own, which ends with the step. */
    public ExampleBatch on(NDManager scope) {
        NDArray view = data.stopGradient();
        view.attach(scope);
        NDArray names = labels.stopGradient();
        names.attach(scope);
        return new ExampleBatch(view, names);
    }

    private record Again(ExampleBatch examples, int steps) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) {
            return () -> IntStream.range(0, steps)
                    .mapToObj(i -> batch(manager.newSubManager()))
                    .iterator();
        }

        private Batch batch(NDManager scope) {
            ExampleBatch view = examples.on(scope);
            int size = (int) view.data().getShape().get(0);
            return new Batch(
                    scope,
                    new NDList(view.data()),
                    new NDList(view.labels()),
                    size,
                    Batchifier.STACK,
                    Batchifier.STACK,
                    size,
                    (long) size * steps);
        }

        @Override
        public void prepare(@Nullable Progress progress) {}
    }
}
