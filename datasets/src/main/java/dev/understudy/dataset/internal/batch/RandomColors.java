package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.Range;

/** Brightness, contrast, saturation and hue of an image in a random order. */
final class RandomColors {

    private static final int STEPS = 4;
    private static final int CIRCLE = 255;

    private RandomColors() {}

    /** As many numbers are drawn whatever is left out. */
    static void change(Pixels image, ColorJitter jitter, ImageRandom random) {
        int[] order = order(random);
        double brightness = draw(jitter.brightness(), random);
        double contrast = draw(jitter.contrast(), random);
        double saturation = draw(jitter.saturation(), random);
        double hue = draw(jitter.hue(), random);
        for (int step : order) {
            if (step == 0 && !isAlways(jitter.brightness(), 1)) {
                image.brightness(brightness);
            } else if (step == 1 && !isAlways(jitter.contrast(), 1)) {
                image.contrast(contrast);
            } else if (step == 2 && !isAlways(jitter.saturation(), 1)) {
                image.color(saturation);
            } else if (step == STEPS - 1 && !isAlways(jitter.hue(), 0)) {
                image.hue((int) (hue * CIRCLE));
            }
        }
    }

    /** All orders alike. */
    static int[] order(ImageRandom random) {
        int[] order = new int[STEPS];
        for (int i = 0; i < STEPS; i++) {
            int j = random.below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static double draw(Range range, ImageRandom random) {
        return random.between(range.least(), range.most());
    }

    private static boolean isAlways(Range range, double number) {
        return range.least() == number && range.most() == number;
    }
}
