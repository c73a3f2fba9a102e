package dev.understudy.cli.option;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as it was typed, for the record. */
public final class CommandText {

    private CommandText() {}

    /** As they were typed, without what one process tells another. */
    public static List<String> list(CommandSpec spec) {
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        int step = words.indexOf(StepOptions.FIRST);
        return step < 0 ? words : words.subList(0, step);
    }

    public static String of(CommandSpec spec) {
        List<String> typed = list(spec);
        return "./understudy "
                + typed.stream()
                        .map(word -> word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }
}
