package dev.understudy.dataset.internal.decode;

import java.util.Arrays;

/** A colour image as three planes of numbers from 0 to 255. */
public final class Planes {
    public static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final float[] values;

    /**
     * An image over the given array, which is not copied.
     *
     * @param values red, green and blue, each row by row
     */
    public Planes(int width, int height, float[] values) {
        this.width = width;
        this.height = height;
        this.values = values;
    }

    /** An image of one colour. */
    static Planes filled(int width, int height, int rgb) {
        int pixels = width * height;
        float[] values = new float[CHANNELS * pixels];
        for (int channel = 0; channel < CHANNELS; channel++) {
            Arrays.fill(values, channel * pixels, (channel + 1) * pixels, (rgb >> (16 - 8 * channel)) & 0xFF);
        }
        return new Planes(width, height, values);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** This image after a smaller one was laid onto it. */
    Planes with(Planes smaller, int left, int top) {
        for (int row = 0; row < CHANNELS * smaller.height; row++) {
            int target = (row / smaller.height) * height + row % smaller.height + top;
            System.arraycopy(smaller.values, row * smaller.width, values, target * width + left, smaller.width);
        }
        return this;
    }

    /**
     * The image upright.
     *
     * @param orientation how it lies, as EXIF counts: 1 upright, 3 upside down, 6 to be turned clockwise by a quarter,
     *     8 counter-clockwise; 2, 4, 5 and 7 the same mirrored
     */
    Planes turned(int orientation) {
        if (orientation == Exif.UPRIGHT) {
            return this;
        }
        boolean onItsSide = orientation > 4;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBelow = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int newWidth = onItsSide ? height : width;
        int newHeight = onItsSide ? width : height;
        int pixels = width * height;
        float[] turned = new float[values.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int column = onItsSide ? y : x;
                int row = onItsSide ? x : y;
                int from = (fromBelow ? height - 1 - row : row) * width + (fromRight ? width - 1 - column : column);
                int to = y * newWidth + x;
                turned[to] = values[from];
                turned[pixels + to] = values[pixels + from];
                turned[2 * pixels + to] = values[2 * pixels + from];
            }
        }
        return new Planes(newWidth, newHeight, turned);
    }

    /** The largest square in the middle. */
    public Planes square() {
        int side = Math.min(width, height);
        if (side == width && side == height) {
            return this;
        }
        int left = (width - side) / 2;
        int top = (height - side) / 2;
        float[] cut = new float[CHANNELS * side * side];
        for (int row = 0; row < CHANNELS * side; row++) {
            int source = (row / side) * height + row % side + top;
            System.arraycopy(values, source * width + left, cut, row * side, side);
        }
        return new Planes(side, side, cut);
    }

    /**
     * A square image at another size, as Pillow's {@code resize} makes it with the filter BILINEAR: each new pixel is
     * the mean of what it covers, weighted by a triangle, and linear where the image grows. Pillow rounds once more
     * between the directions, so that a value may differ by 1.
     */
    public Planes resized(int side) {
        if (side == width && side == height) {
            return this;
        }
        Weights weights = Weights.of(width, side);
        float[] narrow = new float[CHANNELS * height * side];
        for (int row = 0; row < CHANNELS * height; row++) {
            weights.across(values, row * width, narrow, row * side);
        }
        float[] small = new float[CHANNELS * side * side];
        for (int channel = 0; channel < CHANNELS; channel++) {
            weights.down(narrow, channel * height * side, small, channel * side * side);
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
                double[] heights = new double[last - first + 1];
                for (int i = 0; i < heights.length; i++) {
                    heights[i] = 1 - Math.abs(first + i - centre) / reach;
                }
                double total = Arrays.stream(heights).sum();
                weights.first[x] = first;
                weights.parts[x] = new float[heights.length];
                for (int i = 0; i < heights.length; i++) {
                    weights.parts[x][i] = (float) (heights[i] / total);
                }
            }
            return weights;
        }

        /** One old row to one new row. */
        void across(float[] from, int start, float[] into, int at) {
            for (int x = 0; x < parts.length; x++) {
                float[] part = parts[x];
                float total = 0;
                for (int i = 0; i < part.length; i++) {
                    total += part[i] * from[start + first[x] + i];
                }
                into[at + x] = total;
            }
        }

        /** All rows of a plane that already has its new width; into zeros. */
        void down(float[] from, int start, float[] into, int at) {
            int width = parts.length;
            for (int y = 0; y < parts.length; y++) {
                for (int i = 0; i < parts[y].length; i++) {
                    float part = parts[y][i];
                    int row = start + (first[y] + i) * width;
                    for (int x = 0; x < width; x++) {
                        into[at + y * width + x] += part * from[row + x];
                    }
                }
            }
        }
    }

    /** To the nearest byte, halves up. */
    public byte[] bytes() {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = Math.min(255f, Math.max(0f, values[i]));
            bytes[i] = (byte) (int) (value + 0.5);
        }
        return bytes;
    }
}
