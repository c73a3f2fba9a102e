package dev.understudy.dataset;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A colour picture as three planes of numbers from 0 to 255. */
final class Planes {
    static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final float[] values;

    /**
     * A picture over the given array, which is not copied.
     *
     * @param values red, green and blue, each row by row
     */
    Planes(int width, int height, float[] values) {
        this.width = width;
        this.height = height;
        this.values = values;
    }

    /** The largest square in the middle. */
    Planes square() {
        int side = Math.min(width, height);
        int left = (width - side) / 2;
        int top = (height - side) / 2;
        float[] cut = new float[CHANNELS * side * side];
        for (int row = 0; row < CHANNELS * side; row++) {
            int source = (row / side) * height + row % side + top;
            System.arraycopy(values, source * width + left, cut, row * side, side);
        }
        return new Planes(side, side, cut);
    }

    /** A square picture at another size: each new pixel is the mean of what it covers, linear where it grows. */
    Planes resized(int side) {
        if (side == width && side == height) {
            return this;
        }
        Weights across = Weights.of(width, side);
        float[] narrow = new float[CHANNELS * height * side];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = across.sum(i % side, values, i / side * width, 1);
        }
        Weights down = Weights.of(height, side);
        float[] small = new float[CHANNELS * side * side];
        for (int i = 0; i < small.length; i++) {
            int column = i / (side * side) * height * side + i % side;
            small[i] = down.sum(i / side % side, narrow, column, side);
        }
        return new Planes(side, side, small);
    }

    /** For each new place the first old one that counts, and the weights from there on. */
    private static final class Weights {
        private final int[] first;
        private final float[][] parts;

        private Weights(int count) {
            first = new int[count];
            parts = new float[count][];
        }

        /** A triangle as wide as a new pixel, or as an old one where those are wider. */
        static Weights of(int from, int to) {
            double scale = (double) from / to;
            double reach = Math.max(scale, 1);
            Weights weights = new Weights(to);
            for (int x = 0; x < to; x++) {
                double centre = (x + 0.5) * scale - 0.5;
                int first = Math.max(0, (int) Math.ceil(centre - reach));
                int last = Math.min(from - 1, (int) Math.floor(centre + reach));
                double[] heights = IntStream.rangeClosed(first, last)
                        .mapToDouble(i -> 1 - Math.abs(i - centre) / reach)
                        .toArray();
                double total = Arrays.stream(heights).sum();
                weights.first[x] = first;
                weights.parts[x] = new float[heights.length];
                for (int i = 0; i < heights.length; i++) {
                    weights.parts[x][i] = (float) (heights[i] / total);
                }
            }
            return weights;
        }

        float sum(int to, float[] from, int start, int step) {
            float total = 0;
            for (int i = 0; i < parts[to].length; i++) {
                total += parts[to][i] * from[start + (first[to] + i) * step];
            }
            return total;
        }
    }

    void write(byte[] into, int offset) {
        for (int i = 0; i < values.length; i++) {
            into[offset + i] = (byte) Math.round(Math.min(255f, Math.max(0f, values[i])));
        }
    }
}
