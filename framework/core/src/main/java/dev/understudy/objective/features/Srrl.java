package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Norm;
import dev.understudy.objective.Scaling;

/**
 * Softmax regression representation learning (SRRL): the student's features are to be the teacher's, and are to make the
 * teacher's own classifier say the same, {@code alpha mean( (avg A(F_s) - avg F_t)^2 ) + beta mean( (W_t(A(F_s)) - z_t)^2 )}
 * with the teacher's layers W_t after the tap, its logits z_t, and an adapter A of a convolution of 1x1 without bias, a batch
 * norm and a ReLU, which is learned along and dropped (Yang et al. 2021, "Knowledge Distillation via Softmax Regression
 * Representation Learning", section 3).
 *
 * <p>Shapes: {@code [batch, N, H, W]} on both sides, of any sizes; the teacher's layers after the tap have to take maps of the
 * student's height and width, as those do that average first. Reduction: the mean over elements and batch, as in the
 * authors' code; of the paper's choices for the second term it is the one they recommend, the squared difference of logits.
 * At least 0.
 *
 * @param student the features of the student
 * @param teacher the features of the teacher, before its classifier
 * @param features alpha, at least 0
 * @param classes beta, at least 0
 */
public record Srrl(StudentTap student, TeacherTap teacher, double features, double classes) implements Objective {

    /** Checks the ranges. */
    public Srrl {
        Ranges.weight("weight of SRRL's features", features);
        Ranges.weight("weight of SRRL's classes", classes);
    }

    /**
     * The authors' for ImageNet: both terms weigh 1.
     *
     * @param student the features of the student
     * @param teacher the features of the teacher, before its classifier
     * @return the objective
     */
    public static Srrl of(StudentTap student, TeacherTap teacher) {
        return new Srrl(student, teacher, 1, 1);
    }

    private Adapter adapter() {
        return new Adapter("SRRL", student, teacher, Adapter.Kind.RECTIFIED);
    }

    private AuxiliaryModule rest() {
        return AuxiliaryModule.teacherFrom(teacher);
    }

    @Override
    public Needs needs() {
        return adapter().needs().withTeacherLogits().with(rest());
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = adapter().adapted(context);
        NDArray wanted = Targets.beside(context.getTeacher().get(teacher), own);
        NDArray said = context.getModules().forward(rest().getName(), own);
        NDArray logits = Targets.beside(context.getTeacher().getLogits(), own);
        NDArray first = Norm.SQUARED.compare(Pooled.of(own), Pooled.of(wanted));
        NDArray second = Norm.SQUARED.compare(said, logits);
        return Scaling.times(first, features).add(Scaling.times(second, classes));
    }
}
