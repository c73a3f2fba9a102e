package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.engine.Engines;
import picocli.CommandLine.Option;

/** The options of many students in one pass. */
public final class GroupOptions {

    private static final int MOST_WORKERS = 1024;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many students learn at once, each with --threads threads (1 where it is not given);"
                    + " default: as many as there are cores for.")
    public int workers;

    @Option(
            names = "--same-order",
            description = "Show the images to all seeds in the order of the first one, so that all seeds learn in one"
                    + " pass: faster where there are few recipes, but the standard deviation over seeds then leaves the order"
                    + " out; default: each seed has an order of its own, and a pass.")
    public boolean sameOrder;

    @Option(
            names = "--no-weights",
            description =
                    "Keep no student's weights: nothing can be exported or evaluated later; default: in weights/.")
    public boolean noWeights;

    @Option(
            names = "--retry",
            description = "Try the gaps again: students that could not be trained before; default: they stay gaps until"
                    + " their settings change.")
    public boolean retry;

    /** For picocli. */
    public GroupOptions() {}

    /** Refuses nonsense, and gives the engine one thread for each student unless the user said otherwise. */
    public void check(TrainingOptions options) {
        if (workers < 0 || workers > MOST_WORKERS) {
            throw new InputException("--workers must be from 1 to " + MOST_WORKERS
                    + ", or 0 for as many as there are cores for, got " + workers);
        }
        if (!Engines.learnSideBySide(options.device.first())) {
            if (workers > 1) {
                throw new InputException(
                        "--workers " + workers + ": this engine and device let one student learn at a time");
            }
            workers = 1;
        } else if (options.threads == 0) {
            options.threads = 1;
        }
    }

    public int workers(TrainingOptions options) {
        return workers > 0 ? workers : Math.max(1, Runtime.getRuntime().availableProcessors() / options.threads);
    }

    /** The seed of the order in which a student sees the images. */
    public long order(TrainingOptions options, long seed) {
        return sameOrder ? options.seed : seed;
    }
}
