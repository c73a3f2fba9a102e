package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.Splits;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A generated set of ten classes: a disc, square, triangle, star or cross, filled or as an outline, anywhere, at any
 * angle, in any colour, over a patchy background with noise and stray lines. An image is a function of its split and
 * index alone, by arithmetic that is exact on every machine.
 */
public final class Shapes {
    static final int MOST_IMAGES = 50_000;

    private static final int TRAIN = 4_000;
    private static final int VALIDATION = 500;
    private static final int TEST = 1_000;
    private static final long TRAIN_SEED = 1;
    private static final long VALIDATION_SEED = 2;
    private static final long TEST_SEED = 3;
    private static final Shape SHAPE = new Shape(3, ShapeDrawing.SIDE, ShapeDrawing.SIDE);
    private static final List<String> CLASSES = List.of(
            "disc",
            "disc outline",
            "square",
            "square outline",
            "triangle",
            "triangle outline",
            "star",
            "star outline",
            "cross",
            "cross outline");

    private Shapes() {}

    public static Splits open(DataOptions options) {
        int train = options.trainSize() == 0 ? TRAIN : options.trainSize();
        int validation = options.validationSize() == DataOptions.AUTOMATIC ? VALIDATION : options.validationSize();
        if (Math.max(train, validation) > MOST_IMAGES) {
            throw new DataException(
                    "shapes: wanted at most " + MOST_IMAGES + " images, got " + Math.max(train, validation));
        }
        Images trained = generate(TRAIN_SEED, train);
        return new Splits(
                "shapes",
                trained,
                generate(VALIDATION_SEED, validation),
                generate(TEST_SEED, TEST),
                Normalization.of(trained));
    }

    /** The first images of a split; the classes take turns. */
    public static Images generate(long split, int count) {
        int each = (int) SHAPE.size();
        byte[] pixels = new byte[count * each];
        int[] labels = IntStream.range(0, count).map(i -> i % CLASSES.size()).toArray();
        IntStream.range(0, count).parallel().forEach(i -> {
            ShapeDrawing sketch = new ShapeDrawing(split, i);
            sketch.background();
            sketch.lines();
            sketch.figure(Figure.ALL.get(labels[i] / 2), labels[i] % 2 == 1);
            sketch.write(pixels, i * each);
        });
        return new MemoryImages(SHAPE, CLASSES, labels, List.of(pixels), 0);
    }
}
