package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.objective.Scaling;
import java.util.Optional;

/**
 * Universal Self-Knowledge Distillation (USKD): soft labels of the student's own, without a teacher, {@code alpha mean_b(
 * -t_b log p[y] ) + beta mean_b( -sum_{k != y} z_b[k] log q[k] ) + mu CE(w)} (Yang et al. 2023, "From Knowledge Distillation
 * to Self-Knowledge Distillation"). p is the student's softmax and q that of all classes but y;
 *
 * <ul>
 *   <li>{@code t_b = p_b[y]^2 + 1 - mean_b p_b[y]^2}: what the true class weighs, without gradient
 *   <li>w: logits of a linear head on the pooled activation at a tap in the middle, learned along and dropped, by the cross
 *       entropy with labels smoothed by 0.1
 *   <li>z: Zipf's law, {@code 1 / rank} over its sum, in the order of {@code softmax(w)[k] / (1 - softmax(w)[y]) + p[k] / (1
 *       - p[y])}, without gradient
 * </ul>
 *
 * <p>Shapes: logits {@code [batch, classes]}, labels {@code [batch]}, the activation {@code [batch, channels]} or {@code
 * [batch, channels, height, width]}. Mean over the batch; above 0. For two classes the second term is 0. Beside it the
 * authors have the cross entropy with weight 1. Of mixed labels they take the two largest; here the first image's counts.
 *
 * @param middle the student's tap in the middle; the authors take the last but one stage
 * @param weights of the three terms
 * @param ranking in which order the other classes are
 */
public record Uskd(StudentTap middle, Weights weights, Ranking ranking) implements Objective {

    private static final double EPSILON = 1e-6;
    private static final double SMOOTHING = 0.1;

    /**
     * What the terms weigh.
     *
     * @param target alpha, of the true class, at least 0
     * @param others beta, of the other classes, at least 0
     * @param head mu, of the head in the middle, at least 0
     */
    public record Weights(double target, double others, double head) {

        /** Checks the ranges. */
        public Weights {
            Ranges.weight("alpha of USKD", target);
            Ranges.weight("beta of USKD", others);
            Ranges.weight("mu of USKD", head);
        }

        /**
         * The authors' for CIFAR-100: 0.1 each. For ImageNet they have 1, 0.1 and 0.005.
         *
         * @return the weights
         */
        public static Weights standard() {
            return new Weights(0.1, 0.1, 0.1);
        }
    }

    /** In which order the other classes are. */
    public enum Ranking {
        /** By the sum of both heads' normalised probabilities, among each other. */
        PAPER,
        /**
         * As the authors' code ({@code uskd.py}) has it: the final head's logarithm of the probability in place of the
         * probability, also of the true class, and the true class has a rank among the others.
         */
        PUBLISHED
    }

    /**
     * With the authors' weights for CIFAR-100, ranked as in the paper.
     *
     * @param middle the student's tap in the middle
     * @return the objective
     */
    public static Uskd of(StudentTap middle) {
        return new Uskd(middle, Weights.standard(), Ranking.PAPER);
    }

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits().with(middle).with(AuxiliaryModule.of(name(), new Head(middle)));
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray pooled = Pooled.of(context.getStudent().get(middle));
        return distance(
                context.getStudent().getLogits(), context.getModules().forward(name(), pooled), context.getLabels());
    }

    /**
     * The weighted sum of the three terms.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param head the logits of the head in the middle, same shape
     * @param labels the true classes {@code [batch]}
     * @return a scalar
     */
    public NDArray distance(NDArray student, NDArray head, NDArray labels) {
        NDArray truth = ClassLogits.ofLabels(labels, student);
        NDArray squares =
                ClassLogits.chosen(student.stopGradient().softmax(1), truth).square();
        NDArray confidence = Scaling.plus(squares.sub(squares.mean()), 1);
        NDArray target =
                confidence.mul(ClassLogits.chosen(student.logSoftmax(1), truth)).mean();
        NDArray others = zipf(student.stopGradient(), head.stopGradient(), truth)
                .mul(ClassLogits.without(student, truth).logSoftmax(1))
                .sum(new int[] {1})
                .mean();
        return Scaling.times(target, -weights.target)
                .add(Scaling.times(others, -weights.others))
                .add(Scaling.times(LabelSmoothing.of(SMOOTHING, head, truth), weights.head));
    }

    /** The soft labels of all classes but the true one, {@code [batch, classes]}. */
    private NDArray zipf(NDArray student, NDArray head, NDArray truth) {
        NDArray own = ranking == Ranking.PUBLISHED ? student.logSoftmax(1) : student.softmax(1);
        NDArray score = normalised(head.softmax(1), truth).add(normalised(own, truth));
        NDArray order = (ranking == Ranking.PUBLISHED ? score : ClassLogits.without(score, truth)).argSort(1, false);
        NDArray rank = Scaling.plus(order.argSort(1, true).toType(DataType.FLOAT32, false), 1)
                .toType(student.getDataType(), false);
        NDArray shares = Scaling.plus(truth.neg(), 1).div(rank);
        return shares.div(Scaling.atLeast(shares.sum(new int[] {1}, true), EPSILON));
    }

    private static NDArray normalised(NDArray predictions, NDArray truth) {
        NDArray rest = Scaling.plus(ClassLogits.chosen(predictions, truth).neg(), 1 + EPSILON);
        return predictions.div(rest);
    }

    private String name() {
        return "head at " + middle;
    }

    /** As many logits as classes. */
    private record Head(StudentTap middle) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            long channels = shapes.at(middle).get(1);
            long classes = shapes.getClasses();
            return Optional.of(AuxiliaryModule.Built.of(
                    () -> Linear.builder().setUnits(classes).build(), new Shape(1, channels)));
        }
    }
}
