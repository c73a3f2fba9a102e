package dev.understudy.dataset;

/**
 * A random part of an image, resized to the image's own size: what networks for ImageNet are trained on (Szegedy et al.
 * 2015, section 6), as torchvision's {@code RandomResizedCrop} has it. The part's share of the area is drawn from {@code
 * scale}, its width divided by its height from {@code ratio} (the logarithm, all alike), its place from all that there
 * are. Where it does not fit, it is drawn again; after ten times it is the largest one in the middle whose ratio is in
 * the range. Pixels are those of torchvision with Pillow, bit for bit: bilinear, first along rows, then along columns, each
 * rounded to a byte. Parts are never larger than the image, so that antialiasing has nothing to do.
 *
 * @param scale which share of the image's area, above 0, at most 1
 * @param ratio width divided by height, above 0
 */
public record ResizedCrop(Range scale, Range ratio) {

    private static final ResizedCrop STANDARD = new ResizedCrop(new Range(0.08, 1), new Range(3.0 / 4, 4.0 / 3));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException where a number is out of its range
     */
    public ResizedCrop {
        if (!(scale.least() > 0 && scale.most() <= 1)) {
            throw new IllegalArgumentException(
                    "Wanted a share of the area above 0 and at most 1, got " + scale.least() + " to " + scale.most());
        }
        if (!(ratio.least() > 0)) {
            throw new IllegalArgumentException(
                    "Wanted a ratio of width to height above 0, got " + ratio.least() + " to " + ratio.most());
        }
    }

    /**
     * From 8 % of the area to all of it, and from 3:4 to 4:3, as for ImageNet.
     *
     * @return the crop to start from
     */
    public static ResizedCrop standard() {
        return STANDARD;
    }

    /**
     * The same with other shares of the area.
     *
     * @param least above 0
     * @param most at most 1
     * @return a new crop
     */
    public ResizedCrop scale(double least, double most) {
        return new ResizedCrop(new Range(least, most), ratio);
    }

    /**
     * The same with other ratios of width to height.
     *
     * @param least above 0
     * @param most as large or larger
     * @return a new crop
     */
    public ResizedCrop ratio(double least, double most) {
        return new ResizedCrop(scale, new Range(least, most));
    }
}
