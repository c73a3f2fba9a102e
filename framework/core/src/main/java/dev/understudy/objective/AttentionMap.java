package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.arithmetic.UnitVectors;

/**
 * Attention transfer (Zagoruyko and Komodakis 2017; the paper's baseline): where the student looks is to be where the
 * teacher looks. The attention map of an activation is {@code q = vec(sum_c F_c^2)}, as a unit vector of length M = H W;
 * the loss is the {@link Norm} of the difference of the two maps.
 *
 * <p>Shapes: {@code [batch, N, H, W]} with any N; locations that differ are resampled to the smaller map before squaring.
 * Reduction: mean over the M elements and the batch (ours). A map without any activation counts as all zeros.
 *
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param norm how the maps are compared
 */
public record AttentionMap(StudentTap student, TeacherTap teacher, Norm norm) implements Knowledge {

    /**
     * Compared by the mean squared difference.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static AttentionMap of(StudentTap student, TeacherTap teacher) {
        return new AttentionMap(student, teacher, Norm.SQUARED);
    }

    @Override
    public Connector.Match match() {
        return Connector.Match.LOCATIONS;
    }

    /**
     * The loss between two activations.
     *
     * @param student {@code [batch, N, H, W]}
     * @param target the teacher's, same H and W
     * @return a scalar, zero where both maps are equal
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        return norm.compare(map(student), map(Targets.beside(target, student)));
    }

    private static NDArray map(NDArray activation) {
        Shape shape = activation.getShape();
        NDArray squares =
                activation.square().sum(new int[] {1}, true).reshape(shape.get(0), 1, shape.get(2) * shape.get(3));
        return UnitVectors.of(
                squares.mul(Magnitude.reduction(squares)).reshape(shape.get(0), shape.get(2) * shape.get(3)));
    }
}
