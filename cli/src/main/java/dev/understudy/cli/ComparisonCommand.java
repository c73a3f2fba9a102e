package dev.understudy.cli;

import dev.understudy.cli.option.CommandText;
import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.GroupOptions;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.print.PrintedComparison;
import dev.understudy.cli.run.ComparisonRun;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.cli.run.RecipePlace;
import dev.understudy.cli.run.RunLog;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.recipes.ImageData;
import dev.understudy.result.Comparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What the commands that compare have in common.
 *
 * @param spec the command
 * @param data which images
 * @param options how to train
 * @param group how students share a pass
 */
record ComparisonCommand(CommandSpec spec, DataSetOptions data, TrainingOptions options, GroupOptions group) {

    /** With fewer seeds nothing can be told from chance. */
    private static final int SEEDS = 3;

    private static final int GAPS = 1;

    /** The defaults that differ from those of a single training. */
    static final class Defaults implements IDefaultValueProvider {

        /** For picocli. */
        Defaults() {}

        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            boolean seeds = argument instanceof OptionSpec option
                    && option.longestName().equals("--seeds");
            return seeds ? Integer.toString(SEEDS) : null;
        }
    }

    void check() {
        group.check(options);
        options.check();
    }

    boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /**
     * Trains what is missing and prints the table.
     *
     * @param name of the folder in {@code runs/}, unless the user named one
     * @return the exit status: 0, or {@value #GAPS} where a student could not be trained
     */
    int run(String title, String name, List<RecipePlace> places) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = options.output != null ? options.output : Path.of("runs", name);
        RunLog.checkComparison(folder);
        ImageData images = data.open();
        if (group.part != null) {
            return part(title, folder, images, places, group.part);
        }
        Comparison comparison;
        try (RunLog log = RunLog.resume(folder, out, CommandText.list(spec))) {
            comparison = new ComparisonRun(title, spec, images, options, group, log).execute(places);
            out.println();
            PrintedComparison.lines(comparison).forEach(log::line);
            log.line("");
        }
        out.println("Written to " + folder + "; open " + folder.resolve("report.html"));
        return comparison.gaps().isEmpty() ? 0 : GAPS;
    }

    /** Trains a part for another process, until that one ends. */
    private int part(String title, Path folder, ImageData images, List<RecipePlace> places, Path file)
            throws IOException {
        Interrupt.whenInputEnds();
        try (RunLog log = RunLog.join(folder, spec.commandLine().getOut())) {
            new ComparisonRun(title, spec, images, options, group, log).execute(places, ExperimentPlan.read(file));
        }
        return 0;
    }
}
