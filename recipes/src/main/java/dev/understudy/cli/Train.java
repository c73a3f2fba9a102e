package dev.understudy.cli;

import dev.understudy.report.RunSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains the students of some recipes. */
@Command(
        name = "train",
        description = "Train a teacher (once) and the students of some recipes; \"understudy recipes\" lists them.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Train implements Callable<Integer> {

    @Parameters(paramLabel = "RECIPE", arity = "1..*", description = "Recipes by name, or classes of your own.")
    private List<String> recipes = List.of();

    @Mixin
    private Data data = new Data();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    Train() {}

    @Override
    public Integer call() throws IOException {
        options.check();
        List<Run.Entry> entries = new ArrayList<>();
        for (String word : new LinkedHashSet<>(recipes)) {
            entries.add(new Run.Entry(word, Recipes.named(word), options));
        }
        PrintWriter out = spec.commandLine().getOut();
        Material material = data.open();
        Path folder = options.output != null
                ? options.output
                : Journal.fresh(String.join("+", recipes).replaceAll("[^\\w.+-]", "-") + "-" + data.name());
        Journal journal = Journal.open(folder, out);
        Run run = new Run(Words.of(spec), material, entries, journal);
        RunSummary summary = run.execute();
        out.println();
        Printed.results(journal, summary, run.teacherSeconds());
        out.println("Written to " + folder + "; open " + folder.resolve("report.html"));
        return 0;
    }
}
