package dev.understudy.dataset.internal.batch;

import ai.djl.ndarray.types.Shape;

/**
 * How pictures lie on a device: a black one first, then all of them one after the other, each row followed by some black
 * pixels and each channel by as many black rows. So whatever a crop reads outside of its picture is black, and the
 * places that it reads are those of any other crop, shifted by one number.
 *
 * @param border how many black pixels; a crop moves by so many at most
 */
record DeviceLayout(int channels, int height, int width, int border) {

    static DeviceLayout of(Shape picture, int border) {
        return new DeviceLayout((int) picture.get(0), (int) picture.get(1), (int) picture.get(2), border);
    }

    /** Shape of the pictures and the black one before them. */
    Shape shape(int pictures) {
        return new Shape(pictures + 1L, channels, height + border, width + border);
    }

    /** What they take there, with the steps. */
    long bytes(int pictures) {
        return shape(pictures).size() + 2L * channels * height * width * Long.BYTES;
    }

    /** The place that the upper left pixel of a drawn picture is read from. */
    long start(int picture, Draw draw) {
        long left = draw.flipped() ? width - 1 + draw.right() : -draw.right();
        return (picture + 1L) * channels * plane() - draw.down() * line() + left;
    }

    /** How far from its start each pixel of a picture is read: of one that is not flipped, then of one that is. */
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
