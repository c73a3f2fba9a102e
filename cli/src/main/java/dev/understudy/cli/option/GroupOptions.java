package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.engine.Engines;
import picocli.CommandLine.Mixin;
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
            names = "--processes",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many processes train at once, each some of the students with a --workers share of the cores;"
                            + " several fill a GPU that one leaves idle, and take its memory each; 0 for as many as it has"
                            + " memory and cores for; default: 1.")
    public int processes = 1;

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

    @Mixin
    public ClusterOptions cluster = new ClusterOptions();

    @Mixin
    public StepOptions step = new StepOptions();

    /** For picocli. */
    public GroupOptions() {}

    /** Whether the machines of a cluster train, and not this one. */
    public boolean isElsewhere() {
        return cluster.spark != null && step.step == null;
    }

    private static void upTo(String option, int count, String most) {
        OptionRange.check(
                option,
                count >= 0 && count <= MOST_WORKERS,
                "from 1 to " + MOST_WORKERS + ", or 0 for as many as " + most,
                count);
    }

    /** Refuses nonsense, and gives the engine one thread for each student unless the user said otherwise. */
    public void check(TrainingOptions options) {
        if (step.device != null) {
            options.device.place(step.device);
        }
        upTo("--workers", workers, "there are cores for");
        upTo("--processes", processes, "a GPU has memory and cores for");
        cluster.check(options, processes);
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
        int cores = step.cores > 0 ? step.cores : Runtime.getRuntime().availableProcessors();
        return workers > 0 ? workers : Math.max(1, cores / Math.max(1, options.threads) / Math.max(1, processes));
    }
}
