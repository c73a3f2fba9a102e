package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import dev.understudy.internal.arithmetic.RepeatedNumbers;
import dev.understudy.objective.Scaling;

/**
 * How relations of one batch differ from those of another.
 *
 * @param value a scalar
 * @param gradient with respect to the squared distances of the first, {@code [batch, batch]}
 */
record Mismatch(NDArray value, NDArray gradient) {

    Mismatch times(double weight) {
        return new Mismatch(Scaling.times(value, weight), Scaling.times(gradient, weight));
    }

    Mismatch plus(Mismatch other) {
        return new Mismatch(value.add(other.value), gradient.add(other.gradient));
    }

    /** The sum of Huber's function, {@code x^2 / 2} up to 1 and {@code |x| - 1/2} beyond. */
    static NDArray huber(NDArray differences) {
        NDArray size = differences.abs();
        NDArray near = size.minimum(RepeatedNumbers.of(size, 1));
        return near.mul(size.subi(Scaling.times(near, 0.5))).sum();
    }

    /** The slope of Huber's function. */
    static NDArray slope(NDArray differences) {
        return differences.maximum(RepeatedNumbers.of(differences, -1)).minimum(RepeatedNumbers.of(differences, 1));
    }
}
