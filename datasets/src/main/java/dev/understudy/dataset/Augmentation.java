package dev.understudy.dataset;

import org.jspecify.annotations.Nullable;

/**
 * How each image is varied from epoch to epoch, in this order: a crop, a flip, colours, random operations, a square that is
 * cut out. A crop to start from, and options: {@code Augmentation.cropAndFlip(4).cutout(8)} or {@code
 * Augmentation.resizedCrop().flip(true).colorJitter(ColorJitter.of(0.4))}. Immutable: each option returns a new one.
 *
 * <p>Each is drawn apart from the others: one more leaves what the others do to an image as it is.
 */
public final class Augmentation {

    /** Every image as it is. */
    public static final Augmentation NONE = new Augmentation(new Choices(0, false, null, null, null, 0));

    private final Choices choices;

    /** All that there is to choose. */
    private record Choices(
            int padding,
            boolean flipped,
            @Nullable ResizedCrop resizedCrop,
            @Nullable ColorJitter colorJitter,
            @Nullable RandAugment randAugment,
            int cutout) {}

    private Augmentation(Choices choices) {
        this.choices = choices;
    }

    /**
     * Random crops out of the padded image, and random flips: with padding 4, what the literature does on CIFAR.
     *
     * @param padding how many black pixels are added on each side before a window of the old size is cut out at random, all
     *     (2 padding + 1) squared places alike; 0 for no cropping
     * @return cropping and flipping
     * @throws IllegalArgumentException where the padding is below 0
     */
    public static Augmentation cropAndFlip(int padding) {
        return crop(padding).flip(true);
    }

    /**
     * Random crops alone: for images whose mirror image means something else, such as digits and letters.
     *
     * @param padding 0 or more, in pixels, as in {@link #cropAndFlip}
     * @return cropping without flipping
     * @throws IllegalArgumentException where the padding is below 0
     */
    public static Augmentation crop(int padding) {
        if (padding < 0) {
            throw new IllegalArgumentException("Wanted a padding of 0 or more, got " + padding);
        }
        return new Augmentation(new Choices(padding, false, null, null, null, 0));
    }

    /**
     * A random part of each image, from 8 % of its area on, resized to the image's size, as for ImageNet.
     *
     * @return resized crops without flipping
     */
    public static Augmentation resizedCrop() {
        return resizedCrop(ResizedCrop.standard());
    }

    /**
     * A random part of each image, resized to the image's size.
     *
     * @param crop which parts
     * @return resized crops without flipping
     */
    public static Augmentation resizedCrop(ResizedCrop crop) {
        return new Augmentation(new Choices(0, false, crop, null, null, 0));
    }

    /**
     * The same with flips or without.
     *
     * @param flip whether left and right are swapped in half of the draws
     * @return a new augmentation
     */
    public Augmentation flip(boolean flip) {
        return new Augmentation(new Choices(
                choices.padding, flip, choices.resizedCrop, choices.colorJitter, choices.randAugment, choices.cutout));
    }

    /**
     * The same with brightness, contrast, saturation and hue at random.
     *
     * @param jitter how far they go
     * @return a new augmentation
     */
    public Augmentation colorJitter(ColorJitter jitter) {
        ColorJitter some = jitter.equals(ColorJitter.none()) ? null : jitter;
        return new Augmentation(new Choices(
                choices.padding, choices.flipped, choices.resizedCrop, some, choices.randAugment, choices.cutout));
    }

    /**
     * The same with operations on colours and geometry that are chosen at random.
     *
     * @param operations how many, and whether a square follows
     * @return a new augmentation
     */
    public Augmentation randAugment(RandAugment operations) {
        return new Augmentation(new Choices(
                choices.padding,
                choices.flipped,
                choices.resizedCrop,
                choices.colorJitter,
                operations,
                choices.cutout));
    }

    /**
     * The same with a square of zeros after normalisation, the mean colour. Its centre lies on any pixel; what would lie
     * outside the image is left out (Cutout, DeVries and Taylor 2017; they have 16 on CIFAR-10 and 8 on CIFAR-100). An odd
     * side is as long as it says; the authors' code makes it one pixel shorter.
     *
     * @param side in pixels; 0 for none
     * @return a new augmentation
     * @throws IllegalArgumentException where the side is below 0
     */
    public Augmentation cutout(int side) {
        if (side < 0) {
            throw new IllegalArgumentException("Wanted a square of 0 (none) or more pixels to cut out, got " + side);
        }
        return new Augmentation(new Choices(
                choices.padding, choices.flipped, choices.resizedCrop, choices.colorJitter, choices.randAugment, side));
    }

    /**
     * How many black pixels are added on each side before a window of the old size is cut out.
     *
     * @return 0 for no such cropping
     */
    public int getPadding() {
        return choices.padding;
    }

    /**
     * Whether left and right are swapped in half of the draws.
     *
     * @return false unless chosen
     */
    public boolean isFlipped() {
        return choices.flipped;
    }

    /**
     * Which parts of images are resized.
     *
     * @return null for none
     */
    public @Nullable ResizedCrop getResizedCrop() {
        return choices.resizedCrop;
    }

    /**
     * How brightness, contrast, saturation and hue vary.
     *
     * @return null where they do not
     */
    public @Nullable ColorJitter getColorJitter() {
        return choices.colorJitter;
    }

    /**
     * Which operations are chosen at random.
     *
     * @return null for none
     */
    public @Nullable RandAugment getRandAugment() {
        return choices.randAugment;
    }

    /**
     * The side of the square that is cut out.
     *
     * @return in pixels, 0 for none
     */
    public int getCutout() {
        return choices.cutout;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Augmentation augmentation && augmentation.choices.equals(choices);
    }

    @Override
    public int hashCode() {
        return choices.hashCode();
    }

    /** Identifies it in what is kept of a training; what is not chosen is not named. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Augmentation[padding=" + choices.padding + ", flip=" + choices.flipped);
        if (choices.resizedCrop != null) {
            text.append(", resizedCrop=").append(choices.resizedCrop);
        }
        if (choices.colorJitter != null) {
            text.append(", colorJitter=").append(choices.colorJitter);
        }
        if (choices.randAugment != null) {
            text.append(", randAugment=").append(choices.randAugment);
        }
        if (choices.cutout != 0) {
            text.append(", cutout=").append(choices.cutout);
        }
        return text.append(']').toString();
    }
}
