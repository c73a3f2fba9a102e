package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModules;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingProgress;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A batch of both networks' logits, with all else that objectives of logits read: the label of sample b is {@code (3 b + 1)
 * mod classes}, features in the middle are normal numbers of seed 7, and distances of classes those of seed 9.
 *
 * @param student {@code [batch, classes]}
 * @param teacher same shape
 */
record LogitBatch(Numbers student, Numbers teacher) {

    static final StudentTap MIDDLE = new StudentTap("middle");
    static final TeacherTap FEATURES = new TeacherTap("features");

    /** The student's probabilities are 1/4, 1/2, 1/4; the teacher's 1/8, 3/4, 1/8. */
    static final LogitBatch THIRDS = of(1, new double[] {0, Math.log(2), 0}, new double[] {1, 1 + Math.log(6), 1});

    private static final int CHANNELS = 6;

    /** Twice and three times normal numbers. */
    static LogitBatch normal(long seed, long samples, long classes) {
        return new LogitBatch(
                Numbers.normal(seed, samples, classes).map(z -> 2 * z),
                Numbers.normal(seed + 1, samples, classes).map(z -> 3 * z));
    }

    /** The same numbers for each sample. */
    static LogitBatch of(int samples, double[] student, double[] teacher) {
        return new LogitBatch(repeated(samples, student), repeated(samples, teacher));
    }

    private static Numbers repeated(int samples, double[] row) {
        return Numbers.of(
                new Shape(samples, row.length),
                IntStream.range(0, samples * row.length)
                        .mapToDouble(i -> row[i % row.length])
                        .toArray());
    }

    Slope slope(Objective objective, DataType type, Runnable between) {
        return Slope.of(comparison(objective), student, teacher, type, between);
    }

    Slope slope(Objective objective) {
        return slope(objective, DataType.FLOAT32, () -> {});
    }

    double value(Objective objective) {
        return Slope.valueOf(comparison(objective), student, teacher, DataType.FLOAT64);
    }

    LogitBatch plus(int index, double summand) {
        return new LogitBatch(student.plus(index, summand), teacher);
    }

    private Discrepancy comparison(Objective objective) {
        return (own, other) -> objective.loss(context(own, other));
    }

    /** What an objective sees. */
    StepContext context(NDArray own, NDArray other) {
        NDManager manager = own.getManager();
        DataType type = own.getDataType();
        int samples = (int) student.shape().get(0);
        int classes = (int) student.shape().get(1);
        long[] labels = IntStream.range(0, samples)
                .mapToLong(i -> (3L * i + 1) % classes)
                .toArray();
        NDArray middle = Numbers.normal(7, samples, CHANNELS).on(manager, type);
        StepContext context = StepContext.of(
                new Activations<>("student", Map.of(MIDDLE, middle), own),
                new Activations<>("teacher", Map.of(), other),
                manager.create(labels));
        return context.modules(modules(manager, type, classes))
                .progress(new TrainingProgress(4, 240, 0, 1))
                .precomputed(
                        new ClassDistances(FEATURES).name(), distances(classes).on(manager, type));
    }

    /** A head whose weights are of seed 5 and whose biases are of seed 6; a temperature that stands at its beginning. */
    private static AuxiliaryModules modules(NDManager manager, DataType type, int classes) {
        return (name, inputs, training) -> new NDList(
                name.startsWith("head")
                        ? inputs.singletonOrThrow()
                                .matMul(Numbers.normal(5, classes, CHANNELS)
                                        .on(manager, type)
                                        .transpose(1, 0))
                                .add(Numbers.normal(6, classes).on(manager, type))
                        : manager.ones(new Shape(1), type));
    }

    /** Symmetric, at least 0, and 0 from a class to itself. */
    private static Numbers distances(int classes) {
        Numbers numbers = Numbers.normal(9, classes, classes);
        return Numbers.of(
                numbers.shape(),
                IntStream.range(0, classes * classes)
                        .mapToDouble(i -> {
                            int row = i / classes;
                            int column = i % classes;
                            double there = Math.abs(numbers.get(i));
                            double back = Math.abs(numbers.get(column * classes + row));
                            return row == column ? 0 : (there + back) / 2;
                        })
                        .toArray());
    }
}
