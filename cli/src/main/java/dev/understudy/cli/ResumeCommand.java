package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.cli.run.UnfinishedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes on with a run that was stopped. */
@Command(
        name = "resume",
        description = "Go on with a run that was stopped, whatever stopped it: the same command as before on the same"
                + " folder, from the last checkpoint; on a processor it ends with the same bits as if it had never been"
                + " stopped, on a GPU the same within noise.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ResumeCommand implements Callable<Integer> {

    private static final String OUTPUT = "--output";

    @Parameters(paramLabel = "DIR", description = "The run's folder.")
    private Path folder = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    ResumeCommand() {}

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new InputException("No folder at " + folder + "; wanted that of a run");
        }
        List<String> arguments = elsewhere(UnfinishedRun.commandOf(folder));
        arguments.addAll(List.of(OUTPUT, folder.toString()));
        CommandLine line = spec.commandLine();
        return Main.run(line.getOut(), line.getErr(), arguments.toArray(String[]::new));
    }

    /** A command without where its output goes: the folder may have been moved since. */
    private static List<String> elsewhere(List<String> arguments) {
        List<String> without = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals(OUTPUT)) {
                i++;
            } else if (!arguments.get(i).startsWith(OUTPUT + "=")) {
                without.add(arguments.get(i));
            }
        }
        return without;
    }
}
