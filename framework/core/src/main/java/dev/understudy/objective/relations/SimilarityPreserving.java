package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.arithmetic.UnitVectors;

/**
 * Similarity-preserving knowledge distillation (SP): images that are alike for the teacher are to be alike for the student,
 * {@code (1/B^2) ||G_s - G_t||^2} with {@code G = F F^T}, whose rows are divided by their lengths, of the activations F as
 * rows {@code [B, elements]} (Tung and Mori 2019, section 3).
 *
 * <p>Shapes: {@code [batch, ...]} on both sides, of any shapes. Mean over the batch's pairs; at least 0, and 0 where both
 * networks' similarities are proportional in each row. A sample without any activation is like none.
 *
 * @param student whose activation is compared
 * @param teacher whose activation is compared
 */
public record SimilarityPreserving(StudentTap student, TeacherTap teacher) implements Relation {

    private static final int MAPS = 4;

    /**
     * The mean squared difference of the similarities.
     *
     * @param student {@code [batch, ...]}
     * @param target the teacher's, of as many samples
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray wanted = similarities(Targets.beside(target, student));
        return similarities(student).sub(wanted).square().mean();
    }

    /** A sample's numbers may be in any order: that of maps as convolutions put them out needs no copy. */
    private static NDArray similarities(NDArray activation) {
        NDArray ordered = activation.getShape().dimension() == MAPS ? activation.transpose(0, 2, 3, 1) : activation;
        NDArray rows = ordered.reshape(activation.getShape().get(0), -1);
        return UnitVectors.of(products(rows));
    }

    /**
     * {@code F F^T}, as {@code M + M^T - M} with the {@code M = F F^T} of which only the first factor has a gradient, and the
     * last M none: one product less in the backward pass.
     */
    private static NDArray products(NDArray rows) {
        NDArray products = rows.matMul(rows.stopGradient().transpose(1, 0));
        return products.add(products.transpose(1, 0)).sub(products.stopGradient());
    }
}
