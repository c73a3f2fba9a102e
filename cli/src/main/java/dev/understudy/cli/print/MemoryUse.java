package dev.understudy.cli.print;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What memory is used for, told by the classes of ours that were at work, and the options that it grows with. */
enum MemoryUse {
    /** Bytes of images become numbers. */
    BATCH("making a batch of images", "--batch --size", "dataset.internal.batch."),
    /** Images are held as bytes. */
    DATA("reading the data set", "--train-size --size", "dataset."),
    /** Its libraries are mapped. */
    ENGINE("starting the engine", "", "engine.Engines"),
    /** Weights, and gradients for them. */
    NETWORK("making the network", "--width", "internal.loop.InitialStudent internal.format.Weights"),
    /** A few steps before the training. */
    MEASURING("measuring", "--batch --width", "internal.gradient.StageGradients measure.Profiler"),
    /** Forward and backward. */
    TRAINING("training", "--batch --width --workers", "internal.loop.StageTrainer"),
    /** Its outputs for a batch. */
    TEACHER("showing a batch to the teacher", "--batch --width --workers", "internal.loop.SharedBatch"),
    /** Batches of a fixed size. */
    EVALUATION("evaluating", "--width --workers", "internal.loop.Evaluator measure.Evaluation"),
    /** Another format. */
    EXPORT("writing an ONNX file", "", "onnx."),
    /** A run's folder. */
    REPORT("writing the report", "--seeds", "report.");

    private static final String OURS = "dev.understudy.";

    private final String words;
    private final String options;
    private final String classes;

    /** Several options and several classes have blanks between them. */
    MemoryUse(String words, String options, String classes) {
        this.words = words;
        this.options = options;
        this.classes = classes;
    }

    /**
     * What was at work.
     *
     * @param classes the names of those at work, the innermost first
     * @return by the first class that says it; nothing where none does
     */
    static Optional<MemoryUse> of(List<String> classes) {
        return classes.stream()
                .flatMap(name -> List.of(values()).stream().filter(use -> use.isDoneBy(name)))
                .findFirst();
    }

    private boolean isDoneBy(String name) {
        return Arrays.stream(classes.split(" ", -1)).anyMatch(each -> name.startsWith(OURS + each));
    }

    /** The options that say how much it is; a command need not have all of them. */
    List<String> options() {
        return List.of(options.split(" ", -1));
    }

    /**
     * In words.
     *
     * @param whom the networks that are trained; empty where they have no name
     */
    String words(String whom) {
        return this == TRAINING || this == MEASURING ? (words + " " + whom).strip() : words;
    }
}
