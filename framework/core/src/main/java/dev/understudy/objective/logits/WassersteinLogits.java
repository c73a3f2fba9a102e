package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Schedule;
import dev.understudy.StepContext;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;

/**
 * Wasserstein distance of logits (WKD-L): how much of the student's probability would have to be moved how far, between
 * classes that the teacher holds for alike or not, to become the teacher's, {@code mean_b( -p_t[y] log p_s[y] + gamma W(q_s,
 * q_t) )} (Lv et al. 2024, "Wasserstein Distance Rivals Kullback-Leibler Divergence for Knowledge Distillation"). p is the softmax at T = 1, q the softmax of {@code z / T} of all classes but y, and W the cost {@code sum_ij c_ij
 * f_ij} of the flow that Sinkhorn's iterations give, with {@code c = 1 - exp(-sharpness d)} for the distances d of classes
 * ({@link ClassDistances}).
 *
 * <p>Shapes: both logits {@code [batch, classes]}, labels {@code [batch]}. Mean over the batch; at least 0, and the
 * distance is 0 at equality only as far as its regularization allows. For two classes it is 0. As in the authors' code
 * ({@code WKD.py}) 1e-8 is added to costs and to what Sinkhorn's iterations divide by; it makes a matrix of costs for each
 * sample, here all samples share one and the true class has no mass. Beside it they have the cross entropy with weight 1,
 * and from epoch 150 of 240 on they let gamma go to 0 as half a cosine.
 *
 * @param features the teacher's features, those before its classifier
 * @param gamma what the distance weighs, at least 0
 * @param temperature T, above 0
 * @param sinkhorn how the distance is computed
 * @param factor what gamma is multiplied by over the stage
 */
public record WassersteinLogits(
        TeacherTap features, double gamma, double temperature, Sinkhorn sinkhorn, Schedule factor)
        implements Objective {

    private static final double EPSILON = 1e-8;

    /**
     * How the distance is computed.
     *
     * @param regularization what the flow's entropy weighs, above 0; small numbers need more iterations
     * @param iterations 1 or more
     * @param sharpness of the costs, above 0: the larger, the more alike are the costs of classes that differ
     */
    public record Sinkhorn(double regularization, int iterations, double sharpness) {

        /** Checks the ranges. */
        public Sinkhorn {
            Ranges.above("regularization of WKD-L", regularization);
            Ranges.above("sharpness of WKD-L", sharpness);
            if (iterations < 1) {
                throw new InputException("WKD-L needs 1 iteration or more, got " + iterations);
            }
        }

        /**
         * The authors': regularization 0.05, 10 iterations, sharpness 1.
         *
         * @return the settings
         */
        public static Sinkhorn standard() {
            return new Sinkhorn(0.05, 10, 1);
        }
    }

    /** Checks the ranges. */
    public WassersteinLogits {
        Ranges.weight("gamma of WKD-L", gamma);
        Ranges.temperature("WKD-L", temperature);
    }

    /**
     * With a gamma that stays the same.
     *
     * @param features the teacher's features, those before its classifier
     * @param gamma what the distance weighs, at least 0
     * @param temperature T, above 0
     * @param sinkhorn how the distance is computed
     */
    public WassersteinLogits(TeacherTap features, double gamma, double temperature, Sinkhorn sinkhorn) {
        this(features, gamma, temperature, sinkhorn, Schedule.constant(1));
    }

    /**
     * The authors' for ResNet32x4 and ResNet8x4 on CIFAR-100: gamma = 600, T = 8.
     *
     * @param features the teacher's features, those before its classifier
     * @return the objective
     */
    public static WassersteinLogits of(TeacherTap features) {
        return new WassersteinLogits(features, 600, 8, Sinkhorn.standard());
    }

    /**
     * With a gamma that changes over the stage.
     *
     * @param other what gamma is multiplied by in each step; at least 0
     * @return the same objective otherwise
     */
    public WassersteinLogits factor(Schedule other) {
        return new WassersteinLogits(features, gamma, temperature, sinkhorn, other);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .withStudentLogits()
                .withTeacherLogits()
                .with(features)
                .with(distances());
    }

    private ClassDistances distances() {
        return new ClassDistances(features);
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray student = context.getStudent().getLogits();
        NDArray teacher = Targets.beside(context.getTeacher().getLogits(), student);
        NDArray truth = ClassLogits.ofLabels(context.getLabels(), student);
        NDArray distances = Targets.beside(context.getPrecomputed(distances().name()), student)
                .toType(student.getDataType(), false);
        NDArray confidence = Nkd.confidence(student, teacher, truth).mean();
        NDArray moved = moved(others(student, truth), others(teacher, truth), truth, costs(distances));
        return Scaling.times(moved.mean(), gamma * factor.at(context.getProgress()))
                .sub(confidence);
    }

    private NDArray others(NDArray logits, NDArray truth) {
        return ClassLogits.without(ClassLogits.softened(logits, temperature), truth)
                .softmax(1);
    }

    private NDArray costs(NDArray distances) {
        NDArray alike = Scaling.times(distances, -sinkhorn.sharpness).exp();
        return Scaling.plus(Scaling.atLeast(Scaling.plus(alike.neg(), 1), 0), EPSILON);
    }

    /** The cost of making one distribution the other, {@code [batch]}; the true class has no mass in either. */
    private NDArray moved(NDArray student, NDArray teacher, NDArray truth, NDArray costs) {
        NDArray kernel = Scaling.times(costs, -1 / sinkhorn.regularization).exp();
        NDArray back = kernel.transpose(1, 0);
        double others = Math.max(1, student.getShape().get(1) - 1);
        NDArray from = Scaling.times(Scaling.plus(truth.neg(), 1), 1 / others);
        NDArray to = from;
        for (int i = 0; i < sinkhorn.iterations; i++) {
            to = teacher.div(Scaling.plus(from.matMul(kernel), EPSILON));
            from = student.div(Scaling.plus(to.matMul(back), EPSILON));
        }
        return from.mul(to.matMul(kernel.mul(costs).transpose(1, 0))).sum(new int[] {1});
    }
}
