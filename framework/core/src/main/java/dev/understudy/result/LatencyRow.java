package dev.understudy.result;

import dev.understudy.internal.text.Checks;

/**
 * How long a network takes to answer.
 *
 * @param network the network's name
 * @param engine the engine that ran it
 * @param parameters how many numbers the network was trained to hold
 * @param bytes how large its file is
 * @param batch how many images it was shown at once
 * @param calls how often
 * @param median milliseconds of a call, the middle of all
 * @param most95 milliseconds that 95 of 100 calls stayed within
 * @param most99 milliseconds that 99 of 100 calls stayed within
 * @param imagesPerSecond over all calls
 */
public record LatencyRow(
        String network,
        String engine,
        long parameters,
        long bytes,
        int batch,
        int calls,
        double median,
        double most95,
        double most99,
        double imagesPerSecond) {

    /** Refuses what cannot have been measured. */
    public LatencyRow {
        Checks.positive("parameters", parameters);
        Checks.positive("bytes", bytes);
        Checks.positive("batch", batch);
        Checks.positive("calls", calls);
        Checks.notNegative("median", median);
        Checks.notNegative("most95", most95);
        Checks.notNegative("most99", most99);
        Checks.notNegative("imagesPerSecond", imagesPerSecond);
    }
}
