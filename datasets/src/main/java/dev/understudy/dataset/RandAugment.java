package dev.understudy.dataset;

/**
 * Strong augmentation on top of crops and flips: some operations on an image's colours and geometry, chosen at random,
 * each with a strength of its own, then a grey square over a part of it. The operations and their ranges are those of
 * FixMatch (Sohn et al. 2020, appendix D), after RandAugment (Cubuk et al. 2020): auto contrast, brightness, colour,
 * contrast, equalise, identity, posterise, rotate, sharpness, shear in x and y, solarise, translate in x and y. Pixels are
 * computed as the Python library Pillow does, without interpolation; what comes from outside of an image is black.
 *
 * @param operations how many are chosen, each from all, 1 or more; the literature has 2
 * @param square whether a grey square of up to half of the width follows (Cutout)
 */
public record RandAugment(int operations, boolean square) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException where it is below 1
     */
    public RandAugment {
        if (operations < 1) {
            throw new IllegalArgumentException("Wanted 1 or more random operations, got " + operations);
        }
    }

    /**
     * Two operations and the square, as FixMatch and those after it have it.
     *
     * @return the augmentation
     */
    public static RandAugment standard() {
        return new RandAugment(2, true);
    }
}
