package dev.understudy.dataset;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is subtracted from each channel, and what it is then divided by, on the scale where black is 0 and full is 1.
 *
 * @param mean one number per channel
 * @param standardDeviation one number above 0 per channel
 */
public record Normalization(List<Double> mean, List<Double> standardDeviation) {
    private static final int MOST_MEASURED = 10_000;
    private static final int LEVELS = 256;

    /**
     * Checks the numbers.
     *
     * @param mean one number per channel
     * @param standardDeviation as many numbers above 0
     * @throws IllegalArgumentException where the lists differ in length or a standard deviation is not above 0
     */
    public Normalization {
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
        if (mean.size() != standardDeviation.size()
                || standardDeviation.stream().anyMatch(d -> !(d > 0))) {
            throw new IllegalArgumentException(
                    "Wanted as many means as standard deviations, and standard deviations above 0, got means " + mean
                            + " and standard deviations " + standardDeviation);
        }
    }

    /**
     * Leaves the scale from 0 to 1 as it is.
     *
     * @param channels how many channels the images have
     * @return mean 0 and standard deviation 1 for each
     */
    public static Normalization none(int channels) {
        return new Normalization(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
    }

    /**
     * Measures mean and standard deviation over all pixels of at most 10,000 images, evenly spread over the set. A
     * channel that never changes gets standard deviation 1.
     *
     * @param images at least one
     * @return the same numbers on every machine
     * @throws DataException where an image cannot be read
     * @throws IllegalArgumentException where there is no image
     */
    public static Normalization of(Images images) {
        if (images.size() == 0) {
            throw new IllegalArgumentException("Wanted at least one image to measure, got none");
        }
        int measured = Math.min(MOST_MEASURED, images.size());
        long[] histogram = IntStream.range(0, measured)
                .parallel()
                .collect(
                        () -> new long[channels(images) * LEVELS],
                        (counts, i) -> count(images, (int) ((long) i * images.size() / measured), counts),
                        (left, right) -> IntStream.range(0, left.length).forEach(i -> left[i] += right[i]));
        List<Double> means = IntStream.range(0, channels(images))
                .mapToObj(c -> moment(histogram, c, 1))
                .toList();
        List<Double> deviations = IntStream.range(0, channels(images))
                .mapToObj(c -> standardDeviation(means.get(c), moment(histogram, c, 2)))
                .toList();
        return new Normalization(means, deviations);
    }

    private static int channels(Images images) {
        return (int) images.shape().get(0);
    }

    private static void count(Images images, int index, long[] counts) {
        byte[] bytes = new byte[(int) images.shape().size()];
        images.read(index, bytes, 0);
        int plane = bytes.length / channels(images);
        for (int i = 0; i < bytes.length; i++) {
            counts[i / plane * LEVELS + (bytes[i] & 0xFF)]++;
        }
    }

    private static double moment(long[] histogram, int channel, int power) {
        double total = 0;
        long pixels = 0;
        for (int level = 0; level < LEVELS; level++) {
            long count = histogram[channel * LEVELS + level];
            double value = level / 255.0;
            total += count * (power == 1 ? value : value * value);
            pixels += count;
        }
        return total / pixels;
    }

    private static double standardDeviation(double mean, double square) {
        double variance = square - mean * mean;
        return variance > 1e-12 ? Math.sqrt(variance) : 1;
    }
}
