package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Constants;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;
import java.util.List;

/**
 * Probabilistic Knowledge Transfer (PKT): how likely one sample takes another for its neighbour is to be as for the teacher,
 * {@code (1/B^2) sum_ij p_ij log(p_ij / q_ij)} with the teacher's {@code p_ij = K_ij / sum_k K_ik} and the student's q alike,
 * for {@code K_ij = (1 + cos(x_i, x_j)) / 2} (Passalis and Tefas 2018, "Learning Deep Representations with Probabilistic
 * Knowledge Transfer").
 *
 * <p>Shapes: features {@code [batch, features]} on both sides, of any width; maps are averaged. Mean over all batch^2 pairs, as
 * in the authors' code, whose weights go with it; the paper sums. At least 0, and 0 where all angles between features are the
 * teacher's. As in the code 1e-7 is added to lengths, and to probabilities within the logarithm.
 *
 * @param student whose features are compared
 * @param teacher whose features are compared
 * @param form whether a sample is a neighbour of its own
 */
public record Pkt(StudentTap student, TeacherTap teacher, Form form) implements Relation {

    /** The authors'. */
    private static final double EPSILON = 1e-7;

    /** Added to squared lengths, so that the root of 0 has a finite gradient. */
    private static final double LENGTH_FLOOR = 1e-20;

    /** Whether a sample is a neighbour of its own. */
    public enum Form {
        /** It is not: all sums are over other samples. */
        PAPER,
        /** It is, as in the authors' code ({@code pkt.py}): its nearest. */
        PUBLISHED
    }

    /**
     * In the paper's form.
     *
     * @param student whose features are compared
     * @param teacher whose features are compared
     * @return the objective
     */
    public static Pkt of(StudentTap student, TeacherTap teacher) {
        return new Pkt(student, teacher, Form.PAPER);
    }

    /**
     * The divergence of the student's neighbours from the teacher's.
     *
     * @param student {@code [batch, features]}, or maps
     * @param target the teacher's, of as many samples
     * @return a scalar, at least 0
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        NDArray wanted = probabilities(Targets.beside(target, student));
        NDArray own = probabilities(student);
        NDArray ratio = Scaling.plus(wanted, EPSILON).div(Scaling.plus(own, EPSILON));
        return wanted.mul(ratio.log()).mean();
    }

    private NDArray probabilities(NDArray features) {
        NDArray rows = Pooled.of(features);
        NDArray squares = rows.square().sum(new int[] {1}, true);
        NDArray units =
                rows.div(Scaling.plus(Scaling.plus(squares, LENGTH_FLOOR).sqrt(), EPSILON));
        NDArray alike = Scaling.times(Scaling.plus(units.matMul(units.transpose(1, 0)), 1), 0.5);
        if (form == Form.PUBLISHED) {
            return alike.div(alike.sum(new int[] {1}, true));
        }
        NDArray others = others(rows);
        NDArray among = Scaling.atLeast(alike, 0).mul(others);
        return among.div(Scaling.plus(among.sum(new int[] {1}, true), EPSILON));
    }

    /** Of each sample all but itself, {@code [batch, batch]}. */
    private static NDArray others(NDArray rows) {
        int batch = Math.toIntExact(rows.getShape().get(0));
        return Constants.of(List.of("PKT's others", batch), rows, new Shape(batch, batch), () -> {
            float[] others = new float[batch * batch];
            for (int i = 0; i < others.length; i++) {
                others[i] = i % (batch + 1) == 0 ? 0 : 1;
            }
            return others;
        });
    }
}
