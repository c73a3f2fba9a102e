package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes gradients smaller that are too large, on the device, as PyTorch's functions do. */
final class Clipping {

    /** PyTorch's, against a norm of zero. */
    private static final float EPSILON = 1e-6f;

    private final NDManager scope;
    private final PartGradients gradients;
    private final int count;

    Clipping(NDManager scope, PartGradients gradients, int count) {
        this.scope = scope;
        this.gradients = gradients;
        this.count = count;
    }

    /**
     * First each number, then all together.
     *
     * @param value the largest absolute value of each number of each part; null for any
     * @param norm the largest L2 norm of all gradients together, of the sum over the parts; null for any
     */
    void clip(@Nullable Double value, @Nullable Double norm) {
        if (value != null) {
            byValue(value);
        }
        if (norm != null) {
            byNorm(norm);
        }
    }

    private void byValue(double most) {
        NDArray upper = scope.full(new Shape(1), (float) most);
        NDArray lower = scope.full(new Shape(1), (float) -most);
        for (int i = 0; i < count; i++) {
            gradients.of(i).replaceAll((part, gradient) -> gradient.maximum(lower)
                    .minimum(upper));
        }
    }

    private void byNorm(double most) {
        NDArray squares = null;
        for (int i = 0; i < count; i++) {
            NDArray own = gradients.sum(i).square().sum();
            squares = squares == null ? own : squares.add(own);
        }
        NDArray norm = Objects.requireNonNull(squares).sqrt().reshape(1);
        NDArray factor = scope.full(new Shape(1), (float) most)
                .div(norm.add(scope.full(new Shape(1), EPSILON)))
                .minimum(scope.ones(new Shape(1)));
        for (int i = 0; i < count; i++) {
            gradients.of(i).replaceAll((part, gradient) -> gradient.mul(factor));
        }
    }
}
