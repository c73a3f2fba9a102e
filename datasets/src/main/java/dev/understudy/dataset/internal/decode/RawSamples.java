package dev.understudy.dataset.internal.decode;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes an image's samples as they are coded, whatever its colour space claims. Eight bits of sixteen are kept, the
 * upper ones; fewer than eight are stretched to 0 to 255 and rounded down. What is transparent becomes black.
 */
final class RawSamples {
    private static final int FULL = 255;

    private final Raster raster;
    private final ColorModel colours;
    private final int bands;
    private final int[] clear;
    private final int[] pixel;

    private RawSamples(BufferedImage image, int @Nullable [] clear) {
        this.raster = image.getRaster();
        this.colours = image.getColorModel();
        this.bands = raster.getNumBands();
        this.clear = clear == null ? new int[0] : clear;
        this.pixel = new int[bands];
    }

    /**
     * An image's colours.
     *
     * @param clear the samples of the pixels that are transparent besides; null for none
     */
    static Planes planes(BufferedImage image, int @Nullable [] clear) {
        return new RawSamples(image, clear).planes();
    }

    private Planes planes() {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int pixels = width * height;
        float[] values = new float[Planes.CHANNELS * pixels];
        int[] row = new int[bands * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                System.arraycopy(row, x * bands, pixel, 0, bands);
                int argb = argb();
                float alpha = (argb >>> 24) / (float) FULL;
                int at = y * width + x;
                values[at] = alpha * (argb >> 16 & FULL);
                values[pixels + at] = alpha * (argb >> 8 & FULL);
                values[2 * pixels + at] = alpha * (argb & FULL);
            }
        }
        return new Planes(width, height, values);
    }

    private int argb() {
        if (Arrays.equals(pixel, clear)) {
            return 0;
        }
        if (colours instanceof IndexColorModel palette) {
            return palette.getRGB(pixel[0]);
        }
        int alpha = bands % 2 == 0 ? sample(bands - 1) : FULL;
        int red = sample(0);
        boolean gray = bands < Planes.CHANNELS;
        return alpha << 24 | red << 16 | (gray ? red : sample(1)) << 8 | (gray ? red : sample(2));
    }

    private int sample(int band) {
        int bits = colours.getComponentSize(band);
        return bits >= 8 ? pixel[band] >> (bits - 8) : pixel[band] * FULL / ((1 << bits) - 1);
    }
}
