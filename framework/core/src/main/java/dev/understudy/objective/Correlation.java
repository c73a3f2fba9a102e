package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Targets;

/**
 * Correlation-based learning (paper, eq. 1 to 4): the student's layer is to have the teacher's correlations between
 * channels, between locations, or both.
 *
 * <p>An activation {@code [N, H, W]} is the matrix {@code F} of shape {@code [N, M]}, {@code M = H W}. The channel
 * correlation is {@code C = F F^T} (eq. 1), the spatial correlation {@code S = F^T F} (eq. 3). Each is normalised per
 * instance: its mean over all elements is subtracted and it is divided by its (population) standard deviation over all
 * elements. The loss is the {@link Norm} of the difference of the two normalised matrices (eq. 2 and 4); {@code both} is
 * the average of the two losses.
 *
 * <p>Shapes: {@code [batch, N, H, W]}; the channel correlation wants the same N, the spatial one the same H and W, with a
 * {@link Connector} where they differ. Reduction: mean over elements and batch (ours). A matrix without variance counts
 * as all zeros.
 *
 * @param form between what
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param norm how the matrices are compared
 */
public record Correlation(Form form, StudentTap student, TeacherTap teacher, Norm norm) implements Knowledge {

    /** Between what the correlations are. */
    public enum Form {
        /** Between channels: eq. 1 and 2. */
        CHANNEL,
        /** Between spatial locations: eq. 3 and 4. */
        SPATIAL,
        /** The average of the two losses. */
        BOTH
    }

    /**
     * The correlation between channels, compared by the mean squared difference.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static Correlation channel(StudentTap student, TeacherTap teacher) {
        return new Correlation(Form.CHANNEL, student, teacher, Norm.SQUARED);
    }

    /**
     * The correlation between locations, compared by the mean squared difference.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static Correlation spatial(StudentTap student, TeacherTap teacher) {
        return new Correlation(Form.SPATIAL, student, teacher, Norm.SQUARED);
    }

    /**
     * The average of both, compared by the mean squared difference.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static Correlation both(StudentTap student, TeacherTap teacher) {
        return new Correlation(Form.BOTH, student, teacher, Norm.SQUARED);
    }

    /**
     * The same with another norm.
     *
     * @param other the norm
     * @return the objective
     */
    public Correlation norm(Norm other) {
        return new Correlation(form, student, teacher, other);
    }

    @Override
    public Connector.Match match() {
        return switch (form) {
            case CHANNEL -> Connector.Match.CHANNELS;
            case SPATIAL -> Connector.Match.LOCATIONS;
            case BOTH -> Connector.Match.CHANNELS_AND_LOCATIONS;
        };
    }

    /**
     * The loss between two activations.
     *
     * @param student {@code [batch, N, H, W]}
     * @param target the teacher's
     * @return a scalar: 0 at equality (within rounding), at most 4 for the squared norm
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray own = locations(student);
        NDArray other = locations(Targets.beside(target, student));
        return switch (form) {
            case CHANNEL -> channels(own, other);
            case SPATIAL -> Gram.distance(own, other, norm);
            case BOTH -> Scaling.times(channels(own, other).add(Gram.distance(own, other, norm)), 0.5);
        };
    }

    private NDArray channels(NDArray own, NDArray other) {
        return Gram.distance(own.transpose(0, 2, 1), other.transpose(0, 2, 1), norm);
    }

    /** {@code F^T}, {@code [batch, M, N]}: the order in which PyTorch's activations lie in memory. */
    private static NDArray locations(NDArray activation) {
        Shape shape = activation.getShape();
        return activation.transpose(0, 2, 3, 1).reshape(shape.get(0), shape.get(2) * shape.get(3), shape.get(1));
    }
}
