package dev.understudy.dataset.internal.batch;

import dev.understudy.dataset.RandAugment;

/** Operations on an image that are chosen at random, each with a strength of its own, and a grey square. */
final class RandomOperations {

    private static final int OPERATIONS = 14;

    private RandomOperations() {}

    static void change(Pixels image, RandAugment choice, ImageRandom draws) {
        for (int i = 0; i < choice.operations(); i++) {
            operate(image, draws.below(OPERATIONS), draws);
        }
        if (choice.square()) {
            double side = draws.between(0, 0.5) * image.width();
            image.square(draws.between(0, image.width()), draws.between(0, image.height()), side);
        }
    }

    private static void operate(Pixels image, int operation, ImageRandom draws) {
        switch (operation) {
            case 0 -> image.autoContrast();
            case 1 -> image.brightness(draws.between(0.05, 0.95));
            case 2 -> image.color(draws.between(0.05, 0.95));
            case 3 -> image.contrast(draws.between(0.05, 0.95));
            case 4 -> image.equalize();
            case 5 -> image.posterize((int) draws.between(4, 8));
            case 6 -> image.rotate(draws.between(-30, 30));
            case 7 -> image.sharpness(draws.between(0.05, 0.95));
            case 8 -> image.move(1, draws.between(-0.3, 0.3), 0, 0, 1, 0);
            case 9 -> image.move(1, 0, 0, draws.between(-0.3, 0.3), 1, 0);
            case 10 -> image.solarize(draws.between(0, 256));
            case 11 -> image.move(1, 0, draws.between(-0.3, 0.3) * image.width(), 0, 1, 0);
            case 12 -> image.move(1, 0, 0, 0, 1, draws.between(-0.3, 0.3) * image.height());
            default -> {
                // The fourteenth: the image as it is.
            }
        }
    }
}
