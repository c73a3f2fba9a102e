package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Targets;
import java.util.Optional;

/**
 * KD++'s loss of norm and direction: the student's features are to be long, and to point where the teacher's centre of
 * their class lies, {@code L_ND = mean_b( 1 - <f_s, c_y / |c_y|> / max(|f_s|, |f_t|) )} (Wang et al. 2023, "Improving
 * Knowledge Distillation via Regularizing Feature Norm and Direction", eq. 9). The centres are the means of the teacher's
 * features over the training samples of each class ({@link ClassCenters}).
 *
 * <p>Shapes: features {@code [batch, features]}, or maps that are averaged over height and width. Where the widths
 * differ, the student's go through batch norm, dropout of one half and a linear layer, learned along and dropped, as in
 * the authors' code. Where labels are mixed, the direction is the classes' directions by their shares (ours). From 0 to
 * 2; a value of 0 needs features that point to the centre and are not shorter than the teacher's.
 *
 * @param student the features of the student, those before its classifier
 * @param teacher the features of the teacher, those before its classifier
 */
public record NormAndDirection(StudentTap student, TeacherTap teacher) implements Objective {

    /** Below any norm of features that are not all 0; keeps their quotient a number. */
    private static final double SMALLEST = 1e-24;

    @Override
    public Needs needs() {
        return Needs.nothing()
                .withStudentLogits()
                .with(student)
                .with(teacher)
                .with(centers())
                .with(AuxiliaryModule.of(name(), new Projector(student, teacher)));
    }

    private ClassCenters centers() {
        return new ClassCenters(teacher);
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = Pooled.of(context.getStudent().get(student));
        NDArray other = Targets.beside(Pooled.of(context.getTeacher().get(teacher)), own);
        if (own.getShape().get(1) != other.getShape().get(1)) {
            own = context.getModules().forward(name(), own);
        }
        NDArray centers = Targets.beside(context.getPrecomputed(centers().name()), own);
        NDArray wanted = Targets.beside(context.getSoftLabels(), own).matMul(centers.div(norms(centers)));
        return loss(own, other, wanted);
    }

    /** Of features {@code [batch, features]} and the unit vectors that they are to point to. */
    static NDArray loss(NDArray own, NDArray other, NDArray wanted) {
        NDArray along = own.mul(wanted).sum(new int[] {1}, true);
        NDArray part = along.div(norms(own).maximum(norms(other)));
        return part.neg().add(part.onesLike()).mean();
    }

    /** The length of each row, {@code [rows, 1]}. */
    private static NDArray norms(NDArray rows) {
        return Scaling.atLeast(rows.square().sum(new int[] {1}, true), SMALLEST).sqrt();
    }

    private String name() {
        return "features " + student + " -> " + teacher;
    }

    /** From the student's width to the teacher's, where they differ. */
    private record Projector(StudentTap student, TeacherTap teacher) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            long own = shapes.at(student).get(1);
            long other = shapes.at(teacher).get(1);
            return own == other
                    ? Optional.empty()
                    : Optional.of(AuxiliaryModule.Built.of(() -> block(other), new Shape(1, own)));
        }

        private static Block block(long width) {
            return new SequentialBlock()
                    .add(BatchNorm.builder().build())
                    .add(Dropout.builder().optRate(0.5f).build())
                    .add(Linear.builder().setUnits(width).build());
        }
    }
}
