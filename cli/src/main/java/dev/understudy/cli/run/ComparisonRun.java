package dev.understudy.cli.run;

import dev.understudy.cli.cluster.PartOutcomes;
import dev.understudy.cli.option.CommandText;
import dev.understudy.cli.option.GroupOptions;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.teacher.ReadyTeacher;
import dev.understudy.cli.teacher.RecipeTeachers;
import dev.understudy.cli.teacher.StoredTeacher;
import dev.understudy.experiment.Experiment;
import dev.understudy.experiment.ExperimentEntry;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.experiment.ExperimentRun;
import dev.understudy.experiment.TablePlace;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.report.ComparisonCsv;
import dev.understudy.report.ComparisonPage;
import dev.understudy.report.MarkdownTable;
import dev.understudy.result.Comparison;
import dev.understudy.result.Matrices;
import dev.understudy.result.Profile;
import dev.understudy.result.StudentResult;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Trains what is missing of a comparison, pass by pass, and puts the table together from what is finished. */
public final class ComparisonRun {

    private final String title;
    private final String command;
    private final List<String> words;
    private final ImageData data;
    private final TrainingOptions options;
    private final GroupOptions group;
    private final RunLog log;
    private final Task task;
    private final Map<String, String> settings = new LinkedHashMap<>();

    /** A comparison in the log's folder. */
    public ComparisonRun(
            String title,
            CommandSpec command,
            ImageData data,
            TrainingOptions options,
            GroupOptions group,
            RunLog log) {
        this.title = title;
        this.command = CommandText.of(command);
        this.words = CommandText.list(command);
        this.data = data;
        this.options = options;
        this.group = group;
        this.log = log;
        this.task = options.networks.task(data);
    }

    /** Trains and writes everything; what is finished when Ctrl-C or a failure ends it goes into a table all the same. */
    public Comparison execute(List<RecipePlace> wanted) throws IOException {
        try {
            data.splits().lines().forEach(log::line);
            log.machine(options.devices());
            Comparison comparison = trainAll(wanted);
            log.finished();
            return comparison;
        } catch (IOException | RuntimeException | Error e) {
            log.stopped(e);
            throw e;
        }
    }

    private Comparison trainAll(List<RecipePlace> wanted) throws IOException {
        return prepared(wanted, log, prepared -> {
            try (ExperimentRun run = prepared.experiment.open()) {
                Interrupt.check();
                Map<String, Profile> costs = run.measure();
                try {
                    train(run, costs, prepared.observer);
                } catch (IOException | RuntimeException | Error e) {
                    keep(run, prepared.matrices, e);
                    throw e;
                }
                return write(run, prepared.matrices);
            }
        });
    }

    private void train(ExperimentRun run, Map<String, Profile> costs, ComparisonObserver observer) throws IOException {
        ExperimentPlan plan = run.plan();
        int processes = plan.parts().isEmpty() ? 1 : processes(plan, costs);
        if (processes > 1) {
            new PartProcesses(words, processes, log).train(plan.split(processes));
            return;
        }
        observer.planned(plan.parts().size());
        for (ExperimentPlan.Part part : plan.parts()) {
            run.train(part);
        }
    }

    private int processes(ExperimentPlan plan, Map<String, Profile> costs) {
        if (group.processes > 0) {
            return group.processes;
        }
        ProcessCount room = ProcessCount.of(plan, costs.values(), options.devices());
        log.line("--processes 0: " + room.count() + " (" + room.reason() + ")");
        return room.count();
    }

    /**
     * Trains teachers and measures costs, for other processes that train the parts.
     *
     * @param wanted what is compared
     * @return what is to be trained
     */
    public ExperimentPlan prepare(List<RecipePlace> wanted) throws IOException {
        data.splits().lines().forEach(log::line);
        return prepared(wanted, log, prepared -> {
            try (ExperimentRun run = prepared.experiment.open()) {
                Interrupt.check();
                run.measure();
                return run.plan();
            }
        });
    }

    /**
     * Trains a part of what another process has planned, but for those of its students that are finished by now.
     *
     * @param wanted what that one compares
     * @param planned a plan of this part alone
     */
    public void train(List<RecipePlace> wanted, ExperimentPlan planned) throws IOException {
        prepared(wanted, silent(), prepared -> {
            prepared.observer.named(group.step.name);
            try (ExperimentRun run = prepared.experiment.open()) {
                for (ExperimentPlan.Part part : planned.parts()) {
                    Optional<ExperimentPlan.Part> unfinished = run.unfinished(part);
                    if (unfinished.isPresent()) {
                        run.train(unfinished.get());
                    }
                }
            }
            return true;
        });
    }

