package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.Range;
import dev.understudy.dataset.ResizedCrop;

/**
 * A part of an image.
 *
 * @param top its first row
 * @param left its first column
 * @param height 1 or more
 * @param width 1 or more
 */
record CropWindow(int top, int left, int height, int width) {

    private static final int TRIES = 10;

    /** One at random, as torchvision draws it; the largest in the middle where none fits. */
    static CropWindow of(ResizedCrop crop, int height, int width, ImageRandom random) {
        Range ratio = crop.ratio();
        double least = StrictMath.log(ratio.least());
        double most = StrictMath.log(ratio.most());
        for (int i = 0; i < TRIES; i++) {
            double area = (double) height
                    * width
                    * random.between(crop.scale().least(), crop.scale().most());
            double drawn = StrictMath.exp(random.between(least, most));
            double wide = Math.rint(Math.sqrt(area * drawn));
            double high = Math.rint(Math.sqrt(area / drawn));
            if (wide >= 1 && wide <= width && high >= 1 && high <= height) {
                int top = random.below(height - (int) high + 1);
                return new CropWindow(top, random.below(width - (int) wide + 1), (int) high, (int) wide);
            }
        }
        return middle(ratio, height, width);
    }

    /** The largest one in the middle whose ratio is in the range. */
    static CropWindow middle(Range ratio, int height, int width) {
        double own = (double) width / height;
        int high = own < ratio.least() ? atLeastOne(width / ratio.least()) : height;
        int wide = own > ratio.most() ? atLeastOne(height * ratio.most()) : width;
        return new CropWindow((height - high) / 2, (width - wide) / 2, high, wide);
    }

    private static int atLeastOne(double side) {
        return (int) Math.max(1, Math.rint(side));
    }
}
