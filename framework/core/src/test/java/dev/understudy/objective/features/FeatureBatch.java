package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.FixedShapes;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Scaling;
import dev.understudy.objective.Slope;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A batch of both networks' maps, with all else that objectives of features read. At a second tap lie the student's maps times
 * -2 and the teacher's times 3. There are as many classes as the student's maps have channels, so that these may be class
 * maps, whose averages are the logits; all labels are 0.
 *
 * @param student {@code [batch, channels, height, width]}
 * @param teacher {@code [batch, channels, height, width]}
 */
record FeatureBatch(Numbers student, Numbers teacher) {

    static final StudentTap FIRST = new StudentTap("first");
    static final TeacherTap TEACHER_FIRST = new TeacherTap("first");
    static final List<StudentTap> TAPS = List.of(FIRST, new StudentTap("second"));
    static final List<TeacherTap> TEACHER_TAPS = List.of(TEACHER_FIRST, new TeacherTap("second"));

    /** Normal numbers of a seed and the next one. */
    static FeatureBatch normal(long seed, Shape student, Shape teacher) {
        return new FeatureBatch(Numbers.normal(seed, student.getShape()), Numbers.normal(seed + 1, teacher.getShape()));
    }

    FeatureBatch map(DoubleUnaryOperator change) {
        return new FeatureBatch(student.map(change), teacher.map(change));
    }

    Slope slope(Objective objective, DataType type, Runnable between) {
        return Slope.of(comparison(objective), student, teacher, type, between);
    }

    double value(Objective objective) {
        return Slope.valueOf(comparison(objective), student, teacher, DataType.FLOAT64);
    }

    FeatureBatch plus(int index, double summand) {
        return new FeatureBatch(student.plus(index, summand), teacher);
    }

    private Discrepancy comparison(Objective objective) {
        return (own, other) -> objective.loss(context(objective, own, other));
    }

    /** What an objective sees. */
    StepContext context(Objective objective, NDArray own, NDArray other) {
        NDManager manager = own.getManager();
        FeatureModules modules = new FeatureModules(
                objective.needs(),
                FixedShapes.of(ofOne(own.getShape()), ofOne(other.getShape())),
                manager,
                own.getDataType());
        Map<StudentTap, NDArray> students = Map.of(FIRST, own, TAPS.get(1), Scaling.times(own, -2));
        NDArray tripled = other.duplicate();
        tripled.attach(manager);
        Map<TeacherTap, NDArray> teachers =
                Map.of(TEACHER_FIRST, other, TEACHER_TAPS.get(1), Scaling.times(tripled, 3));
        return StepContext.of(
                        new Activations<>("student", students, own.getShape().dimension() == 4 ? Pooled.of(own) : null),
                        new Activations<>("teacher", teachers, modules.said(tripled)),
                        manager.zeros(new Shape(own.getShape().get(0))))
                .modules(modules);
    }

    private static Shape ofOne(Shape shape) {
        return new Shape(1).addAll(shape.slice(1));
    }
}
