package dev.understudy.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A convolution of images, in double precision until it is written.
 *
 * @param name its path
 * @param weight filter by filter
 * @param shape of the weight: filters, channels of the input in a group, height, width
 * @param bias a number for each filter
 * @param stride by height and width
 * @param padding by height and width, the same on both sides
 * @param dilation by height and width
 * @param groups how many groups of channels are apart from each other
 */
@SuppressWarnings("ArrayRecordComponent")
record ConvolutionPart(
        String name,
        double[] weight,
        long[] shape,
        double[] bias,
        long[] stride,
        long[] padding,
        long[] dilation,
        long groups)
        implements Part {

    @Override
    public ConvolutionPart named(String other) {
        return new ConvolutionPart(other, weight, shape, bias, stride, padding, dilation, groups);
    }

    /** With the batch norm after it: {@code W' = s W} and {@code b' = beta + s (b - mean)}. */
    ConvolutionPart then(BatchNormPart norm) {
        double[] scale = norm.scale();
        int each = weight.length / bias.length;
        double[] weights = new double[weight.length];
        Arrays.setAll(weights, i -> scale[i / each] * weight[i]);
        double[] shifts = new double[bias.length];
        Arrays.setAll(shifts, i -> norm.beta()[i] + scale[i] * (bias[i] - norm.mean()[i]));
        return new ConvolutionPart(norm.name(), weights, shape, shifts, stride, padding, dilation, groups);
    }

    /** Whether another one's filters can stand beside its own. */
    boolean fits(ConvolutionPart other) {
        return groups == 1
                && other.groups == 1
                && IntStream.range(1, shape.length).allMatch(i -> shape[i] == other.shape[i])
                && Arrays.equals(stride, other.stride)
                && Arrays.equals(padding, other.padding)
                && Arrays.equals(dilation, other.dilation);
    }

    /** Its filters, then another one's, on the same input. */
    ConvolutionPart beside(ConvolutionPart other) {
        long[] both = shape.clone();
        both[0] += other.shape[0];
        return new ConvolutionPart(
                name,
                DoubleStream.concat(Arrays.stream(weight), Arrays.stream(other.weight))
                        .toArray(),
                both,
                DoubleStream.concat(Arrays.stream(bias), Arrays.stream(other.bias))
                        .toArray(),
                stride,
                padding,
                dilation,
                groups);
    }

    @Override
    public String write(OnnxGraph graph, String input) {
        String filters = graph.constant(name + ".weight", floats(weight), shape);
        String shifts = graph.constant(name + ".bias", floats(bias), shape[0]);
        Map<String, Object> attributes = Map.of(
                "kernel_shape", new long[] {shape[2], shape[3]},
                "strides", stride,
                "pads", new long[] {padding[0], padding[1], padding[0], padding[1]},
                "dilations", dilation,
                "group", groups);
        return graph.node(name, "Conv", List.of(input, filters, shifts), attributes);
    }

    private static float[] floats(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
