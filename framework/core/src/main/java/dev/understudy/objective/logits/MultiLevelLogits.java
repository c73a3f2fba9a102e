package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.InView;
import dev.understudy.objective.Scaling;
import java.util.List;

/**
 * Multi-level logit distillation: at each of several temperatures the student's softened predictions {@code P} (batch x
 * classes) follow the teacher's, sample by sample, in how samples of a batch resemble each other, or in how classes do
 * (Jin et al. 2023, "Multi-level Logit Distillation", eq. 3 to 9). Summed over the temperatures T:
 *
 * <ul>
 *   <li>{@link Level#INSTANCE}: {@code T^2 mean_b m_b KL(P_t[b] || P_s[b])}, where m is 1, or with a mask 1 for those
 *       samples alone whose teacher's confidence at T = 1 is at most the batch's median
 *   <li>{@link Level#BATCH}: {@code |P_t P_t' - P_s P_s'|^2 / batch}
 *   <li>{@link Level#CLASS}: {@code |P_t' P_t - P_s' P_s|^2 / classes}
 * </ul>
 *
 * <p>Shapes: both logits {@code [batch, classes]}. The method has all three levels with weight 0.9 each, the instances'
 * with the mask, and again on a strongly augmented view without it ({@link InView}), beside 0.1 of the cross entropy of
 * each view. This is what the paper says; what the authors' code does is {@link MultiLevelLogitsAsPublished}. There the
 * mask of the batch's and the classes' level has no counterpart in the paper.
 *
 * @param level which of the three
 * @param temperatures at least one, each above 0; the paper has 2 to 6
 * @param masked whether only those samples count of which the teacher is less sure; for instances alone
 */
public record MultiLevelLogits(Level level, List<Double> temperatures, boolean masked)
        implements Objective, Discrepancy {

    /** The paper's temperatures. */
    public static final List<Double> TEMPERATURES = List.of(2.0, 3.0, 4.0, 5.0, 6.0);

    /** What of the predictions is compared. */
    public enum Level {
        /** Each sample's own. */
        INSTANCE,
        /** How alike those of two samples are. */
        BATCH,
        /** How alike those of two classes are. */
        CLASS
    }

    /** Checks the temperatures and the mask. */
    public MultiLevelLogits {
        temperatures = List.copyOf(temperatures);
        if (temperatures.isEmpty() || temperatures.stream().anyMatch(t -> !(t > 0) || Double.isInfinite(t))) {
            throw new InputException(
                    "Multi-level logits need one temperature or more, each above 0, got " + temperatures);
        }
        if (masked && level != Level.INSTANCE) {
            throw new InputException("The mask of multi-level logits is for instances, got it for the level " + level);
        }
    }

    /**
     * At the paper's temperatures, without a mask.
     *
     * @param level which of the three
     * @return the objective
     */
    public static MultiLevelLogits of(Level level) {
        return new MultiLevelLogits(level, TEMPERATURES, false);
    }

    /**
     * With or without the mask.
     *
     * @param with whether only those samples count of which the teacher is less sure
     * @return the objective
     */
    public MultiLevelLogits masked(boolean with) {
        return new MultiLevelLogits(level, temperatures, with);
    }

    @Override
    public Needs needs() {
        return Needs.nothing().withStudentLogits().withTeacherLogits();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().getLogits(), context.getTeacher().getLogits());
    }

    /**
     * The level's sum over the temperatures.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param target the teacher's logits, same shape
     * @return a scalar, at least 0; 0 at equality
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray teacher = Targets.beside(target, student);
        NDArray sum = at(temperatures.get(0), student, teacher);
        for (double temperature : temperatures.subList(1, temperatures.size())) {
            sum = sum.add(at(temperature, student, teacher));
        }
        return sum;
    }

    private NDArray at(double temperature, NDArray student, NDArray teacher) {
        if (level != Level.INSTANCE) {
            return Predictions.relations(level == Level.BATCH, temperature, student, teacher);
        }
        NDArray each = Predictions.divergences(temperature, student, teacher);
        return (masked ? each.mul(Predictions.unsure(teacher)) : each).mean();
    }

    /** What both forms of the method are made of. */
    static final class Predictions {

        private Predictions() {}

        /** {@code T^2 KL(P_t || P_s)} of each sample, {@code [batch]}. */
        static NDArray divergences(double temperature, NDArray student, NDArray teacher) {
            NDArray logs = Scaling.times(student, 1 / temperature).logSoftmax(1);
            NDArray wanted = Scaling.times(teacher, 1 / temperature).logSoftmax(1);
            NDArray each = wanted.exp().mul(wanted.sub(logs)).sum(new int[] {1});
            return Scaling.times(each, temperature * temperature);
        }

        /** {@code |P_t P_t' - P_s P_s'|^2 / batch}, or the same between classes. */
        static NDArray relations(boolean ofSamples, double temperature, NDArray student, NDArray teacher) {
            NDArray own =
                    products(ofSamples, Scaling.times(student, 1 / temperature).softmax(1));
            NDArray wanted =
                    products(ofSamples, Scaling.times(teacher, 1 / temperature).softmax(1));
            return Scaling.times(
                    wanted.sub(own).square().sum(), 1.0 / own.getShape().get(0));
        }

        private static NDArray products(boolean ofSamples, NDArray predictions) {
            NDArray turned = predictions.transpose(1, 0);
            return ofSamples ? predictions.matMul(turned) : turned.matMul(predictions);
        }

        /** 1 for each sample whose largest probability is at most the batch's median of these, else 0. */
        static NDArray unsure(NDArray teacher) {
            return atMostMedian(teacher.softmax(1).max(new int[] {1}));
        }

        /** 1 for each number that is at most the median of all, else 0. */
        static NDArray atMostMedian(NDArray numbers) {
            long size = numbers.size();
            NDArray sorted = numbers.sort();
            NDArray middle = sorted.get(new NDIndex((size - 1) / 2 + ":" + (size / 2 + 1)));
            return numbers.lte(middle.mean()).toType(numbers.getDataType(), false);
        }
    }
}
