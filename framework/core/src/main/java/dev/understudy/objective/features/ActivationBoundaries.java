package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Connector;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Scaling;
import java.util.List;

/**
 * Activation boundaries (AB): where a ReLU of the teacher lets something through the student's is to do so too, and nowhere
 * else, by some margin, {@code sum_l 2^(l - L) sum_i max(0, m - sign(t_i) s_i)^2 / batch} over the elements i of the layers l
 * of L, with sign(0) = -1 (Heo et al. 2019, "Knowledge Transfer via Distillation of Activation Boundaries Formed by Hidden
 * Neurons", the alternative loss). In the paper it trains the student up to the last of these layers, before anything else
 * is learned.
 *
 * <p>Shapes: {@code [batch, N, H, W]} before the ReLUs, such as what batch norms put out. Where channels differ, the student's
 * go through a convolution of 1x1 without bias and a batch norm, learned along and dropped; the larger maps are averaged over
 * areas to the size of the smaller. Reduction: the sum over elements, the mean over the batch; the authors' weight of 0.003
 * goes with it. At least 0; 0 where all are on the teacher's side by the margin.
 *
 * @param student the guided layers before their ReLUs, the shallowest first
 * @param teacher the guiding layers before their ReLUs, as many, in the same order
 * @param margin m, above 0
 */
public record ActivationBoundaries(List<StudentTap> student, List<TeacherTap> teacher, double margin)
        implements Objective, Discrepancy {

    /** What the authors multiply it by. */
    public static final double WEIGHT = 0.003;

    /** Checks the layers and the margin. */
    public ActivationBoundaries {
        Maps.checkLayers("AB", student, teacher);
        Ranges.above("margin of AB", margin);
        student = List.copyOf(student);
        teacher = List.copyOf(teacher);
    }

    /**
     * With the authors' margin, 1.
     *
     * @param student the guided layers before their ReLUs, the shallowest first
     * @param teacher the guiding layers before their ReLUs, as many, in the same order
     * @return the objective
     */
    public static ActivationBoundaries of(List<StudentTap> student, List<TeacherTap> teacher) {
        return new ActivationBoundaries(student, teacher, 1);
    }

    private Adapter adapter(int layer) {
        return new Adapter("AB", student.get(layer), teacher.get(layer), Adapter.Kind.WHERE_NEEDED);
    }

    @Override
    public Needs needs() {
        Needs needs = Needs.nothing();
        for (int i = 0; i < student.size(); i++) {
            needs = needs.and(adapter(i).needs());
        }
        return needs;
    }

    @Override
    public NDArray loss(StepContext context) {
        return Layered.sum(student.size(), layer -> {
            Connector.Pair pair = adapter(layer).pair(context);
            return distance(pair.student(), pair.teacher());
        });
    }

    /**
     * The loss of one layer.
     *
     * @param student {@code [batch, N, H, W]} before the ReLU
     * @param target the teacher's before the ReLU, same shape
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        Maps.checkSame("AB", student.getShape(), target.getShape());
        NDArray wanted = Targets.beside(target, student);
        NDArray through = wanted.gt(wanted.zerosLike()).toType(student.getDataType(), false);
        NDArray against = Scaling.plus(Scaling.times(through, -2), 1);
        NDArray beyond = Scaling.atLeast(Scaling.plus(student.mul(against), margin), 0);
        return Scaling.times(beyond.square().sum(), 1.0 / student.getShape().get(0));
    }
}
