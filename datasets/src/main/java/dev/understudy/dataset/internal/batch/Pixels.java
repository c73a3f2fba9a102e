package dev.understudy.dataset.internal.batch;

import java.util.Arrays;

/** An image's levels from 0 to 255, channel by channel, row by row, with what Pillow does to them. */
final class Pixels {

    private static final int WHITE = 255;
    private static final int RGB = 3;

    private static final int[] SQUARE = {125, 123, 114};

    private final int channels;
    private final int height;
    private final int width;
    private final int[] levels;
    private final int[] counts = new int[WHITE + 1];
    private final int[] table = new int[WHITE + 1];
    private int[] before = {};

    /** Of levels that are changed in place. */
    Pixels(int channels, int height, int width, int[] levels) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.levels = levels;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int[] levels() {
        return levels;
    }

    /** Fills it with an image's content, flipped and moved; black where that does not reach. */
    void crop(byte[] bytes, int from, Draw draw) {
        Arrays.fill(levels, 0);
        int left = Math.max(0, draw.right());
        int right = Math.min(width, width + draw.right());
        int step = draw.flipped() ? -1 : 1;
        int first = draw.flipped() ? width - 1 - (left - draw.right()) : left - draw.right();
        for (int row = 0; row < channels * height; row++) {
            int above = row % height - draw.down();
            if (above >= 0 && above < height) {
                int source = from + (row - draw.down()) * width + first;
                for (int i = row * width + left; i < row * width + right; i++) {
                    levels[i] = bytes[source] & WHITE;
                    source += step;
                }
            }
        }
    }

    /**
     * The numbers of a channel.
     *
     * @param numbers of each level, channel by channel
     * @param into receives them at every place of the channel, pixel by pixel
     */
    void write(int channel, float[] numbers, float[] into) {
        int from = channel * plane();
        int first = channel * Levels.COUNT;
        int place = channel;
        for (int i = from; i < from + plane(); i++) {
            into[place] = numbers[first + levels[i]];
            place += channels;
        }
    }

    private int plane() {
        return height * width;
    }

    /** A new level for each old one, in one channel. */
    private void look(int channel) {
        int from = channel * plane();
        for (int i = from; i < from + plane(); i++) {
            levels[i] = table[levels[i]];
        }
    }

    private void count(int channel) {
        Arrays.fill(counts, 0);
        int from = channel * plane();
        for (int i = from; i < from + plane(); i++) {
            counts[levels[i]]++;
        }
    }

    /** Each channel from black to white. */
    void autoContrast() {
        for (int channel = 0; channel < channels; channel++) {
            count(channel);
            int low = 0;
            while (counts[low] == 0) {
                low++;
            }
            int high = WHITE;
            while (counts[high] == 0) {
                high--;
            }
            if (high > low) {
                double scale = (double) WHITE / (high - low);
                for (int i = 0; i <= WHITE; i++) {
                    table[i] = clip((int) (i * scale - low * scale));
                }
                look(channel);
            }
        }
    }

    /** Each channel with all levels as often. */
    void equalize() {
        for (int channel = 0; channel < channels; channel++) {
            count(channel);
            int last = WHITE;
            while (counts[last] == 0) {
                last--;
            }
            int step = (plane() - counts[last]) / WHITE;
            if (step > 0) {
                int sum = step / 2;
                for (int i = 0; i <= WHITE; i++) {
                    table[i] = Math.min(WHITE, sum / step);
                    sum += counts[i];
                }
                look(channel);
            }
        }
    }

    /** Only so many bits of each level. */
    void posterize(int bits) {
        int mask = WHITE << (8 - bits) & WHITE;
        for (int i = 0; i < levels.length; i++) {
            levels[i] &= mask;
        }
    }

    /** Levels from a threshold on are inverted. */
    void solarize(double threshold) {
        for (int i = 0; i < levels.length; i++) {
            levels[i] = levels[i] < threshold ? levels[i] : WHITE - levels[i];
        }
    }

    /** Between black (0) and the image (1). */
    void brightness(double factor) {
        away(0, factor);
    }

