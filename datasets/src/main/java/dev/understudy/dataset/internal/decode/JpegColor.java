package dev.understudy.dataset.internal.decode;

/**
 * Which colours the components of a JPEG hold, by the rules of libjpeg's {@code default_decompress_parms}, and how they
 * become red, green and blue, with libjpeg's numbers. Four components are taken as Adobe's programs store them, inverted,
 * and mixed as Pillow mixes them: by multiplication, not by a profile.
 */
enum JpegColor {
    GRAY,
    RGB,
    YCC,
    CMYK,
    YCCK;

    /** Where no mark of Adobe's says anything. */
    static final int NO_ADOBE = -1;

    private static final int FULL = 255;
    private static final int HALF = 1 << 15;

    /** 1.402, 1.772, 0.71414 and 0.34414 in 65,536ths. */
    private static final int RED_OF_CR = 91_881;

    private static final int BLUE_OF_CB = 116_130;
    private static final int GREEN_OF_CR = 46_802;
    private static final int GREEN_OF_CB = 22_554;

    /**
     * Of a frame and its marks.
     *
     * @param jfif whether there is a JFIF mark, which means YCbCr
     * @param transform what Adobe's mark says: 0 for none, 1 for YCbCr, 2 for YCCK; or {@link #NO_ADOBE}
     */
    static JpegColor of(JpegFrame frame, boolean jfif, int transform) {
        return switch (frame.components()) {
            case 1 -> GRAY;
            case 3 -> !jfif && (transform == 0 || (transform == NO_ADOBE && named(frame))) ? RGB : YCC;
            default -> transform == 0 || transform == NO_ADOBE ? CMYK : YCCK;
        };
    }

    /** Whether the components call themselves R, G and B. */
    private static boolean named(JpegFrame frame) {
        return frame.id(0) == 'R' && frame.id(1) == 'G' && frame.id(2) == 'B';
    }

    /** The image of components of a byte each. */
    Planes planes(int width, int height, byte[][] components) {
        int pixels = width * height;
        float[] values = new float[Planes.CHANNELS * pixels];
        byte[] first = components[0];
        byte[] second = components[this == GRAY ? 0 : 1];
        byte[] third = components[this == GRAY ? 0 : 2];
        for (int i = 0; i < pixels; i++) {
            int red = first[i] & FULL;
            int green = second[i] & FULL;
            int blue = third[i] & FULL;
            if (this == YCC || this == YCCK) {
                int light = red;
                int cb = green - 128;
                int cr = blue - 128;
                red = clamped(light + ((RED_OF_CR * cr + HALF) >> 16));
                green = clamped(light + ((HALF - GREEN_OF_CB * cb - GREEN_OF_CR * cr) >> 16));
                blue = clamped(light + ((BLUE_OF_CB * cb + HALF) >> 16));
            }
            if (this == CMYK || this == YCCK) {
                int inverted = this == YCCK ? FULL : 0;
                int black = components[3][i] & FULL;
                red = mixed(red ^ inverted, black);
                green = mixed(green ^ inverted, black);
                blue = mixed(blue ^ inverted, black);
            }
            values[i] = red;
            values[pixels + i] = green;
            values[2 * pixels + i] = blue;
        }
        return new Planes(width, height, values);
    }

    private static int clamped(int value) {
        return Math.max(0, Math.min(FULL, value));
    }

    /** What an inverted ink leaves of the light that an inverted black leaves. */
    private static int mixed(int ink, int light) {
        int product = (FULL - ink) * light + 128;
        return Math.max(0, light - (((product >> 8) + product) >> 8));
    }
}
