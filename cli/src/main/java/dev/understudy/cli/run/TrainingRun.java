package dev.understudy.cli.run;

import dev.understudy.EpochResult;
import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.file.NetworkCards;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.print.PrintedRun;
import dev.understudy.cli.teacher.ReadyTeacher;
import dev.understudy.cli.teacher.RecipeTeachers;
import dev.understudy.cli.teacher.StoredTeacher;
import dev.understudy.engine.Engines;
import dev.understudy.experiment.Experiment;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.experiment.ExperimentRun;
import dev.understudy.experiment.PlannedStudent;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.WriteRetry;
import dev.understudy.internal.text.Counts;
import dev.understudy.measure.WeightCheck;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.report.History;
import dev.understudy.report.HtmlReport;
import dev.understudy.result.EpochRow;
import dev.understudy.result.GradientShare;
import dev.understudy.result.Provenance;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Trains the students of some recipes, and their teacher before them, and writes the run's folder. */
public final class TrainingRun {

    private final String command;
    private final ImageData data;
    private final TrainingOptions options;
    private final List<RecipeArgument> arguments;
    private final RunLog log;
    private final Task task;
    private final Instant start = Instant.now();
    private final List<StudentSummary> students = new ArrayList<>();
    private final List<EpochRow> rows = new ArrayList<>();

    /** A run of recipes that share everything but their options. */
    public TrainingRun(
            String command, ImageData data, TrainingOptions options, List<RecipeArgument> arguments, RunLog log) {
        this.command = command;
        this.data = data;
        this.options = options;
        this.arguments = arguments;
        this.log = log;
        this.task = options.networks.task(data);
    }

    /** Trains everything; what is finished when Ctrl-C or a failure ends it is written all the same. */
    public RunSummary execute() throws IOException {
        try {
            checkNames();
            data.splits().lines().forEach(log::line);
            checkTeachers();
            log.machine(options.devices());
            try (RecipeTeachers teachers = RecipeTeachers.of(arguments, data, options, log, task)) {
                return trainAll(teachers);
            }
        } catch (IOException | RuntimeException | Error e) {
            log.stopped(e);
            throw e;
        }
    }

    /** How long the training of the run's teacher took, whenever that was. */
    public double teacherSeconds() {
        return rows.stream()
                .filter(row -> row.role().equals(EpochRow.TEACHER))
                .mapToDouble(EpochRow::seconds)
                .sum();
    }

    private RunSummary trainAll(RecipeTeachers teachers) throws IOException {
        @Nullable ReadyTeacher teacher = teachers.all().stream().findFirst().orElse(null);
        if (teacher != null) {
            rows.addAll(teacher.history());
        }
        RecipeArguments known = new RecipeArguments(arguments);
        try (TrainingObserver observer = new TrainingObserver(known, log, this::finished);
                ExperimentRun run =
                        experiment(teachers, known).observer(observer).open()) {
            String checked = "";
            for (ExperimentPlan.Part part : run.plan().parts()) {
                String recipe = part.students().get(0).recipe();
                if (!recipe.equals(checked)) {
                    checkWeights(known.get(recipe), teachers);
                    checked = recipe;
                }
                run.train(part);
            }
        } catch (IOException | RuntimeException | Error e) {
            if (!students.isEmpty()) {
                keep(teacher, e);
            }
            throw e;
        }
        AtomicReference<@Nullable RunSummary> summary = new AtomicReference<>();
        WriteRetry.write(log::line, () -> summary.set(write(teacher)));
        log.finished();
        return Objects.requireNonNull(summary.get());
    }

    private Experiment experiment(RecipeTeachers teachers, RecipeArguments known) throws IOException {
        RecipeExperiment recipes = new RecipeExperiment(data, task, options);
        Experiment experiment = recipes.experiment(command, Map.of())
                .folder(log.unfinished().folder())
                .weights(new StudentCards(data, task, options, student -> known.get(student.recipe())))
                .oneByOne()
                .withoutGaps();
        for (RecipeArgument argument : arguments) {
            experiment = experiment.with(argument.named(() -> recipes.entry(argument, teachers)));
        }
        return experiment;
    }

    private StudentSummary finished(PlannedStudent student, RecipeArgument argument, TrainedStudent trained) {
        StudentSummary summary = summary(argument, student.seed(), trained);
        rows.addAll(trained.rows(argument.label(), student.seed(), EpochRow.STUDENT));
        students.add(summary);
        return summary;
    }

