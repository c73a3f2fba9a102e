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
        return "./understudy " + list(spec).stream().map(CommandText::quoted).collect(Collectors.joining(" "));
    }

    /** A word as a shell wants it typed. */
    public static String quoted(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
