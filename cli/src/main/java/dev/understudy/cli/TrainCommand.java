package dev.understudy.cli;

import dev.understudy.cli.option.CommandText;
import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.print.PrintedRun;
import dev.understudy.cli.run.RunFolder;
import dev.understudy.cli.run.RunLog;
import dev.understudy.cli.run.TrainingRun;
import dev.understudy.recipes.ImageData;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
public final class TrainCommand implements Callable<Integer> {

    private static final int LONGEST_NAME = 100;

    @Parameters(
            paramLabel = "RECIPE",
            arity = "1..*",
            description =
                    "Recipes by name, or classes of your own. Each may have options of its own, NAME=VALUE behind a"
                            + " colon with commas between, as in channel:epochs=20,learning-rate=0.05; \"understudy"
                            + " recipes NAME\" lists them. Where a recipe has none of its own, those below hold.")
    private List<String> recipes = List.of();

    @Mixin
    private DataSetOptions data = new DataSetOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public TrainCommand() {}

    @Override
    public Integer call() throws IOException {
        options.check();
        List<RecipeArgument> arguments = options.recipes(recipes);
        RunFolder folder = new RunFolder(options.output, name(arguments));
        return train(spec, folder, data, options, arguments);
    }

    /** Trains, prints what came of it, and says where it is written. */
    static int train(
            CommandSpec spec,
            RunFolder folder,
            DataSetOptions data,
            TrainingOptions options,
            List<RecipeArgument> arguments)
            throws IOException {
        folder.check();
        ImageData images = data.open();
        PrintWriter out = spec.commandLine().getOut();
        Path written;
        try (RunLog log = folder.open(out, CommandText.list(spec))) {
            written = log.folder();
            TrainingRun run = new TrainingRun(CommandText.of(spec), images, options, arguments, log);
            RunSummary summary = run.execute();
            out.println();
            PrintedRun.results(log, summary, run.teacherSeconds());
        }
        out.println("Written to " + written + "; open " + written.resolve("report.html"));
        return 0;
    }

    /** Of the recipes and the images; many recipes together are too long for a folder's name. */
    private String name(List<RecipeArgument> arguments) {
        String joined = arguments.stream()
                .map(RecipeArgument::text)
                .collect(Collectors.joining("+"))
                .replaceAll("[^\\w.+-]", "-");
        return joined.substring(0, Math.min(joined.length(), LONGEST_NAME)) + "-" + data.name()
                + options.networks.suffix();
    }
}
