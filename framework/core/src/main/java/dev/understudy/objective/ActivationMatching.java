package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;

/**
 * Activation matching, FitNets' hints (Romero et al. 2015; the paper's baseline): the student's activation itself is to
 * be the teacher's, {@code ||r(F_s) - F_t||}, where r is a convolutional regressor if shapes differ.
 *
 * <p>Shapes: {@code [batch, N, H, W]}. Reduction: mean over elements and batch (ours; FitNets sums and halves).
 *
 * @param student the guided layer
 * @param teacher the guiding layer, the hint
 * @param norm how they are compared
 */
public record ActivationMatching(StudentTap student, TeacherTap teacher, Norm norm) implements Knowledge {

    /**
     * Compared by the mean squared difference.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static ActivationMatching of(StudentTap student, TeacherTap teacher) {
        return new ActivationMatching(student, teacher, Norm.SQUARED);
    }

    @Override
    public Connector.Match match() {
        return Connector.Match.CHANNELS_AND_LOCATIONS;
    }

    /**
     * The loss between two activations.
     *
     * @param student {@code [batch, N, H, W]}
     * @param target the teacher's, same shape
     * @return a scalar, zero at equality
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        return norm.compare(student, target);
    }
}
