package dev.understudy.dataset.internal.batch;

/** Random numbers of one image for one purpose, one after the other. */
final class ImageRandom {

    /** What they are for; each purpose has numbers of its own, whatever else is drawn. */
    enum Purpose {
        STRONG(14),
        RESIZED_CROP(101),
        COLOR_JITTER(102),
        RAND_AUGMENT(103),
        CUTOUT(104);

        private final int stream;

        Purpose(int stream) {
            this.stream = stream;
        }
    }

    private final long image;
    private final int stream;
    private long drawn;

    /**
     * From the first one on.
     *
     * @param image bits of the seed, the epoch and the image's index
     */
    ImageRandom(long image, Purpose purpose) {
        this.image = image;
        this.stream = purpose.stream;
    }

    private long bits() {
        return CounterRandom.bits(image, ++drawn, stream);
    }

    /** A number from 0 to bound - 1. */
    int below(int bound) {
        return CounterRandom.below(bound, bits());
    }

    double between(double low, double high) {
        return low + (high - low) * CounterRandom.unit(bits());
    }
}
