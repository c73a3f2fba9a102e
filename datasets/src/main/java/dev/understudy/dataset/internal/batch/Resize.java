package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.ResizedCrop;

/**
 * Resizes parts of images to the images' size as Pillow does: bilinear in whole numbers of 22 bits, first along rows, then
 * along columns, each rounded to a byte. A part is never larger than the image, so that a pixel comes from two at most.
 */
final class Resize {

    private static final int BITS = 22;
    private static final int HALF = 1 << (BITS - 1);
    private static final int BYTE = 0xFF;

    private final ResizedCrop crop;
    private final int channels;
    private final int height;
    private final int width;
    private final int[] rows;
    private final Axis across;
    private final Axis down;
    private CropWindow window;

    /** For images of one size, as they are until a part is chosen. */
    Resize(ResizedCrop crop, int channels, int height, int width) {
        this.crop = crop;
        this.channels = channels;
        this.height = height;
        this.width = width;
        rows = new int[height * width];
        across = new Axis(width);
        down = new Axis(height);
        window = new CropWindow(0, 0, height, width);
    }

    /** Chooses a part at random. */
    void part(ImageRandom random) {
        part(CropWindow.of(crop, height, width, random));
    }

    /** Chooses a part. */
    void part(CropWindow other) {
        window = other;
    }

    /** From which two pixels each one comes, and their weights. */
    private static final class Axis {
        private final int[] first;
        private final int[] second;
        private final int[] firstWeight;
        private final int[] secondWeight;

        Axis(int size) {
            first = new int[size];
            second = new int[size];
            firstWeight = new int[size];
            secondWeight = new int[size];
        }

        void from(int size) {
            double scale = (double) size / first.length;
            for (int i = 0; i < first.length; i++) {
                double center = (i + 0.5) * scale;
                int low = Math.max(0, (int) (center - 1 + 0.5));
                int high = Math.min(size - 1, low + 1);
                double near = tent(low - center + 0.5);
                double far = high > low ? tent(high - center + 0.5) : 0;
                first[i] = low;
                second[i] = high;
                firstWeight[i] = (int) (0.5 + near / (near + far) * (1 << BITS));
                secondWeight[i] = (int) (0.5 + far / (near + far) * (1 << BITS));
            }
        }

        private static double tent(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    }

    /**
     * The part of one image.
     *
     * @param bytes of several images
     * @param from where the image begins
     * @param flipped whether left and right are swapped in the end
     * @param levels receives the image
     */
    void read(byte[] bytes, int from, boolean flipped, int[] levels) {
        across.from(window.width());
        down.from(window.height());
        for (int channel = 0; channel < channels; channel++) {
            int plane = channel * height * width;
            for (int y = 0; y < window.height(); y++) {
                across(bytes, from + plane + (window.top() + y) * width + window.left(), flipped, y * width);
            }
            for (int y = 0; y < height; y++) {
                down(y, levels, plane + y * width);
            }
        }
    }

    private void across(byte[] bytes, int from, boolean flipped, int into) {
        int step = flipped ? -1 : 1;
        int place = flipped ? into + width - 1 : into;
        for (int x = 0; x < width; x++) {
            rows[place] = (HALF
                            + (bytes[from + across.first[x]] & BYTE) * across.firstWeight[x]
                            + (bytes[from + across.second[x]] & BYTE) * across.secondWeight[x])
                    >> BITS;
            place += step;
        }
    }

    private void down(int y, int[] levels, int into) {
        int first = down.first[y] * width;
        int second = down.second[y] * width;
        int firstWeight = down.firstWeight[y];
        int secondWeight = down.secondWeight[y];
        for (int x = 0; x < width; x++) {
            levels[into + x] = (HALF + rows[first + x] * firstWeight + rows[second + x] * secondWeight) >> BITS;
        }
    }
}
