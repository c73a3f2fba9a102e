package dev.understudy.dataset.internal.batch;

/** Turns the hue of pixels by way of Pillow's mode HSV, whose three numbers are bytes, in its own precision. */
final class Hue {

    private static final int LEVELS = 256;
    private static final int FULL = 255;
    private static final int SECTORS = 6;

    /** In which sixth of the colour circle a hue lies, and how far into it. */
    private static final int[] SECTOR = new int[LEVELS];

    private static final float[] INTO = new float[LEVELS];

    static {
        for (int hue = 0; hue < LEVELS; hue++) {
            int sector = (int) (hue * 6.0 / 255.0);
            SECTOR[hue] = sector % SECTORS;
            INTO[hue] = (float) (hue * 6.0 / 255.0 - sector);
        }
    }

    private Hue() {}

    /**
     * Three planes of levels.
     *
     * @param levels changed in place
     * @param plane how many pixels
     * @param turn added to each hue, modulo 256
     */
    static void turn(int[] levels, int plane, int turn) {
        for (int i = 0; i < plane; i++) {
            int red = levels[i];
            int green = levels[i + plane];
            int blue = levels[i + 2 * plane];
            int value = Math.max(red, Math.max(green, blue));
            int range = value - Math.min(red, Math.min(green, blue));
            int saturation = range == 0 ? 0 : (int) ((float) range / value * 255.0);
            int hue = saturation == 0 ? 0 : (hue(red, green, blue, value, range) + turn) & FULL;
            double part = (float) (saturation / 255.0);
            float into = INTO[hue];
            int low = round(value * (1.0 - part));
            int falling = round(value * (1.0 - (float) part * into));
            int rising = round(value * (1.0 - part * (1.0 - into)));
            int sector = SECTOR[hue];
            levels[i] = pick(sector, value, falling, low, low, rising, value);
            levels[i + plane] = pick(sector, rising, value, value, falling, low, low);
            levels[i + 2 * plane] = pick(sector, low, low, rising, value, value, falling);
        }
    }

    private static int hue(int red, int green, int blue, int value, float range) {
        float toRed = (value - red) / range;
        float toGreen = (value - green) / range;
        float toBlue = (value - blue) / range;
        float sixths;
        if (red == value) {
            sixths = toBlue - toGreen;
        } else if (green == value) {
            sixths = (float) (2.0 + toRed - toBlue);
        } else {
            sixths = (float) (4.0 + toGreen - toRed);
        }
        double around = sixths / 6.0 + 1.0;
        float circle = (float) (around < 1 ? around : around - 1);
        return Math.min(FULL, (int) (circle * 255.0));
    }

    private static int round(double level) {
        return (int) (level + 0.5);
    }

    private static int pick(int sector, int zero, int one, int two, int three, int four, int five) {
        return switch (sector) {
            case 0 -> zero;
            case 1 -> one;
            case 2 -> two;
            case 3 -> three;
            case 4 -> four;
            default -> five;
        };
    }
}
