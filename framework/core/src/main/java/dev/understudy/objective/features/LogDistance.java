package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.RepeatedNumbers;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;
import java.util.Optional;

/**
 * Simple recipe distillation (SRD): the student's features, through a linear layer, are to be the teacher's, {@code log sum_b,d
 * |n(P f_s) - n(f_t)|^power}, where n makes each dimension d have the mean 0 and the variance 1 over the batch (Miles and
 * Mikolajczyk 2024, "Understanding the Role of the Projector in Knowledge Distillation").
 *
 * <p>Shapes: features {@code [batch, N]}, or maps that are averaged over height and width, with any N. P has a bias, is
 * trained along and dropped. 1e-4 is added to variances, as in the authors' code; 1e-20 to the sum, so that it has a
 * logarithm where nothing differs, as within a batch of one. Reduction: the sum over dimensions and batch, within the
 * logarithm; it may be negative. The authors' weight is 2, beside the labels and KD with weight 1 and without temperature.
 *
 * @param student the features of the student
 * @param teacher the features of the teacher
 * @param power above 1; larger ones see large differences alone
 */
public record LogDistance(StudentTap student, TeacherTap teacher, double power) implements Objective {

    /** The authors' power. */
    public static final double POWER = 4;

    private static final double VARIANCE_FLOOR = 1e-4;
    private static final double SUM_FLOOR = 1e-20;

    /** Checks the range. */
    public LogDistance {
        Ranges.above("power of SRD less 1", power - 1);
    }

    /**
     * With the authors' power, 4.
     *
     * @param student the features of the student
     * @param teacher the features of the teacher
     * @return the objective
     */
    public static LogDistance of(StudentTap student, TeacherTap teacher) {
        return new LogDistance(student, teacher, POWER);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .with(student)
                .with(teacher)
                .with(AuxiliaryModule.of(name(), new Projector(student, teacher)));
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = Pooled.of(context.getStudent().get(student));
        NDArray other = context.getTeacher().get(teacher);
        return distance(context.getModules().forward(name(), own), Pooled.of(Targets.beside(other, own)));
    }

    /**
     * The loss between features.
     *
     * @param student the student's, through the linear layer, {@code [batch, N]}
     * @param target the teacher's, same shape
     * @return a scalar
     */
    public NDArray distance(NDArray student, NDArray target) {
        if (!student.getShape().equals(target.getShape())) {
            throw new InputException("SRD compares features of one shape, got " + student.getShape()
                    + " of the student and " + target.getShape() + " of the teacher");
        }
        NDArray difference = normalized(student).sub(normalized(Targets.beside(target, student)));
        NDArray powers = difference.abs().pow(RepeatedNumbers.of(difference, power));
        return Scaling.plus(powers.sum(), SUM_FLOOR).log();
    }

    private static NDArray normalized(NDArray features) {
        NDArray centred = features.sub(features.mean(new int[] {0}, true));
        NDArray variance = centred.square().mean(new int[] {0}, true);
        return centred.div(Scaling.plus(variance, VARIANCE_FLOOR).sqrt());
    }

    private String name() {
        return "SRD's projector " + student + " -> " + teacher;
    }

    private record Projector(StudentTap student, TeacherTap teacher) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape own = shapes.at(student);
            long wanted = shapes.at(teacher).get(1);
            return Optional.of(AuxiliaryModule.Built.of(
                    () -> Linear.builder().setUnits(wanted).build(), new Shape(1, own.get(1))));
        }
    }
}
