package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.Augmentation;

/**
 * What is done to one image: its content moves down and right by the offsets after a flip.
 *
 * @param down in pixels
 * @param right in pixels
 * @param flipped whether left and right are swapped
 */
public record Draw(int down, int right, boolean flipped) {

    /** That of one image in one epoch, whatever was drawn before. */
    public static Draw of(Augmentation augmentation, long seed, int epoch, int index) {
        long bits = CounterRandom.bits(seed, ~(long) epoch, index);
        int padding = augmentation.getPadding();
        int places = 2 * padding + 1;
        int cell = CounterRandom.below(places * places, bits);
        return new Draw(padding - cell / places, padding - cell % places, augmentation.isFlipped() && (bits & 1) == 1);
    }
}
