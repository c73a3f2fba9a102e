package dev.understudy.objective.relations;

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
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import java.util.Arrays;

/**
 * A batch of both networks' activations. Linear layers have weights of seed 5 and biases of seed 6, those of the teacher's
 * embedding 7 and 8; a projection of channels puts out what it is given.
 *
 * @param layers what a sample has
 * @param student {@code [batch, numbers of a sample]}
 * @param teacher the same for the teacher's
 */
record RelationBatch(LayerShapes layers, Numbers student, Numbers teacher) {

    static final StudentTap OWN = new StudentTap("layer1");
    static final TeacherTap THEIRS = new TeacherTap("layer1");

    private static final int DIMENSIONS = 4;

    static RelationBatch normal(LayerShapes layers, long seed, int samples) {
        return new RelationBatch(
                layers,
                Numbers.normal(seed, samples, LayerShapes.size(layers.student())),
                Numbers.normal(seed + 1, samples, LayerShapes.size(layers.teacher())));
    }

    /** The student's features and the teacher's, row by row. */
    static RelationBatch of(double[][] student, double[][] teacher) {
        LayerShapes layers = LayerShapes.of(new Shape(student[0].length), new Shape(teacher[0].length));
        return new RelationBatch(layers, numbers(student), numbers(teacher));
    }

    static Numbers numbers(double[][] rows) {
        double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return Numbers.of(new Shape(rows.length, rows[0].length), all);
    }

    /** The teacher is as the student. */
    RelationBatch equal() {
        return new RelationBatch(layers.twice(), student, student);
    }

    Slope slope(Objective objective, DataType type, Runnable between) {
        return Slope.of(comparison(objective), student, teacher, type, between);
    }

    double value(Objective objective) {
        return Slope.valueOf(comparison(objective), student, teacher, DataType.FLOAT64);
    }

    RelationBatch plus(int index, double summand) {
        return new RelationBatch(layers, student.plus(index, summand), teacher);
    }

    private Discrepancy comparison(Objective objective) {
        return (own, other) -> objective.loss(context(own, other));
    }

    StepContext context(NDArray own, NDArray other) {
        NDManager manager = own.getManager();
        return StepContext.of(
                        new Activations<>(
                                "student", LayerShapes.activations(layers.student(), own, StudentTap::new), own),
                        new Activations<>(
                                "teacher", LayerShapes.activations(layers.teacher(), other, TeacherTap::new), other),
                        manager.zeros(new Shape(own.getShape().get(0))))
                .modules(modules());
    }

    private AuxiliaryModules modules() {
        long wanted = layers.teacher().get(0).get(0);
        return (name, inputs, training) -> {
            NDArray input = inputs.singletonOrThrow();
            if (name.startsWith("ICKD")) {
                return new NDList(input);
            }
            long seed = name.contains("teacher's") ? 7 : 5;
            return new NDList(linear(input, name.startsWith("ITRD") ? wanted : DIMENSIONS, seed));
        };
    }

    private static NDArray linear(NDArray input, long width, long seed) {
        NDManager manager = input.getManager();
        NDArray weights = Numbers.normal(seed, width, input.getShape().get(1)).on(manager, input.getDataType());
        NDArray biases = Numbers.normal(seed + 1, width).on(manager, input.getDataType());
        return input.matMul(weights.transpose(1, 0)).add(biases);
    }
}
