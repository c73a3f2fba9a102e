package dev.understudy.cli.run;

import dev.understudy.result.LatencyRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.statistics.descriptive.Quantile;

/** How long some ways of answering take: each call by itself, all ways in turns, so that other work disturbs all alike. */
public final class LatencyRounds {

    private static final double SECOND = 1e3;
    private static final double TURN = 100;
    private static final double WARM_UP = 300;

    private final double seconds;
    private final Consumer<String> progress;

    /**
     * How to measure.
     *
     * @param seconds how long each way is measured for, in all
     * @param progress is told what is done, and before each round
     */
    public LatencyRounds(double seconds, Consumer<String> progress) {
        this.seconds = seconds;
        this.progress = progress;
    }

    /** Answers images. */
    @FunctionalInterface
    public interface Way {

        /**
         * Answers images once.
         *
         * @param images normalised, one after the other
         * @param count how many
         * @return the logits, image by image
         * @throws IOException when it fails
         */
        float[] answer(float[] images, int count) throws IOException;
    }

    /**
     * A network on an engine.
     *
     * @param network the network's name
     * @param engine the engine's name
     * @param parameters how many numbers the network was trained to hold
     * @param bytes how large its file is
     * @param batch how many images it is shown at once
     * @param images a batch of normalised images
     * @param way runs it
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Subject(
            String network, String engine, long parameters, long bytes, int batch, float[] images, Way way) {}

    /**
     * Measures.
     *
     * @param subjects the networks
     * @return a row for each, in the same order
     * @throws IOException when one fails
     */
    public List<LatencyRow> measure(List<Subject> subjects) throws IOException {
        progress.accept("Warming up " + subjects.size() + " ways");
        List<Calls> all = new ArrayList<>();
        for (Subject subject : subjects) {
            new Calls(subject).fill(Math.min(WARM_UP, seconds * SECOND));
            all.add(new Calls(subject));
        }
        while (all.stream().anyMatch(calls -> calls.total < seconds * SECOND)) {
            progress.accept("");
            for (Calls calls : all) {
                calls.fill(TURN);
            }
        }
        return all.stream().map(Calls::row).toList();
    }

    /** The calls of one way so far. */
    private static final class Calls {

        private final Subject subject;
        private final List<Double> times = new ArrayList<>();
        private double total;

        Calls(Subject subject) {
            this.subject = subject;
        }

        /** Calls until some milliseconds are over, at least once. */
        void fill(double turn) throws IOException {
            double end = total + turn;
            do {
                long begin = System.nanoTime();
                subject.way.answer(subject.images, subject.batch);
                double time = Timer.since(begin);
                times.add(time);
                total += time;
            } while (total < end);
        }

        LatencyRow row() {
            double[] sorted =
                    times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            double[] percentiles =
                    Quantile.withDefaults().with(Quantile.EstimationMethod.HF6).evaluate(sorted, 0.5, 0.95, 0.99);
            return new LatencyRow(
                    subject.network,
                    subject.engine,
                    subject.parameters,
                    subject.bytes,
                    subject.batch,
                    times.size(),
                    percentiles[0],
                    percentiles[1],
                    percentiles[2],
                    SECOND
                            * subject.batch
                            * times.size()
                            / Arrays.stream(sorted).sum());
        }
    }
}
