package dev.understudy.format;

import dev.understudy.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * How images that were normalised in one way become images that are normalised in another: each channel times a
 * factor, plus an offset.
 *
 * @param factors one number per channel
 * @param offsets one number per channel
 */
public record Renormalization(List<Double> factors, List<Double> offsets) {

    /** Checks that there is one of each for every channel. */
    public Renormalization {
        factors = List.copyOf(factors);
        offsets = List.copyOf(offsets);
        if (factors.size() != offsets.size() || factors.isEmpty()) {
            throw new InputException("Wanted one factor and one offset for each channel, got " + factors.size()
                    + " factors and " + offsets.size() + " offsets");
        }
    }

    /**
     * From one normalisation, {@code (x - mean) / standard deviation} for each channel, to another.
     *
     * @param mean what was subtracted
     * @param standardDeviation what was divided by, above 0
     * @param otherMean what is to be subtracted
     * @param otherStandardDeviation what is to be divided by, above 0
     * @return {@code x standardDeviation / otherStandardDeviation + (mean - otherMean) / otherStandardDeviation}
     * @throws InputException when the lists differ in length
     */
    public static Renormalization between(
            List<Double> mean,
            List<Double> standardDeviation,
            List<Double> otherMean,
            List<Double> otherStandardDeviation) {
        int channels = mean.size();
        if (standardDeviation.size() != channels
                || otherMean.size() != channels
                || otherStandardDeviation.size() != channels) {
            throw new InputException("Wanted normalisations of as many channels, got means " + mean + " and "
                    + otherMean + ", standard deviations " + standardDeviation + " and " + otherStandardDeviation);
        }
        List<Double> factors = new ArrayList<>();
        List<Double> offsets = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            factors.add(standardDeviation.get(i) / otherStandardDeviation.get(i));
            offsets.add((mean.get(i) - otherMean.get(i)) / otherStandardDeviation.get(i));
        }
        return new Renormalization(factors, offsets);
    }
}
