package dev.understudy.dataset;

/**
 * Brightness, contrast, saturation and hue at random, one after the other in a random order, as torchvision's {@code
 * ColorJitter} has it (Krizhevsky et al. 2012 were the first to vary colours). Each factor is drawn from its range; what
 * has a range of a single number without effect (1, for hue 0) is left out. Pixels are those of torchvision with Pillow,
 * bit for bit: bytes after each step, hue by way of Pillow's mode HSV. Saturation and hue do nothing to images that do not
 * have three channels; contrast takes the mean of the first channel there.
 *
 * @param brightness 0 for black, 1 for the image, 0 or more
 * @param contrast 0 for the image's mean grey, 1 for the image, 0 or more
 * @param saturation 0 for greys, 1 for the image, 0 or more
 * @param hue 0 for the image, by which part of the colour circle hues turn, within -0.5 and 0.5
 */
public record ColorJitter(Range brightness, Range contrast, Range saturation, Range hue) {

    private static final Range SAME = new Range(1, 1);
    private static final Range SAME_HUE = new Range(0, 0);
    private static final ColorJitter NONE = new ColorJitter(SAME, SAME, SAME, SAME_HUE);
    private static final double HALF = 0.5;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException where a number is out of its range
     */
    public ColorJitter {
        factors("brightness", brightness);
        factors("contrast", contrast);
        factors("saturation", saturation);
        if (hue.least() < -HALF || hue.most() > HALF) {
            throw new IllegalArgumentException(
                    "Wanted turns of the hue from -0.5 to 0.5, got " + hue.least() + " to " + hue.most());
        }
    }

    private static void factors(String name, Range range) {
        if (range.least() < 0) {
            throw new IllegalArgumentException(
                    "Wanted factors of 0 or more for " + name + ", got " + range.least() + " to " + range.most());
        }
    }

    /**
     * Nothing yet, to be followed by what is wanted: {@code ColorJitter.none().brightness(0.4).hue(0.1)}.
     *
     * @return the jitter to start from
     */
    public static ColorJitter none() {
        return NONE;
    }

    /**
     * Brightness, contrast and saturation with the same strength; hue stays.
     *
     * @param strength 0 or more: factors from {@code 1 - strength}, 0 where that is below 0, to {@code 1 + strength}
     * @return the jitter
     */
    public static ColorJitter of(double strength) {
        return NONE.brightness(strength).contrast(strength).saturation(strength);
    }

    private static Range around(String name, double strength) {
        if (!(strength >= 0) || Double.isInfinite(strength)) {
            throw new IllegalArgumentException("Wanted a strength of 0 or more for " + name + ", got " + strength);
        }
        return new Range(Math.max(0, 1 - strength), 1 + strength);
    }

    /**
     * The same with another brightness.
     *
     * @param strength 0 or more: factors from {@code 1 - strength} (0 or more) to {@code 1 + strength}
     * @return a new jitter
     */
    public ColorJitter brightness(double strength) {
        return brightness(around("brightness", strength));
    }

    /**
     * The same with another brightness.
     *
     * @param factors from which the factor is drawn
     * @return a new jitter
     */
    public ColorJitter brightness(Range factors) {
        return new ColorJitter(factors, contrast, saturation, hue);
    }

    /**
     * The same with another contrast.
     *
     * @param strength 0 or more: factors from {@code 1 - strength} (0 or more) to {@code 1 + strength}
     * @return a new jitter
     */
    public ColorJitter contrast(double strength) {
        return contrast(around("contrast", strength));
    }

    /**
     * The same with another contrast.
     *
     * @param factors from which the factor is drawn
     * @return a new jitter
     */
    public ColorJitter contrast(Range factors) {
        return new ColorJitter(brightness, factors, saturation, hue);
    }

    /**
     * The same with another saturation.
     *
     * @param strength 0 or more: factors from {@code 1 - strength} (0 or more) to {@code 1 + strength}
     * @return a new jitter
     */
    public ColorJitter saturation(double strength) {
        return saturation(around("saturation", strength));
    }

    /**
     * The same with another saturation.
     *
     * @param factors from which the factor is drawn
     * @return a new jitter
     */
    public ColorJitter saturation(Range factors) {
        return new ColorJitter(brightness, contrast, factors, hue);
    }

    /**
     * The same with other turns of the hue.
     *
     * @param most from 0 to 0.5: from {@code -most} to {@code most}
     * @return a new jitter
     */
    public ColorJitter hue(double most) {
        if (!(most >= 0 && most <= HALF)) {
            throw new IllegalArgumentException("Wanted a strength from 0 to 0.5 for hue, got " + most);
        }
        return hue(new Range(0 - most, most));
    }

    /**
     * The same with other turns of the hue.
     *
     * @param turns from which the turn is drawn, within -0.5 and 0.5
     * @return a new jitter
     */
    public ColorJitter hue(Range turns) {
        return new ColorJitter(brightness, contrast, saturation, turns);
    }
}
