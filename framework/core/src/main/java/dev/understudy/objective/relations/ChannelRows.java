package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;

/** Activations {@code [batch, channels, height, width]} as one vector a channel. */
final class ChannelRows {

    private ChannelRows() {}

    /** Height and width become one: {@code [batch, channels, locations]}. */
    static NDArray of(NDArray maps, String method) {
        Shape shape = shape(maps, method);
        return maps.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
    }

    /** That of maps, and nothing else. */
    static Shape shape(NDArray maps, String method) {
        Shape shape = maps.getShape();
        if (shape.dimension() != 4) {
            throw new InputException(method + " needs activations [batch, channels, height, width], got " + shape);
        }
        return shape;
    }

    /** The matrix products of each sample's rows, {@code [batch, own rows, other rows]}. */
    static NDArray products(NDArray own, NDArray other) {
        return own.matMul(other.transpose(0, 2, 1));
    }
}
