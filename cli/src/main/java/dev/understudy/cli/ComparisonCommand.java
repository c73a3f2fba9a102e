package dev.understudy.cli;

import dev.understudy.cli.cluster.ClusterCommand;
import dev.understudy.cli.cluster.ClusterComparison;
import dev.understudy.cli.cluster.ClusterProvider;
import dev.understudy.cli.cluster.PartOutcomes;
import dev.understudy.cli.option.ClusterOptions;
import dev.understudy.cli.option.CommandText;
import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.GroupOptions;
import dev.understudy.cli.option.StepOptions;
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
import java.util.Objects;
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
        if (group.isElsewhere()) {
            ClusterOptions.checkPaths(spec);
            options.checkWords();
        } else {
            options.check();
        }
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
        if (group.step.step != null) {
            return step(title, group.step.output != null ? group.step.output : folder, places, group.step.step);
        }
        RunLog.checkComparison(folder);
        Work work = group.isElsewhere() ? elsewhere(folder) : here(title, places);
        Comparison comparison;
        try (RunLog log = RunLog.resume(folder, out, CommandText.list(spec))) {
            comparison = work.in(log);
            out.println();
            PrintedComparison.lines(comparison).forEach(log::line);
            log.line("");
        }
        out.println("Written to " + folder + "; open " + folder.resolve("report.html"));
        return comparison.gaps().isEmpty() ? 0 : GAPS;
    }

    /** What there is to do once a folder is taken. */
    private interface Work {
        Comparison in(RunLog log) throws IOException;
    }

    private Work here(String title, List<RecipePlace> places) {
        ImageData images = data.open();
        return log -> new ComparisonRun(title, spec, images, options, group, log).execute(places);
    }

    /** The machines of a cluster train: this one finds out what came of it. */
    private Work elsewhere(Path folder) {
        ClusterProvider cluster = ClusterProvider.found();
        return log -> {
            try {
                cluster.compare(comparison(folder, log));
                return Comparison.read(folder.resolve("table.json"));
            } catch (IOException | RuntimeException | Error e) {
                log.stopped(e);
                throw e;
            }
        };
    }

    private ClusterComparison comparison(Path folder, RunLog log) {
        return new ClusterComparison(
                Objects.requireNonNull(group.cluster.spark),
                ClusterCommand.of(CommandText.list(spec), options, group.cluster),
                folder.toAbsolutePath().normalize(),
                log);
    }

    /** Does a step for another process, which has locked the folder. */
    private int step(String title, Path folder, List<RecipePlace> places, StepOptions.Step step) throws IOException {
        if (group.step.withInput) {
            Interrupt.whenInputEnds();
        }
        try (RunLog log = RunLog.join(folder, spec.commandLine().getOut())) {
            ComparisonRun run = new ComparisonRun(title, spec, data.open(), options, group, log);
            switch (step) {
                case PREPARE -> run.prepare(places).write(group.step.file);
                case PART -> run.train(places, ExperimentPlan.read(group.step.file));
                case COLLECT -> run.collect(places, PartOutcomes.read(group.step.file));
            }
        }
        return 0;
    }
}
