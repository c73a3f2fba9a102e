package dev.understudy;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One fixed augmentation of generated images. Augmentation a of sample i is image 1000 a + i of {@link TinyImages}; the label and the index
 * are those of the sample.
 *
 * @param augmentation its number
 * @param order the samples in the order in which they come
 * @param batch how many a batch has; the last one may be smaller
 */
record Repeating(int augmentation, List<Long> order, int batch) implements Dataset {

    static final int SIZE = 14;

    private static final int IN_ORDER_BATCH = 5;

    /** Four batches an epoch, in another order each, of images that have some fixed augmentations. */
    static TrainingData trainingData(int count) {
        return TrainingData.of(TinyImages.INPUT, epoch -> new Repeating(epoch % count, shuffled(epoch), 4))
                .fixedAugmentations(augmentations(count));
    }

    static TrainingData.FixedAugmentations augmentations(int count) {
        return new TrainingData.FixedAugmentations(count, SIZE, "generated", Repeating::inOrder);
    }

    static Repeating inOrder(int augmentation) {
        return new Repeating(augmentation, numbers(SIZE), IN_ORDER_BATCH);
    }

    /** Two stages, the first without logits; five epochs, so that two augmentations come in both stages. */
    static Distillation distillation(Teacher teacher) {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 2)
                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                .stage(Stage.whole(3)
                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2))
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("soft targets", 0.7, new SoftTargets(4)))
                .seed(3);
    }

    private static List<Long> shuffled(int epoch) {
        List<Long> order = numbers(SIZE);
        Collections.shuffle(order, new Random(epoch));
        return order;
    }

    static List<Long> numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> (long) i).collect(Collectors.toCollection(ArrayList::new));
    }

    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.size();
            }

            @Override
            public Batch next() {
                int from = next;
                next = Math.min(order.size(), next + batch);
                return cut(manager.newSubManager(), order.subList(from, next));
            }
        };
    }

    private Batch cut(NDManager scope, List<Long> samples) {
        NDList images = new NDList();
        for (long sample : samples) {
            int image = Math.toIntExact(1000L * augmentation + sample);
            images.add(TinyImages.of(0, 1).data(scope, image, image + 1));
        }
        long[] labels = samples.stream()
                .mapToLong(sample -> sample % TinyImages.CLASSES)
                .toArray();
        return new Batch(
                scope,
                new NDList(NDArrays.concat(images)),
                new NDList(scope.create(labels, new Shape(labels.length))),
                labels.length,
                Batchifier.STACK,
                Batchifier.STACK,
                0,
                order.size(),
                samples);
    }

    @Override
    public void prepare(@Nullable Progress progress) {}
}
