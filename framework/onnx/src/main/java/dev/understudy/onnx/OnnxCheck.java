package dev.understudy.onnx;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.internal.network.Inference;
import dev.understudy.onnx.internal.OnnxSession;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A network, and the ONNX model that was made of it.
 *
 * @param network the network
 * @param temperature what the model divides its logits by
 * @param model the model's bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record OnnxCheck(Block network, double temperature, byte[] model) {

    /** In parts of the largest logit: what float rounding comes to in deep networks, with room. */
    private static final double TOLERANCE = 1e-4;

    /** Shows both the same images, all at once and the first one alone. */
    void check(float[] images, Shape shape, NDManager scope) {
        float[] one = Arrays.copyOf(images, images.length / (int) shape.get(0));
        try (OnnxSession session = OnnxSession.load(model, "The model", Device.cpu(), 0)) {
            compare(session, images, shape, scope);
            compare(session, one, new Shape(1).addAll(shape.slice(1)), scope);
        }
    }

    private void compare(OnnxSession session, float[] images, Shape shape, NDManager scope) {
        float[] wanted = logits(scope, images, shape);
        OnnxSession.Output found = session.run(images, shape).get(0);
        if (found.values().length != wanted.length) {
            throw new IllegalStateException(
                    "The ONNX model puts out " + found.shape() + ", the network " + wanted.length + " numbers");
        }
        double largest = 1;
        double furthest = 0;
        for (int i = 0; i < wanted.length; i++) {
            double logit = wanted[i] / temperature;
            largest = Math.max(largest, Math.abs(logit));
            furthest = Math.max(furthest, Math.abs(logit - found.values()[i]));
        }
        if (!(furthest <= TOLERANCE * largest)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "The ONNX model answers otherwise than the network: %g apart where logits go up to %g",
                    furthest,
                    largest));
        }
    }

    private float[] logits(NDManager scope, float[] images, Shape shape) {
        try (Inference inference = Inference.of(network, List.of(), true, scope)) {
            return inference
                    .forward(new NDList(scope.create(images, shape)))
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }
}
