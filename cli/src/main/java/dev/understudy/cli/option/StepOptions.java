package dev.understudy.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What one process tells another that does a step of its comparison: never typed, and last on the command line, from
 * {@value #FIRST} on.
 */
public final class StepOptions {

    /** From here on the words are not the user's. */
    public static final String FIRST = "--step";

    /** A step of a comparison. */
    public enum Step {
        /** Trains teachers, measures costs, writes a plan into the step's file. */
        PREPARE,
        /** Trains the part that is planned in the step's file. */
        PART,
        /** Puts the table together; the step's file says which parts could not be trained. */
        COLLECT
    }

    @Option(names = FIRST, hidden = true, description = "Which step.")
    public @Nullable Step step;

    @Option(names = "--step-file", hidden = true, description = "What the step reads or writes.")
    public Path file = Path.of("");

    @Option(names = "--step-name", hidden = true, defaultValue = "", description = "What a part is called.")
    public String name = "";

    @Option(names = "--step-output", hidden = true, description = "The comparison's folder, absolute.")
    public @Nullable Path output;

    @Option(
            names = "--step-cores",
            hidden = true,
            defaultValue = "0",
            description = "How many cores the step has; 0: all that there are.")
    public int cores;

    @Option(names = "--step-device", hidden = true, description = "Which GPU the step has where one is wanted.")
    public @Nullable String device;

    @Option(
            names = "--step-with-input",
            hidden = true,
            description = "The step ends where the standard input does, which the other process holds open.")
    public boolean withInput;

    /** For picocli. */
    public StepOptions() {}
}
