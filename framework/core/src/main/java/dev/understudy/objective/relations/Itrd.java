package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.arithmetic.UnitVectors;
import dev.understudy.internal.arithmetic.Unvaried;
import dev.understudy.objective.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Information theoretic representation distillation (ITRD), {@code a L_corr + b L_mi}: features are to correlate with the
 * teacher's, {@code L_corr = log2 sum_d (1 - c_d)^(2 alpha)} with the correlation c_d of feature d over the batch, and to share
 * its information, {@code L_mi = ||G_s||^2 - ||G_st||^2} with the Gram matrices of features as unit vectors and {@code G_st =
 * G_s o G_t} element by element, each divided by its trace (Miles et al. 2022, "Information Theoretic Representation
 * Distillation").
 *
 * <p>Shapes: features {@code [batch, features]} on both sides; maps are averaged. A linear layer that is trained along brings
 * the student's to the teacher's width, for L_corr always, for L_mi where widths differ. Both are for the whole batch, and
 * neither is 0 at equality: L_corr is at most {@code log2} of the width times {@code 4^alpha} and falls without end as features
 * correlate, L_mi is the smaller, the less the teacher's samples are alike.
 *
 * <p>As in the authors' code ({@code IT.py}) deviations are of the sample (B - 1) and the mean is over B, so that correlations
 * are at most {@code (B - 1) / B}, and the logarithms of the entropies are left out of L_mi. A feature that does not vary, and
 * all within a batch of one, correlate with nothing.
 *
 * @param student whose features are compared
 * @param teacher whose features are compared
 * @param weights of the two losses
 * @param alpha the order of Renyi's entropy in L_corr, above 0
 */
public record Itrd(StudentTap student, TeacherTap teacher, Weights weights, double alpha) implements Objective {

    /** Added to traces, for a batch of features that are all zeros. */
    private static final double TRACE_FLOOR = 1e-12;

    /**
     * What the two losses weigh.
     *
     * @param correlation a, at least 0
     * @param mutualInformation b, at least 0
     */
    public record Weights(double correlation, double mutualInformation) {

        /** Checks the ranges. */
        public Weights {
            Ranges.weight("weight of ITRD's correlation", correlation);
            Ranges.weight("weight of ITRD's mutual information", mutualInformation);
            if (correlation + mutualInformation == 0) {
                throw new InputException(
                        "ITRD needs a weight above 0 of correlation or mutual information," + " got 0 for both");
            }
        }

        /**
         * The authors' for CIFAR-100: a = 2, b = 1.
         *
         * @return the weights
         */
        public static Weights standard() {
            return new Weights(2, 1);
        }
    }

    /** Checks the range. */
    public Itrd {
        Ranges.above("alpha of ITRD", alpha);
    }

    /**
     * The authors' example for WRN-40-2 and WRN-16-2 on CIFAR-100: alpha = 1.01.
     *
     * @param student whose features are compared
     * @param teacher whose features are compared
     * @return the objective
     */
    public static Itrd of(StudentTap student, TeacherTap teacher) {
        return new Itrd(student, teacher, Weights.standard(), 1.01);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .with(student)
                .with(teacher)
                .with(AuxiliaryModule.of(name(), new ToTeacher(student, teacher, weights.correlation > 0)));
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = Pooled.of(context.getStudent().get(student));
        NDArray other = Pooled.of(Targets.beside(context.getTeacher().get(teacher), own));
        boolean same = own.getShape().equals(other.getShape());
        NDArray embedded =
                weights.correlation == 0 && same ? own : context.getModules().forward(name(), own);
        List<NDArray> parts = new ArrayList<>();
        if (weights.correlation > 0) {
            parts.add(Scaling.times(correlation(embedded, other), weights.correlation));
        }
        if (weights.mutualInformation > 0) {
            parts.add(Scaling.times(information(same ? own : embedded, other), weights.mutualInformation));
        }
        return parts.stream().reduce(NDArray::add).orElseThrow();
    }

    /** Of features {@code [batch, features]} of the same width. */
    private NDArray correlation(NDArray own, NDArray other) {
        double batch = own.getShape().get(0);
        NDArray cosines = deviations(own).mul(deviations(other)).sum(new int[] {1});
        NDArray missing = Scaling.plus(Scaling.times(cosines, (1 - batch) / batch), 1);
        NDArray powers = Scaling.times(missing.log(), 2 * alpha).exp();
        return Scaling.times(powers.sum().log(), 1 / Math.log(2));
    }

    /** Each feature's deviations from its mean, as a unit vector {@code [features, batch]}. */
    private static NDArray deviations(NDArray features) {
        NDArray centred = features.sub(features.mean(new int[] {0}, true));
        NDArray varied = Scaling.plus(Unvaried.of(features, centred, 0).neg(), 1);
        return UnitVectors.of(centred.mul(varied).transpose(1, 0));
    }

    private static NDArray information(NDArray own, NDArray other) {
        NDArray units = UnitVectors.of(own);
        NDArray wanted = UnitVectors.of(other);
        NDArray alike = units.matMul(units.transpose(1, 0));
        NDArray joint = alike.mul(wanted.matMul(wanted.transpose(1, 0)));
        NDArray ones = units.square().sum(new int[] {1});
        NDArray trace = ones.sum();
        NDArray jointTrace = ones.mul(wanted.square().sum(new int[] {1})).sum();
        return energy(alike, trace).sub(energy(joint, jointTrace));
    }

    /** The squared length of a matrix over its trace. */
    private static NDArray energy(NDArray matrix, NDArray trace) {
        return matrix.div(Scaling.plus(trace, TRACE_FLOOR)).square().sum();
    }

    private String name() {
        return "ITRD " + student + " -> " + teacher + (weights.correlation > 0 ? "" : " information");
    }

    /** Makes a linear layer from the student's width to the teacher's, where it is read. */
    private record ToTeacher(StudentTap student, TeacherTap teacher, boolean always)
            implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape own = shapes.at(student);
            long wanted = shapes.at(teacher).get(1);
            return always || own.get(1) != wanted ? Optional.of(Embedding.linear(own, wanted)) : Optional.empty();
        }
    }
}
