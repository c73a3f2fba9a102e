package dev.understudy.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A batch norm as it is in inference, channel by channel.
 *
 * @param name its path
 * @param gamma what the normalised channel is multiplied by
 * @param beta what is then added
 * @param mean the running mean
 * @param variance the running variance
 * @param epsilon what is added to the variance
 */
@SuppressWarnings("ArrayRecordComponent")
record BatchNormPart(String name, float[] gamma, float[] beta, float[] mean, float[] variance, float epsilon)
        implements Part {

    @Override
    public BatchNormPart named(String other) {
        return new BatchNormPart(other, gamma, beta, mean, variance, epsilon);
    }

    /** What each channel is multiplied by in all. */
    double[] scale() {
        double[] scale = new double[gamma.length];
        Arrays.setAll(scale, i -> gamma[i] / Math.sqrt((double) variance[i] + epsilon));
        return scale;
    }

    @Override
    public String write(OnnxGraph graph, String input) {
        return graph.node(
                name,
                "BatchNormalization",
                List.of(
                        input,
                        graph.constant(name + ".gamma", gamma, gamma.length),
                        graph.constant(name + ".beta", beta, beta.length),
                        graph.constant(name + ".mean", mean, mean.length),
                        graph.constant(name + ".variance", variance, variance.length)),
                Map.of("epsilon", epsilon));
    }
}
