package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.arithmetic.UnitVectors;
import dev.understudy.objective.Connector;
import dev.understudy.objective.Knowledge;
import dev.understudy.objective.Scaling;

/**
 * Neuron Selectivity Transfer (NST): where the student's channels are active is to be distributed as for the teacher's, by the
 * maximum mean discrepancy {@code mean_ij k(s_i, s_j) + mean_ij k(t_i, t_j) - 2 mean_ij k(s_i, t_j)} of the channels' maps as
 * unit vectors s and t, with the polynomial kernel {@code k(x, y) = (x . y)^2} (Huang and Wang 2017, "Like What You Like:
 * Knowledge Distill via Neuron Selectivity Transfer").
 *
 * <p>Shapes: {@code [batch, N, H, W]} with any N; locations that differ are resampled to the smaller map. Mean over pairs of
 * channels and the batch; at least 0, and 0 where both have the same channels in any order. A channel without any activation
 * counts as all zeros. The paper writes half of this beside its weight.
 *
 * <p>The kernel's means are squared lengths of matrix products, {@code ||S S^T||^2 / N^2} and so on, so that the whole is
 * {@code ||S^T S / N_s - T^T T / N_t||^2}: of the two the smaller is computed, and nothing larger is made. Where the first
 * is, values are sums of large numbers, and so not exactly 0 at equality.
 *
 * @param student the guided layer
 * @param teacher the guiding layer
 */
public record Nst(StudentTap student, TeacherTap teacher) implements Knowledge {

    @Override
    public Connector.Match match() {
        return Connector.Match.LOCATIONS;
    }

    /**
     * The maximum mean discrepancy.
     *
     * @param student {@code [batch, N, H, W]}
     * @param target the teacher's, same H and W
     * @return a scalar, at least 0 within rounding
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray own = units(student);
        NDArray wanted = units(Targets.beside(target, student));
        long channels = Math.max(own.getShape().get(2), wanted.getShape().get(2));
        if (own.getShape().get(1) <= channels) {
            return mean(locations(own).sub(locations(wanted)), 1);
        }
        double a = own.getShape().get(2);
        double b = wanted.getShape().get(2);
        NDArray alike = mean(products(own, own), a * a).add(mean(products(wanted, wanted), b * b));
        return alike.sub(mean(products(own, wanted), a * b / 2));
    }

    /** Each channel's map as a unit vector, {@code [batch, locations, channels]}: the order in which maps lie in memory. */
    private static NDArray units(NDArray maps) {
        return UnitVectors.of(ChannelRows.of(maps, "NST").transpose(0, 2, 1));
    }

    /** The products of channels, {@code [batch, own channels, other channels]}. */
    private static NDArray products(NDArray own, NDArray other) {
        return own.transpose(0, 2, 1).matMul(other);
    }

    /** The mean over the channels of products of locations, {@code [batch, locations, locations]}. */
    private static NDArray locations(NDArray units) {
        return Scaling.times(
                ChannelRows.products(units, units), 1.0 / units.getShape().get(2));
    }

    /** The sum of each sample's squares over some number, its mean over the batch. */
    private static NDArray mean(NDArray products, double number) {
        return Scaling.times(
                products.square().sum(), 1 / (number * products.getShape().get(0)));
    }
}