    /**
     * Puts the table together when all parts have been run.
     *
     * @param wanted what is compared
     * @param outcomes what became of the parts
     */
    public void collect(List<RecipePlace> wanted, PartOutcomes outcomes) throws IOException {
        if (!outcomes.executors().isEmpty()) {
            settings.put("executors", outcomes.executors());
        }
        prepared(wanted, silent(), prepared -> {
            // What could not be measured before is not measured again: the rows follow from what was.
            try (ExperimentRun run = prepared.experiment.retry(false).open()) {
                run.measure();
                for (PartOutcomes.Failure failure : outcomes.failures()) {
                    run.failed(failure.part(), failure.reason());
                }
                return write(run, prepared.matrices);
            }
        });
        log.finished();
    }

    private RunLog silent() {
        return RunLog.join(log.folder(), new PrintWriter(Writer.nullWriter()));
    }

    /** All that is known before anything is trained. */
    private record Prepared(Experiment experiment, ComparisonObserver observer, SampleMatrices matrices) {}

    private interface Work<T> {
        T with(Prepared prepared) throws IOException;
    }

    private <T> T prepared(List<RecipePlace> wanted, RunLog ofTeachers, Work<T> work) throws IOException {
        List<RecipeArgument> arguments =
                wanted.stream().map(RecipePlace::argument).distinct().toList();
        ResultFiles files = new ResultFiles(log.folder());
        try (RecipeTeachers teachers = RecipeTeachers.of(arguments, data, options, ofTeachers, task)) {
            RecipeArguments known = new RecipeArguments(arguments);
            SampleMatrices matrices = new SampleMatrices(data, teachers, known, files, options);
            arguments.forEach(argument -> matrices.learn(argument, task));
            ComparisonObserver observer = new ComparisonObserver(log, matrices, group.workers(options));
            Experiment experiment = experiment(arguments, teachers, known)
                    .places(wanted.stream()
                            .map(place -> new TablePlace(
                                    place.row(),
                                    place.column(),
                                    place.argument().text(),
                                    place.paper()))
                            .toList())
                    .observer(observer);
            return work.with(new Prepared(experiment, observer, matrices));
        }
    }

    private Experiment experiment(List<RecipeArgument> arguments, RecipeTeachers teachers, RecipeArguments known)
            throws IOException {
        RecipeExperiment recipes = new RecipeExperiment(data, task, options);
        Experiment experiment = recipes.experiment(command, settings(teachers, arguments))
                .folder(log.unfinished().folder())
                .sameOrder(group.sameOrder)
                .workers(group.workers(options))
                .retry(group.retry);
        for (RecipeArgument argument : arguments) {
            experiment = experiment.with(argument.named(() -> recipes.entry(argument, teachers)));
            if (argument.text().equals(StudentSummary.ALONE)) {
                experiment = experiment.asLongAs(
                        argument.text(),
                        epochs -> longer(recipes, argument, epochs, teachers, known),
                        TrainingOptions.MOST_EPOCHS);
            }
        }
        return group.noWeights
                ? experiment.weights(false)
                : experiment.weights(new StudentCards(data, task, options, student -> known.get(student.recipe())));
    }

    /** The student alone for so many epochs. */
    private ExperimentEntry longer(
            RecipeExperiment recipes,
            RecipeArgument alone,
            int epochs,
            RecipeTeachers teachers,
            RecipeArguments known) {
        RecipeArgument argument = alone.with("epochs", Integer.toString(epochs));
        known.add(argument);
        return recipes.entry(argument, teachers);
    }

    private void keep(ExperimentRun run, SampleMatrices matrices, Throwable reason) {
        try {
            write(run, matrices);
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private Comparison write(ExperimentRun run, SampleMatrices samples) throws IOException {
        Comparison comparison = run.collect(title);
        List<Matrices> matrices = new ArrayList<>(samples.ofTeachers());
        for (TableCell cell : comparison.cells()) {
            for (StudentResult student : cell.students()) {
                samples.of(student).ifPresent(matrices::add);
            }
        }
        Path folder = log.folder();
        text(folder.resolve("table.md"), MarkdownTable.render(comparison));
        text(folder.resolve("table.csv"), ComparisonCsv.render(comparison));
        text(folder.resolve("report.html"), ComparisonPage.render(comparison, matrices));
        comparison.write(folder.resolve("table.json"));
        return comparison;
    }

    private Map<String, String> settings(RecipeTeachers teachers, List<RecipeArgument> arguments) {
        Map<String, String> settings = options.settings(arguments);
        settings.putAll(this.settings);
        settings.put("flip", data.augmentation().isFlipped() ? "yes" : "no");
        settings.put("augmentation", data.augmentation().toString());
        settings.put("workers", Integer.toString(group.workers(options)));
        settings.put("order", group.sameOrder ? "that of seed " + options.seed + " for all" : "each seed its own");
        settings.put("teacher-epochs", Integer.toString(options.teacherEpochs()));
        settings.put("teacher-seed", Long.toString(options.teacherSeed));
        if (options.usersTeacher.file() == null && !teachers.all().isEmpty()) {
            settings.put(
                    StoredTeacher.SETTING,
                    teachers.all().stream().map(ReadyTeacher::key).collect(Collectors.joining(" ")));
        }
        return settings;
    }

    private static void text(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
