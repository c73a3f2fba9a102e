package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Connector;
import dev.understudy.objective.Scaling;
import java.util.List;

/**
 * The overhaul of feature distillation (OFD): the student's maps before a ReLU are to be the teacher's, but where these are
 * negative they need only be so too, {@code sum_l 2^(l - L) sum_i d(A(s_i), max(t_i, m_c)) / batch} over the elements i of the
 * layers l of L, where {@code d(s, t)} is 0 for {@code s <= t <= 0} and {@code (s - t)^2} elsewhere (Heo et al. 2019, "A
 * Comprehensive Overhaul of Feature Distillation", section 3). m_c is what a channel's negative values are on average, by
 * the weights of the teacher's batch norm ({@link BatchNormMargins}); A is a convolution of 1x1 without bias and a batch
 * norm, learned along and dropped.
 *
 * <p>Shapes: {@code [batch, N, H, W]} before the ReLUs, with any N; the larger maps are averaged over areas to the size of the
 * smaller. Reduction: the sum over elements, the mean over the batch; the authors' weight of 0.001 goes with it. At least 0.
 * Deviation: the authors' teacher normalises by the batch's statistics, ours by its own.
 *
 * @param student the guided layers before their ReLUs, the shallowest first
 * @param teacher the guiding layers before their ReLUs, as many, in the same order
 * @param norms the batch norms of the teacher that margins are computed from, as many: the guiding layers themselves, or
 *     where a layer adds branches, the last one in the branch that is learned
 */
public record Overhaul(List<StudentTap> student, List<TeacherTap> teacher, List<TeacherTap> norms)
        implements Objective {

    /** What the authors multiply it by. */
    public static final double WEIGHT = 0.001;

    /** Checks the layers. */
    public Overhaul {
        Maps.checkLayers("OFD", student, teacher);
        if (norms.size() != teacher.size()) {
            throw new InputException(
                    "OFD needs a batch norm for each layer of the teacher, got " + norms + " for " + teacher);
        }
        student = List.copyOf(student);
        teacher = List.copyOf(teacher);
        norms = List.copyOf(norms);
    }

    /**
     * Where the teacher's taps are batch norms.
     *
     * @param student the guided layers before their ReLUs, the shallowest first
     * @param teacher the teacher's batch norms before the ReLUs, as many, in the same order
     * @return the objective
     */
    public static Overhaul of(List<StudentTap> student, List<TeacherTap> teacher) {
        return new Overhaul(student, teacher, teacher);
    }

    private Adapter adapter(int layer) {
        return new Adapter("OFD", student.get(layer), teacher.get(layer), Adapter.Kind.NORMED);
    }

    private BatchNormMargins margins(int layer) {
        return new BatchNormMargins(norms.get(layer));
    }

    @Override
    public Needs needs() {
        Needs needs = Needs.nothing();
        for (int i = 0; i < student.size(); i++) {
            needs = needs.and(adapter(i).needs()).with(margins(i).module());
        }
        return needs;
    }

    @Override
    public NDArray loss(StepContext context) {
        return Layered.sum(student.size(), layer -> {
            Connector.Pair pair = adapter(layer).pair(context);
            NDArray margins = context.getModules().buffer(margins(layer).name());
            return distance(pair.student(), pair.teacher(), margins);
        });
    }

    /**
     * The loss of one layer.
     *
     * @param student {@code [batch, N, H, W]} before the ReLU
     * @param target the teacher's before the ReLU, same shape
     * @param margins {@code [1, N, 1, 1]}, each at most 0
     * @return a scalar, at least 0
     */
    public static NDArray distance(NDArray student, NDArray target, NDArray margins) {
        Maps.checkSame("OFD", student.getShape(), target.getShape());
        NDArray wanted = NDArrays.maximum(Targets.beside(target, student), Targets.beside(margins, student));
        NDArray own = student.stopGradient();
        NDArray counted =
                own.gt(wanted).logicalOr(wanted.gt(wanted.zerosLike())).toType(student.getDataType(), false);
        NDArray sum = student.sub(wanted).square().mul(counted).sum();
        return Scaling.times(sum, 1.0 / student.getShape().get(0));
    }
}
