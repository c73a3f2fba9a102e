package dev.understudy.dataset;

/**
 * How each image is varied from epoch to epoch.
 *
 * @param padding how many black pixels are added on each side before a window of the old size is cut out at random, all
 *     (2 padding + 1) squared places alike; 0 for no cropping
 * @param flip whether left and right are swapped in half of the draws
 */
public record Augmentation(int padding, boolean flip) {

    /** Every image as it is. */
    public static final Augmentation NONE = new Augmentation(0, false);

    /**
     * Checks the numbers.
     *
     * @param padding 0 or more, in pixels
     * @param flip whether to flip
     * @throws IllegalArgumentException where the padding is below 0
     */
    public Augmentation {
        if (padding < 0) {
            throw new IllegalArgumentException("Wanted a padding of 0 or more, got " + padding);
        }
    }

    /**
     * Random crops out of the padded image, and random flips: with padding 4, what the literature does on CIFAR.
     *
     * @param padding 0 or more, in pixels
     * @return cropping and flipping
     */
    public static Augmentation cropAndFlip(int padding) {
        return new Augmentation(padding, true);
    }

    /**
     * Random crops alone: for images whose mirror image means something else, such as digits and letters.
     *
     * @param padding 0 or more, in pixels
     * @return cropping without flipping
     */
    public static Augmentation crop(int padding) {
        return new Augmentation(padding, false);
    }
}
