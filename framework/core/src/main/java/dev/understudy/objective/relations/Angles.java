package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.understudy.internal.arithmetic.RepeatedNumbers;
import dev.understudy.objective.Scaling;

/**
 * How the angles within all triples of a batch differ. The cosine at sample i between j and k follows from distances alone,
 * {@code (d_ij^2 + d_ik^2 - d_jk^2) / (2 d_ij d_ik)}, so that no differences of features are made. There are batch^3 of them;
 * they are made for a few samples i at a time, and nothing of this size stays.
 *
 * <p>With g the slope of Huber's function and {@code W_ijk = g_ijk / (d_ij d_ik)}, the gradient with respect to the squared
 * distance of i and j is {@code sum_k W_ijk - sum_k g_ijk cos_ijk / d_ij^2 - 1/2 sum_k W_kij}.
 */
final class Angles {

    /** How many cosines a piece may hold: 4 MiB of float64. */
    private static final long PIECE = 1 << 19;

    private Angles() {}

    /** The mean of Huber's function over batch^3; where two of three samples are the same, a cosine is 0 or 1 on both sides. */
    static Mismatch compare(Distances own, Distances wanted) {
        NDManager manager = own.squares().getManager();
        long batch = own.squares().getShape().get(0);
        long step = Math.max(1, PIECE / (batch * batch));
        NDArray gradient = own.squares().zerosLike();
        NDList values = new NDList();
        NDList rows = new NDList();
        for (long from = 0; from < batch; from += step) {
            NDIndex piece = new NDIndex("{}:{}", from, Math.min(batch, from + step));
            try (NDManager scope = manager.newSubManager()) {
                NDList part = piece(own, wanted, piece, scope);
                gradient.subi(part.get(1));
                new NDList(part.get(0), part.get(2)).attach(manager);
                values.add(part.get(0));
                rows.add(part.get(2));
            }
        }
        gradient.addi(NDArrays.concat(rows, 0));
        return new Mismatch(NDArrays.stack(values).sum(), gradient).times(1.0 / batch / batch / batch);
    }

    /** For some samples: the sum, what to take from all rows of the gradient, and what to add to the samples' own. */
    private static NDList piece(Distances own, Distances wanted, NDIndex samples, NDManager scope) {
        NDArray inverses = own.inverses().get(scope, samples);
        NDArray products = products(inverses);
        NDArray cosines = cosines(own, samples, products, scope);
        NDArray others = products(wanted.inverses().get(scope, samples));
        NDArray difference = cosines.sub(cosines(wanted, samples, others, scope));
        NDArray slope = Mismatch.slope(difference);
        NDArray along = slope.mul(cosines).sum(new int[] {2});
        NDArray weights = slope.muli(products);
        NDArray rows = weights.sum(new int[] {2}).subi(along.muli(inverses.square()));
        return new NDList(Mismatch.huber(difference), Scaling.times(weights.sum(new int[] {0}), 0.5), rows);
    }

    /** One over both distances from each of some samples, {@code [samples, batch, batch]}. */
    private static NDArray products(NDArray inverses) {
        NDArray some = inverses.expandDims(2);
        return some.mul(some.transpose(0, 2, 1));
    }

    /** At each of some samples, {@code [samples, batch, batch]}. */
    private static NDArray cosines(Distances between, NDIndex samples, NDArray products, NDManager scope) {
        NDArray some = between.squares().get(scope, samples).expandDims(2);
        return some.add(some.transpose(0, 2, 1))
                .subi(between.squares())
                .muli(RepeatedNumbers.of(some, 0.5))
                .muli(products);
    }
}