    private void keep(@Nullable ReadyTeacher teacher, Throwable reason) {
        try {
            write(teacher);
            log.line("Stopped; what was finished is in " + log.folder() + ": " + Counts.of(students.size(), "student"));
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    /** A student's files have its label. */
    private void checkNames() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (RecipeArgument argument : arguments) {
            String other = labels.putIfAbsent(argument.label(), argument.text());
            if (other != null) {
                throw new InputException("Two recipes of this run are named \"" + argument.label() + "\": " + other
                        + " and " + argument.text());
            }
        }
    }

    private void checkTeachers() throws IOException {
        Map<String, Student> networks = new LinkedHashMap<>();
        for (RecipeArgument argument : arguments) {
            argument.named(() -> Optional.ofNullable(argument.recipe().teacher(task)))
                    .ifPresent(network -> networks.putIfAbsent(network.name(), network));
        }
        if (networks.size() > 1) {
            throw new InputException("A run has one teacher, these recipes have several: " + networks.keySet()
                    + "; train them in runs of their own");
        }
        if (networks.isEmpty() && options.usersTeacher.file() != null) {
            throw new InputException(
                    "--teacher " + options.usersTeacher.file() + ": none of these recipes has a teacher");
        }
        if (networks.isEmpty() && options.keepTeacher != null) {
            throw new InputException("--keep-teacher " + options.keepTeacher + ": none of these recipes has a teacher");
        }
    }

    /** Says how the objectives pull before anything is trained, and warns of one that drowns the others. */
    private void checkWeights(RecipeArgument argument, RecipeTeachers teachers) throws IOException {
        List<GradientShare> shares = argument.named(() -> WeightCheck.of(
                teachers.distillation(argument),
                data.trainingData(options.batch(), options.seed, options.fixedAugmentations)));
        String parts = PrintedRun.shares(shares);
        if (!parts.isEmpty()) {
            log.line(argument.label() + parts);
        }
        WeightCheck.warnings(shares).forEach(line -> log.line(argument.label() + ": " + line));
    }

    private StudentSummary summary(RecipeArgument argument, long seed, TrainedStudent trained) {
        Recipe.Traits traits = argument.recipe().traits(argument.values());
        return new StudentSummary(
                argument.label(),
                trained.getName(),
                traits.knowledge(),
                traits.stages(),
                readsTeachersLogits(argument),
                traits.selfTaught(),
                traits.norm(),
                seed,
                trained.getParameterCount(),
                NetworkCards.accuracy(trained),
                NetworkCards.validation(trained),
                trained.getHistory().stream().mapToDouble(EpochResult::seconds).sum(),
                trained.getImagesPerSecond());
    }

    /** Whether any objective that counts reads what the teacher answers; from what is trained, not from options. */
    private boolean readsTeachersLogits(RecipeArgument argument) {
        return argument.recipe().stages(task, argument.values()).stream()
                .flatMap(stage -> stage.getObjectives().values().stream())
                .anyMatch(weighted ->
                        weighted.weight() > 0 && weighted.objective().needs().readsTeacherLogits());
    }

    private RunSummary write(@Nullable ReadyTeacher teacher) {
        Map<String, String> settings = options.settings(arguments);
        settings.put("flip", data.augmentation().isFlipped() ? "yes" : "no");
        settings.put("augmentation", data.augmentation().toString());
        settings.put("recipes", arguments.stream().map(RecipeArgument::text).collect(Collectors.joining(" ")));
        settings.put("seeds", options.allSeeds().mapToObj(Long::toString).collect(Collectors.joining(" ")));
        if (log.isResumed()) {
            settings.put(RunSummary.RESUMED, "yes, after a stop: start and duration are those of the last part");
        }
        if (teacher != null) {
            settings.put("teacher-epochs", Integer.toString(options.teacherEpochs()));
            settings.put("teacher-seed", Long.toString(options.teacherSeed));
            if (options.usersTeacher.file() == null) {
                settings.put(StoredTeacher.SETTING, teacher.key());
            }
        }
        Provenance provenance = Provenance.collect(command, Engines.current(), start, options.devices())
                .withSeconds(Duration.between(start, Instant.now()).toMillis() / 1e3);
        RunSummary summary = new RunSummary(
                provenance, data.summary(), settings, teacher == null ? null : teacher.summary(), students);
        History history = new History(rows);
        Path folder = log.folder();
        history.writeCsv(folder.resolve("history.csv"));
        AtomicFiles.write(
                folder.resolve("report.html"),
                HtmlReport.render(summary, history).getBytes(StandardCharsets.UTF_8));
        summary.write(folder.resolve("summary.json"));
        return summary;
    }
}
