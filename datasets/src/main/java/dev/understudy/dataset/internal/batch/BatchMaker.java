package dev.understudy.dataset.internal.batch;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Turns the bytes of some images into the numbers of one batch, in one pass. */
final class BatchMaker {
    private final BatchPlan recipe;
    private final int epoch;
    private final int channels;
    private final int height;
    private final int width;
    private final float[] table;
    private final float[] black;

    BatchMaker(BatchPlan recipe, int epoch) {
        this.recipe = recipe;
        this.epoch = epoch;
        channels = (int) recipe.images().shape().get(0);
        height = (int) recipe.images().shape().get(1);
        width = (int) recipe.images().shape().get(2);
        table = Levels.of(recipe.normalization());
        black = new float[channels * height * width];
        for (int i = 0; i < black.length; i++) {
            black[i] = table[i % channels * Levels.COUNT];
        }
    }

    /**
     * One batch, made on this thread but for the reading.
     *
     * @param into in the machine's byte order, from its beginning with room for the images
     * @return {@code into}, up to the end of what was written: float32, image by image, row by row, pixel by pixel,
     *     channel by channel
     */
    ByteBuffer make(int[] indices, ByteBuffer into) {
        int each = black.length;
        byte[] bytes = new byte[Math.multiplyExact(indices.length, each)];
        recipe.images().read(indices, bytes);
        FloatBuffer data = into.clear().asFloatBuffer();
        float[] numbers = new float[each];
        for (int i = 0; i < indices.length; i++) {
            place(indices[i], bytes, i * each, numbers);
            data.put(numbers);
        }
        return into.limit(bytes.length * Float.BYTES);
    }

    private void place(int index, byte[] bytes, int from, float[] numbers) {
        Draw draw = recipe.draw(epoch, index);
        RandomOperations operations = recipe.operations(epoch, index);
        if (operations != null) {
            Pixels image = new Pixels(channels, height, width, new int[numbers.length]).crop(bytes, from, draw);
            operations.change(image);
            for (int i = 0; i < numbers.length; i++) {
                int channel = i % channels;
                numbers[i] = table[channel * Levels.COUNT + image.levels()[channel * height * width + i / channels]];
            }
            return;
        }
        System.arraycopy(black, 0, numbers, 0, numbers.length);
        int top = Math.max(0, draw.down());
        int bottom = Math.min(height, height + draw.down());
        for (int y = top; y < bottom; y++) {
            int source = from + (y - draw.down()) * width;
            for (int channel = 0; channel < channels; channel++) {
                row(bytes, source + channel * height * width, channel, draw, numbers, y * width * channels);
            }
        }
    }

    /** One channel of one row: the pixels that stay inside. */
    private void row(byte[] bytes, int from, int channel, Draw draw, float[] numbers, int to) {
        int level = channel * Levels.COUNT;
        int left = Math.max(0, draw.right());
        int right = Math.min(width, width + draw.right());
        int step = draw.flipped() ? -1 : 1;
        int source = draw.flipped() ? from + width - 1 - (left - draw.right()) : from + left - draw.right();
        int last = to + right * channels + channel;
        for (int i = to + left * channels + channel; i < last; i += channels) {
            numbers[i] = table[level + (bytes[source] & 0xFF)];
            source += step;
        }
    }
}
