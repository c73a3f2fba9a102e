package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.logits.MultiLevelLogits.Level;
import dev.understudy.objective.logits.MultiLevelLogits.Predictions;

/**
 * Multi-level logit distillation as its authors' code computes it, which is not what the paper says
 * ({@link MultiLevelLogits}); the published numbers come from this. The three differences:
 *
 * <ul>
 *   <li>the mask multiplies a value that is averaged already, hence only scales it by the part of the batch (for the
 *       classes' level: of the classes) that is at most the median, about one half
 *   <li>of the strong view's instances, T = 2 and T = 6 read the weak view's logits
 *   <li>the strong view's batch and class levels are computed and dropped
 * </ul>
 *
 * <p>Shapes: both networks' logits of both views {@code [batch, classes]}. With weight 0.9 for each level, beside 0.1 of
 * the cross entropy of each view (mdistiller's {@code KD_ours} of the authors' repository).
 *
 * @param level which of the three
 * @param strong the name of the strongly augmented view
 */
public record MultiLevelLogitsAsPublished(Level level, String strong) implements Objective {

    @Override
    public Needs needs() {
        Needs logits = Needs.nothing().withStudentLogits().withTeacherLogits();
        return level == Level.INSTANCE ? logits.withView(strong, logits) : logits;
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray student = context.getStudent().getLogits();
        NDArray teacher = Targets.beside(context.getTeacher().getLogits(), student);
        NDArray weak = weak(student, teacher).mul(part(teacher));
        return level == Level.INSTANCE ? weak.add(strong(context.getView(strong), student, teacher)) : weak;
    }

    private NDArray weak(NDArray student, NDArray teacher) {
        NDArray sum = value(2, student, teacher);
        for (int temperature = 3; temperature <= 6; temperature++) {
            sum = sum.add(value(temperature, student, teacher));
        }
        return sum;
    }

    private NDArray value(double temperature, NDArray student, NDArray teacher) {
        return level == Level.INSTANCE
                ? Predictions.divergences(temperature, student, teacher).mean()
                : Predictions.relations(level == Level.BATCH, temperature, student, teacher);
    }

    /** The part of samples, or of classes, of which the teacher is less sure. */
    private NDArray part(NDArray teacher) {
        return level == Level.CLASS
                ? Predictions.atMostMedian(teacher.softmax(1).sum(new int[] {0}))
                        .mean()
                : Predictions.unsure(teacher).mean();
    }

    private NDArray strong(StepContext context, NDArray weakStudent, NDArray weakTeacher) {
        NDArray student = context.getStudent().getLogits();
        NDArray teacher = Targets.beside(context.getTeacher().getLogits(), student);
        NDArray sum = value(2, weakStudent, weakTeacher).add(value(6, weakStudent, weakTeacher));
        for (int temperature = 3; temperature <= 5; temperature++) {
            sum = sum.add(value(temperature, student, teacher));
        }
        return sum;
    }
}
