package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.understudy.objective.Scaling;

/**
 * The distances between the samples of a batch, from one matrix product. In float64, since what is left of two samples that
 * lie close to each other is the difference of large numbers.
 *
 * @param rows the features less their mean, {@code [batch, features]}
 * @param squares of the distances, {@code [batch, batch]}
 * @param inverses one over the distances, 0 where two samples are the same, {@code [batch, batch]}
 */
record Distances(NDArray rows, NDArray squares, NDArray inverses) {

    /** Squared distances below this part of the squared lengths count as none. */
    private static final double SAME = 1e-12;

    /** So do those below this: one over such a distance would be no gradient to take a step by. */
    private static final double NOTHING = 1e-30;

    /** Of features {@code [batch, features]} without gradient. */
    static Distances of(NDArray features) {
        NDArray exact = features.toType(DataType.FLOAT64, false);
        NDArray rows = exact.sub(exact.mean(new int[] {0}, true));
        NDArray lengths = rows.square().sum(new int[] {1}, true);
        NDArray both = lengths.add(lengths.transpose(1, 0));
        NDArray squares = both.sub(Scaling.times(rows.matMul(rows.transpose(1, 0)), 2));
        NDArray apart =
                squares.gt(Scaling.plus(Scaling.times(both, SAME), NOTHING)).toType(DataType.FLOAT64, false);
        NDArray kept = squares.mul(apart);
        return new Distances(rows, kept, apart.div(orOne(kept, apart).sqrt()));
    }

    /**
     * How these distances, each over the mean of all pairs, differ from others: Huber's function, its mean over batch^2. With g
     * its slope, r the distances over their mean mu, the gradient with respect to a distance is {@code (g - sum g r / pairs) / mu}.
     */
    Mismatch relative(Distances wanted) {
        double batch = squares.getShape().get(0);
        double pairs = Math.max(1, batch * (batch - 1));
        NDArray lengths = lengths();
        NDArray scale = perMean(lengths, pairs);
        NDArray own = lengths.mul(scale);
        NDArray other = wanted.lengths();
        NDArray difference = own.sub(other.mul(perMean(other, pairs)));
        NDArray slope = Mismatch.slope(difference);
        NDArray ofLengths =
                slope.sub(Scaling.times(slope.mul(own).sum(), 1 / pairs)).muli(scale);
        NDArray gradient = Scaling.times(ofLengths.muli(inverses), 0.5);
        return new Mismatch(Mismatch.huber(difference), gradient).times(1 / (batch * batch));
    }

    private NDArray lengths() {
        return squares.mul(inverses);
    }

    /** One over the mean, and 0 where all are 0. */
    private static NDArray perMean(NDArray lengths, double pairs) {
        NDArray mean = Scaling.times(lengths.sum(), 1 / pairs);
        NDArray some = mean.gt(mean.zerosLike()).toType(DataType.FLOAT64, false);
        return some.div(orOne(mean, some));
    }

    /** The numbers themselves, and 1 where there are none, so that these can be divided by; to their last digit. */
    private static NDArray orOne(NDArray numbers, NDArray some) {
        return Scaling.plus(some.neg(), 1).addi(numbers);
    }

    /** The gradient with respect to the features, of one with respect to the squared distances. */
    NDArray ofFeatures(NDArray ofSquares) {
        NDArray both = ofSquares.add(ofSquares.transpose(1, 0));
        return Scaling.times(both.sum(new int[] {1}, true).mul(rows).subi(both.matMul(rows)), 2);
    }
}
