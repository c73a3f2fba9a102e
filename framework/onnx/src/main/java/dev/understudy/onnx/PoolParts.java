package dev.understudy.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Which pools a block may be. DJL's pools keep their sizes to themselves, so each place of an image is lit in turn: the
 * windows that see the light are those that cover it.
 */
final class PoolParts {

    private static final int IMAGES = 4;

    private PoolParts() {}

    /**
     * The pools that cover what a block covers.
     *
     * @param block the block as a function
     * @param input what comes in, {@code [batch, channels, height, width]} where it is a pool
     * @param output what goes out
     * @return none where it cannot be a pool
     */
    static List<KnownPart> like(UnaryOperator<NDArray> block, NDArray input, Shape output) {
        Shape shape = input.getShape();
        if (shape.dimension() != IMAGES || output.dimension() != IMAGES) {
            return List.of();
        }
        if (shape.get(2) == 1 && shape.get(3) == 1 && output.get(2) * output.get(3) > 1) {
            return List.of(repeated(output.get(2), output.get(3)));
        }
        List<KnownPart> pools = new ArrayList<>();
        NDArray ones = input.getManager().ones(new Shape(1, 1, shape.get(2), shape.get(3)));
        List<PoolWindow> columns = PoolWindow.of(cover(block, input, output, 3));
        for (PoolWindow rows : PoolWindow.of(cover(block, input, output, 2))) {
            columns.forEach(column -> pools.addAll(pools(ones, rows, column)));
        }
        return pools;
    }

    /** One pixel repeated, which is the largest of windows that see nothing else. */
    private static KnownPart repeated(long height, long width) {
        Block repeat = LambdaBlock.singleton(pixel ->
                pixel.broadcast(pixel.getShape().get(0), pixel.getShape().get(1), height, width));
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("kernel_shape", new long[] {height, width});
        attributes.put("strides", new long[] {1, 1});
        attributes.put("pads", new long[] {height - 1, width - 1, height - 1, width - 1});
        return new KnownPart(repeat, Formula.of("Repeat" + height + "x" + width, "MaxPool", attributes));
    }

    /** Lights one row or column after the other. */
    private static PoolWindow.Cover cover(UnaryOperator<NDArray> block, NDArray input, Shape output, int axis) {
        int height = (int) input.getShape().get(2);
        int width = (int) input.getShape().get(3);
        int size = axis == 2 ? height : width;
        int[] first = new int[(int) output.get(axis)];
        int[] last = new int[first.length];
        Arrays.fill(first, -1);
        for (int place = 0; place < size; place++) {
            float[] lit = new float[height * width];
            for (int i = 0; i < lit.length; i++) {
                lit[i] = (axis == 2 ? i / width : i % width) == place ? 1 : 0;
            }
            NDArray seen = block.apply(input.getManager().create(lit, new Shape(1, 1, height, width)));
            float[] values = seen.max(new int[] {5 - axis}).toFloatArray();
            for (int i = 0; i < first.length && i < values.length; i++) {
                if (values[i] > 0) {
                    first[i] = first[i] < 0 ? place : first[i];
                    last[i] = place;
                }
            }
        }
        return new PoolWindow.Cover(size, first, last);
    }

    private static List<KnownPart> pools(NDArray ones, PoolWindow rows, PoolWindow columns) {
        boolean up = rows.roundedUp() || columns.roundedUp();
        Shape kernel = new Shape(rows.kernel(), columns.kernel());
        Shape stride = new Shape(rows.stride(), columns.stride());
        Shape padding = new Shape(rows.before(), columns.before());
        List<KnownPart> pools = new ArrayList<>();
        pools.add(new KnownPart(
                Pool.maxPool2dBlock(kernel, stride, padding, up), formula("MaxPool", Map.of(), rows, columns)));
        for (boolean count : new boolean[] {true, false}) {
            UnaryOperator<NDArray> mean = array -> Pool.avgPool2d(array, kernel, stride, padding, up, count);
            boolean counted = countsPadding(mean.apply(ones));
            if (!counted || !up) {
                Map<String, Object> attributes = Map.of("count_include_pad", counted ? 1L : 0L);
                pools.add(
                        new KnownPart(LambdaBlock.singleton(mean), formula("AveragePool", attributes, rows, columns)));
            }
        }
        return pools;
    }

    /**
     * Whether padding counts as a part of the mean, by what the engine makes of ones: DJL's PyTorch engine counts it
     * whatever it is told. Where it does and the pool rounds up, ONNX divides by another number.
     */
    private static boolean countsPadding(NDArray ofOnes) {
        for (float value : ofOnes.toFloatArray()) {
            if (value < 0.999) {
                return true;
            }
        }
        return false;
    }

    private static Formula formula(String operator, Map<String, Object> own, PoolWindow rows, PoolWindow columns) {
        Map<String, Object> attributes = new TreeMap<>(own);
        attributes.put("kernel_shape", new long[] {rows.kernel(), columns.kernel()});
        attributes.put("strides", new long[] {rows.stride(), columns.stride()});
        attributes.put("pads", new long[] {rows.before(), columns.before(), rows.after(), columns.after()});
        return Formula.of(operator + own + rows + columns, operator, attributes);
    }
}
