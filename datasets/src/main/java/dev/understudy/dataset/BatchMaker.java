package dev.understudy.dataset;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Turns the bytes of some pictures into the numbers of one batch, in one pass. */
final class BatchMaker {
    private static final int LEVELS = 256;

    /** The numbers of one batch: the arrays of all its pictures one after the other. */
    static final class Made {
        final float[] data;
        final long[] labels;
        final int[] indices;

        private Made(float[] data, long[] labels, int[] indices) {
            this.data = data;
            this.labels = labels;
            this.indices = indices;
        }
    }

    private final PictureDataset.Recipe recipe;
    private final int epoch;
    private final int channels;
    private final int height;
    private final int width;
    private final float[] table;

    BatchMaker(PictureDataset.Recipe recipe, int epoch) {
        this.recipe = recipe;
        this.epoch = epoch;
        channels = (int) recipe.pictures().shape().get(0);
        height = (int) recipe.pictures().shape().get(1);
        width = (int) recipe.pictures().shape().get(2);
        table = table(recipe.normalization());
    }

    /** For each channel, the number that each of the 256 levels becomes. */
    private static float[] table(Normalization normalization) {
        float[] table = new float[normalization.mean().size() * LEVELS];
        for (int i = 0; i < table.length; i++) {
            double mean = normalization.mean().get(i / LEVELS);
            double deviation = normalization.deviation().get(i / LEVELS);
            table[i] = (float) (((i % LEVELS) / 255.0 - mean) / deviation);
        }
        return table;
    }

    Made make(int[] indices) {
        int each = channels * height * width;
        float[] data = new float[Math.multiplyExact(indices.length, each)];
        IntStream.range(0, indices.length).parallel().forEach(i -> place(indices[i], data, i * each));
        long[] labels =
                Arrays.stream(indices).mapToLong(recipe.pictures()::label).toArray();
        return new Made(data, labels, indices);
    }

    private void place(int index, float[] data, int offset) {
        byte[] bytes = new byte[channels * height * width];
        recipe.pictures().read(index, bytes, 0);
        Augmentation.Draw draw = recipe.draw(epoch, index);
        for (int row = 0; row < channels * height; row++) {
            int channel = row / height;
            int source = row % height - draw.down();
            int to = offset + row * width;
            if (source < 0 || source >= height) {
                Arrays.fill(data, to, to + width, table[channel * LEVELS]);
            } else {
                row(bytes, (channel * height + source) * width, channel * LEVELS, draw, data, to);
            }
        }
    }

    private void row(byte[] bytes, int from, int level, Augmentation.Draw draw, float[] data, int to) {
        int first = draw.flipped() ? from + width - 1 : from;
        int step = draw.flipped() ? -1 : 1;
        for (int x = 0; x < width; x++) {
            int source = x - draw.right();
            boolean inside = source >= 0 && source < width;
            data[to + x] = table[level + (inside ? bytes[first + step * source] & 0xFF : 0)];
        }
    }
}
