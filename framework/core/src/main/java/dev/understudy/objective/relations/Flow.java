package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.arithmetic.Resampling;
import dev.understudy.objective.Scaling;
import java.util.List;

/**
 * The FSP matrices {@code G = X^T Y / L} of two layers with L locations, as the factors that they are made of.
 *
 * <p>Distances have their gradient from a product with what is constant, {@code X . Y D^T} with {@code D = G - W}: half of what
 * {@code ||G - W||^2} has. The gradients of X and Y so come with a location's channels side by side, as maps lie in memory;
 * those of {@code X^T Y} would come channel after channel, and to put them in order takes longer than all products together.
 * Where the factors are smaller than the matrices, these are not made.
 *
 * @param from X, {@code [batch, L, channels]}
 * @param to Y, {@code [batch, L, channels of the next layer]}
 * @param over what {@code X^T Y} is divided by: L, times as many as were added up where there are sums in place of means
 */
record Flow(NDArray from, NDArray to, double over) {

    /**
     * From a layer to the next; of both the larger maps are averaged to the size of the smaller.
     *
     * @param layer {@code [batch, channels, height, width]}
     * @param next {@code [batch, channels of the next, height, width]}
     * @return the flow
     */
    static Flow between(NDArray layer, NDArray next) {
        Shape own = ChannelRows.shape(layer, "FSP");
        Shape other = ChannelRows.shape(next, "FSP");
        long height = Math.min(own.get(2), other.get(2));
        long width = Math.min(own.get(3), other.get(3));
        NDArray few = wholeOrMeans(layer, height, width);
        NDArray fewOfNext = wholeOrMeans(next, height, width);
        double locations = height * width;
        double over = few.getShape().size(2, 3) * fewOfNext.getShape().size(2, 3) / locations;
        return new Flow(sums(few, height, width), sums(fewOfNext, height, width), over);
    }

    /** Maps whose locations can be added up to fewer, window by window: they themselves, or where sizes do not divide means. */
    private static NDArray wholeOrMeans(NDArray maps, long height, long width) {
        Shape shape = maps.getShape();
        boolean whole = shape.get(2) % height == 0 && shape.get(3) % width == 0;
        return whole ? maps : Resampling.byWindow(maps, height, width);
    }

    /** The sums over windows, {@code [batch, height * width, channels]}: slices of what lies in memory, many times as fast as pools. */
    private static NDArray sums(NDArray maps, long height, long width) {
        Shape shape = maps.getShape();
        long batch = shape.get(0);
        long channels = shape.get(1);
        NDArray rows = maps.transpose(0, 2, 3, 1).reshape(batch * height, -1, shape.get(3) * channels);
        NDArray locations = sum(rows).reshape(batch * height * width, -1, channels);
        return sum(locations).reshape(batch, height * width, channels);
    }

    private static NDArray sum(NDArray slices) {
        long count = slices.getShape().get(1);
        return count == 1
                ? slices
                : slices.split(count, 1).stream().reduce(NDArray::add).orElseThrow();
    }

    /** How many channels both layers have. */
    List<Long> channels() {
        return List.of(from.getShape().get(2), to.getShape().get(2));
    }

    /**
     * {@code mean (G - W)^2} over batch and elements.
     *
     * @param wanted W, of as many channels, without gradient
     * @return a scalar, at least 0 within rounding
     */
    NDArray distance(Flow wanted) {
        Shape own = from.getShape();
        long next = to.getShape().get(2);
        long elements = own.get(2) * next;
        long locations = Math.max(own.get(1), wanted.from.getShape().get(1));
        boolean smaller = locations * (own.get(2) + next) < elements;
        double size = own.get(0) * elements * over * over;
        return Scaling.times(smaller ? ofFactors(wanted) : ofMatrices(wanted), 1 / size);
    }

    /** {@code ||G - W||^2}, times the square of what G is divided by, from the matrices. */
    private NDArray ofMatrices(Flow wanted) {
        NDArray difference = constant().matrices().sub(Scaling.times(wanted.matrices(), over / wanted.over));
        NDArray half = from.mul(to.matMul(difference.transpose(0, 2, 1))).sum();
        NDArray twice = Scaling.times(half, 2);
        return difference.square().sum().add(twice.sub(twice.stopGradient()));
    }

    /** The same, as {@code G . G - 2 G . W + W . W}, for what nothing as large as G is made. */
    private NDArray ofFactors(Flow wanted) {
        double factor = over / wanted.over;
        NDArray own = product(constant());
        NDArray rest = Scaling.times(wanted.product(wanted), factor * factor).sub(own.stopGradient());
        NDArray half = own.sub(Scaling.times(product(wanted), factor));
        return Scaling.times(half, 2).add(rest);
    }

    /** The elements' products with those of another's matrices, as {@code X . (Y V^T) U} of its factors U and V, summed. */
    private NDArray product(Flow other) {
        NDArray alike = to.matMul(other.to.transpose(0, 2, 1));
        return from.mul(alike.matMul(other.from)).sum();
    }

    /** But for what they are divided by. */
    private NDArray matrices() {
        return from.transpose(0, 2, 1).matMul(to);
    }

    private Flow constant() {
        return new Flow(from.stopGradient(), to.stopGradient(), over);
    }
}
