package dev.understudy.dataset.internal.batch;

import ai.djl.ndarray.types.Shape;

/**
 * How images lie on a device: a black one first, then all of them one after the other, each row followed by some black
 * pixels and each channel by as many black rows. So whatever a crop reads outside of its image is black, and the
 * places that it reads are those of any other crop, shifted by one number.
 *
 * @param border how many black pixels; a crop moves by so many at most
 */
record DeviceLayout(int channels, int height, int width, int border) {

    static DeviceLayout of(Shape image, int border) {
        return new DeviceLayout((int) image.get(0), (int) image.get(1), (int) image.get(2), border);
    }

    /** Shape of the images and the black one before them. */
    Shape shape(int images) {
        return new Shape(images + 1L, channels, height + border, width + border);
    }

    /** What they take there, with the steps. */
    long bytes(int images) {
        return shape(images).size() + 2L * channels * height * width * Long.BYTES;
    }

    /** The place that the upper left pixel of a drawn image is read from. */
    long start(int image, Draw draw) {
        long left = draw.flipped() ? width - 1 + draw.right() : -draw.right();
        return (image + 1L) * channels * plane() - draw.down() * line() + left;
    }

    /** How far from its start each pixel of an image is read: of one that is not flipped, then of one that is. */
    long[] steps() {
        int pixels = height * width;
        long[] steps = new long[2 * channels * pixels];
        for (int i = 0; i < steps.length; i++) {
            int x = i % width;
            boolean flipped = i >= steps.length / 2;
            steps[i] = i / pixels % channels * plane() + i % pixels / width * line() + (flipped ? -x : x);
        }
        return steps;
    }

    private long plane() {
        return (height + border) * line();
    }

    private long line() {
        return (long) width + border;
    }
}