    /** Every level between one (0) and itself (1), or further away. */
    private void away(int level, double factor) {
        for (int i = 0; i <= WHITE; i++) {
            table[i] = blend(level, i, factor);
        }
        for (int channel = 0; channel < channels; channel++) {
            look(channel);
        }
    }

    /** Between grey (0) and the image (1); nothing where there is no colour. */
    void color(double factor) {
        if (channels == RGB) {
            for (int i = 0; i < plane(); i++) {
                int grey = grey(i);
                for (int channel = 0; channel < RGB; channel++) {
                    int at = channel * plane() + i;
                    levels[at] = blend(grey, levels[at], factor);
                }
            }
        }
    }

    /** Between the mean of all (0) and the image (1). */
    void contrast(double factor) {
        long sum = 0;
        for (int i = 0; i < plane(); i++) {
            sum += grey(i);
        }
        away((int) ((double) sum / plane() + 0.5), factor);
    }

    /** Hues turned by so many 256ths of the circle; nothing where there is no colour. */
    void hue(int turn) {
        if (channels == RGB) {
            Hue.turn(levels, plane(), turn);
        }
    }

    private int grey(int pixel) {
        return channels == RGB
                ? (levels[pixel] * 19595
                                + levels[plane() + pixel] * 38470
                                + levels[2 * plane() + pixel] * 7471
                                + 0x8000)
                        >> 16
                : levels[pixel];
    }

    /** Takes a copy of all levels. */
    private void keep() {
        if (before.length == 0) {
            before = new int[levels.length];
        }
        System.arraycopy(levels, 0, before, 0, levels.length);
    }

    /** Between a smoothed image (0) and the image (1); the border stays. */
    void sharpness(double factor) {
        keep();
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 1; y < height - 1; y++) {
                for (int x = 1; x < width - 1; x++) {
                    int at = (channel * height + y) * width + x;
                    int sum = 4 * before[at];
                    for (int i = -1; i <= 1; i++) {
                        sum += before[at + i * width - 1] + before[at + i * width] + before[at + i * width + 1];
                    }
                    levels[at] = blend(clip((int) (sum / 13.0 + 0.5)), before[at], factor);
                }
            }
        }
    }

    /**
     * Each pixel from another place, without interpolation; black from outside.
     *
     * @param matrix where pixel (x, y) comes from: (a x + b y + c, d x + e y + f), of the pixels' centres
     */
    void move(double... matrix) {
        keep();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double right = x + 0.5;
                double down = y + 0.5;
                int column = (int) Math.floor(matrix[0] * right + matrix[1] * down + matrix[2]);
                int row = (int) Math.floor(matrix[3] * right + matrix[4] * down + matrix[5]);
                boolean inside = column >= 0 && column < width && row >= 0 && row < height;
                for (int channel = 0; channel < channels; channel++) {
                    levels[(channel * height + y) * width + x] =
                            inside ? before[(channel * height + row) * width + column] : 0;
                }
            }
        }
    }

    /** Turned about the centre, against the clock. */
    void rotate(double degrees) {
        double angle = -Math.toRadians(degrees);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double x = width / 2.0;
        double y = height / 2.0;
        move(cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y);
    }

    /** A grey square, cut off at the image's border; both its ends belong to it. */
    void square(double centerX, double centerY, double side) {
        int left = (int) Math.max(0, centerX - side / 2);
        int top = (int) Math.max(0, centerY - side / 2);
        int right = Math.min(width - 1, (int) Math.min(width, left + side));
        int bottom = Math.min(height - 1, (int) Math.min(height, top + side));
        for (int channel = 0; channel < channels; channel++) {
            for (int row = top; row <= bottom; row++) {
                for (int column = left; column <= right; column++) {
                    levels[(channel * height + row) * width + column] = SQUARE[channel % RGB];
                }
            }
        }
    }

    /** Pillow computes in single precision and cuts off. */
    private static int blend(int from, int to, double factor) {
        return clip((int) (from + (float) factor * (to - from)));
    }

    private static int clip(int level) {
        return Math.max(0, Math.min(WHITE, level));
    }
}
