package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import java.util.ArrayList;
import java.util.List;

/**
 * Relational Knowledge Distillation (RKD): samples are to lie at the teacher's distances from each other, and at its angles,
 * {@code a mean_ij h( |x_i - x_j|_s / mu_s - |x_i - x_j|_t / mu_t ) + b mean_ijk h( cos_s - cos_t )} with Huber's h, the mean
 * distance mu over all pairs of different samples, and the cosine of the angle at sample i between j and k (Park et al. 2019,
 * eq. 5 to 9).
 *
 * <p>Shapes: features {@code [batch, features]} on both sides, of any width; maps {@code [batch, features, height, width]} are
 * averaged. Mean over all batch^2 pairs and batch^3 triples, those with a sample twice included, as in the authors' code; the
 * paper sums. At least 0; 0 where the student's features are the teacher's but for a scale, a rotation and a shift. The same
 * features twice have no distance, and no angle at each other. The gradient is computed along with the value, in float64, from
 * matrices of the size batch^2 and a few rows of batch^3 at a time.
 *
 * @param student whose features are compared
 * @param teacher whose features are compared
 * @param distances a, at least 0
 * @param angles b, at least 0
 */
public record Rkd(StudentTap student, TeacherTap teacher, double distances, double angles) implements Relation {

    /** Checks the ranges. */
    public Rkd {
        Ranges.weight("weight of distances of RKD", distances);
        Ranges.weight("weight of angles of RKD", angles);
        if (distances + angles == 0) {
            throw new InputException("RKD needs a weight above 0 of distances or of angles, got 0 for both");
        }
    }

    /**
     * The authors' for CIFAR-100: a = 25, b = 50. For metric learning they have 1 and 2.
     *
     * @param student whose features are compared
     * @param teacher whose features are compared
     * @return the objective
     */
    public static Rkd of(StudentTap student, TeacherTap teacher) {
        return new Rkd(student, teacher, 25, 50);
    }

    /**
     * How far distances and angles are from the teacher's.
     *
     * @param student {@code [batch, features]}, or maps
     * @param target the teacher's, of as many samples
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray features = Pooled.of(student);
        Distances own = Distances.of(features.stopGradient());
        Mismatch mismatch = compare(own, Distances.of(Pooled.of(Targets.beside(target, student))));
        NDArray gradient = own.ofFeatures(mismatch.gradient()).toType(features.getDataType(), false);
        NDArray value = mismatch.value().toType(features.getDataType(), false);
        // Its value is zero but for rounding, its gradient the one computed above.
        NDArray carrier = features.mul(gradient).sum();
        return carrier.add(value.sub(carrier.stopGradient()));
    }

    private Mismatch compare(Distances own, Distances wanted) {
        List<Mismatch> parts = new ArrayList<>();
        if (distances > 0) {
            parts.add(own.relative(wanted).times(distances));
        }
        if (angles > 0) {
            parts.add(Angles.compare(own, wanted).times(angles));
        }
        return parts.stream().reduce(Mismatch::plus).orElseThrow();
    }
}
