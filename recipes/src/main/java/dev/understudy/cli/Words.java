package dev.understudy.cli;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as it was typed, for the record. */
final class Words {

    private Words() {}

    /** As they were typed. */
    static List<String> list(CommandSpec spec) {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    static String of(CommandSpec spec) {
        List<String> typed = list(spec);
        return "./understudy "
                + typed.stream()
                        .map(word -> word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }
}
