package dev.understudy.cli;

import dev.understudy.recipe.Material;
import dev.understudy.report.RunSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows in a few minutes, on generated pictures, what the project does. */
@Command(
        name = "quickstart",
        description = "Train a teacher, a student alone and a student taught, on generated pictures: a few minutes.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Quickstart implements Callable<Integer> {

    private static final String TAUGHT = "both";

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the run is written; default: a new folder in runs/.")
    private @Nullable Path output;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many students of each kind; default: ${DEFAULT-VALUE}.")
    private int seeds = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    Quickstart() {}

    @Override
    public Integer call() throws IOException {
        TrainingOptions options = new TrainingOptions();
        options.width = 0.125;
        options.epochs = 8;
        options.teacherEpochs = 12;
        options.seeds = seeds;
        options.check();
        PrintWriter out = spec.commandLine().getOut();
        Path folder = output != null ? output : Journal.fresh("quickstart");
        Journal.checkRun(folder);
        Material material = new Data().open();
        List<RecipeWord> words =
                List.of(RecipeWord.parse("student", options.choices()), RecipeWord.parse(TAUGHT, options.choices()));
        try (Journal journal = Journal.open(folder, out, Words.list(spec))) {
            Run run = new Run(Words.of(spec), material, options, words, journal);
            RunSummary summary = run.execute();
            out.println();
            Printed.results(journal, summary, run.teacherSeconds());
        }
        out.println("Written to " + folder + "; open " + folder.resolve("report.html"));
        return 0;
    }
}
