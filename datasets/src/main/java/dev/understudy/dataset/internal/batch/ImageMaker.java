package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.RandAugment;
import dev.understudy.dataset.ResizedCrop;
import dev.understudy.dataset.internal.batch.ImageRandom.Purpose;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the numbers of one image after the other, in memory that is used again: for one thread at a time. */
final class ImageMaker {

    private final BatchPlan recipe;
    private final int epoch;
    private final int channels;
    private final int height;
    private final int width;
    private final float[] table;
    private final float[] black;
    private final float[] numbers;
    private final Pixels image;
    private final @Nullable Resize resize;

    /** For the images of an epoch; {@code table} has the number of each level, channel by channel. */
    ImageMaker(BatchPlan recipe, int epoch, float[] table) {
        this.recipe = recipe;
        this.epoch = epoch;
        this.table = table;
        channels = (int) recipe.images().shape().get(0);
        height = (int) recipe.images().shape().get(1);
        width = (int) recipe.images().shape().get(2);
        numbers = new float[channels * height * width];
        black = new float[numbers.length];
        for (int i = 0; i < black.length; i++) {
            black[i] = table[i % channels * Levels.COUNT];
        }
        image = new Pixels(channels, height, width, new int[recipe.changesLevels() ? numbers.length : 0]);
        ResizedCrop crop = recipe.augmentation().getResizedCrop();
        resize = crop == null ? null : new Resize(crop, channels, height, width);
    }

    /**
     * One image.
     *
     * @param index of the image
     * @param bytes of several images
     * @param from where it begins
     * @return its numbers, row by row, pixel by pixel, channel by channel, until the next one is made
     */
    float[] make(int index, byte[] bytes, int from) {
        Draw draw = recipe.draw(epoch, index);
        if (recipe.changesLevels()) {
            change(recipe.image(epoch, index), draw, bytes, from);
            for (int channel = 0; channel < channels; channel++) {
                image.write(channel, table, numbers);
            }
        } else {
            move(draw, bytes, from);
        }
        if (recipe.augmentation().getCutout() > 0) {
            cut(recipe.augmentation().getCutout(), new ImageRandom(recipe.image(epoch, index), Purpose.CUTOUT));
        }
        return numbers;
    }

    private void change(long bits, Draw draw, byte[] bytes, int from) {
        Augmentation augmentation = recipe.augmentation();
        if (resize == null) {
            image.crop(bytes, from, draw);
        } else {
            resize.part(new ImageRandom(bits, Purpose.RESIZED_CROP));
            resize.read(bytes, from, draw.flipped(), image.levels());
        }
        ColorJitter jitter = augmentation.getColorJitter();
        if (jitter != null) {
            RandomColors.change(image, jitter, new ImageRandom(bits, Purpose.COLOR_JITTER));
        }
        RandAugment operations = augmentation.getRandAugment();
        if (operations != null) {
            RandomOperations.change(image, operations, new ImageRandom(bits, Purpose.RAND_AUGMENT));
        }
        RandAugment strong = recipe.strong();
        if (strong != null) {
            RandomOperations.change(image, strong, new ImageRandom(bits, Purpose.STRONG));
        }
    }

    /** Zeros in a square about any pixel, as far as it lies inside. */
    private void cut(int side, ImageRandom random) {
        int top = random.below(height) - side / 2;
        int left = random.below(width) - side / 2;
        int bottom = Math.min(height, top + side);
        int first = Math.max(0, left) * channels;
        int last = Math.min(width, left + side) * channels;
        for (int y = Math.max(0, top); y < bottom; y++) {
            Arrays.fill(numbers, y * width * channels + first, y * width * channels + last, 0);
        }
    }

    private void move(Draw draw, byte[] bytes, int from) {
        System.arraycopy(black, 0, numbers, 0, numbers.length);
        int top = Math.max(0, draw.down());
        int bottom = Math.min(height, height + draw.down());
        for (int y = top; y < bottom; y++) {
            int source = from + (y - draw.down()) * width;
            for (int channel = 0; channel < channels; channel++) {
                row(bytes, source + channel * height * width, channel, draw, y * width * channels);
            }
        }
    }

    /** One channel of one row: the pixels that stay inside. */
    private void row(byte[] bytes, int from, int channel, Draw draw, int to) {
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
