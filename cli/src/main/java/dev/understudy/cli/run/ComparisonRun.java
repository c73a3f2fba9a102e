package dev.understudy.cli.run;

import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.cli.option.GroupOptions;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.print.PrintedRun;
import dev.understudy.engine.Engines;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.measure.Profiler;
import dev.understudy.measure.WeightCheck;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.report.ComparisonCsv;
import dev.understudy.report.ComparisonPage;
import dev.understudy.report.MarkdownTable;
import dev.understudy.result.Comparison;
import dev.understudy.result.FailedStudent;
import dev.understudy.result.Matrices;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TableCell;
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
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Trains what is missing of a comparison, pass by pass, and puts the table together from what is finished. */
public final class ComparisonRun {

    private static final String SOFT_TARGETS = "kd";

    private final String title;
    private final String command;
    private final ImageData data;
    private final TrainingOptions options;
    private final GroupOptions group;
    private final RunLog journal;
    private final Task task;
    private final Instant start = Instant.now();
    private final Map<RecipeArgument, Profile> profiles = new LinkedHashMap<>();

    /** A comparison in the journal's folder. */
    public ComparisonRun(
            String title, String command, ImageData data, TrainingOptions options, GroupOptions group, RunLog journal) {
        this.title = title;
        this.command = command;
        this.data = data;
        this.options = options;
        this.group = group;
        this.journal = journal;
        this.task = data.task(options.width);
    }

    /** Trains and writes everything; what is finished when Ctrl-C or a failure ends it goes into a table all the same. */
    public Comparison execute(List<TablePlace> wanted) throws IOException {
        try {
            data.splits().lines().forEach(journal::line);
            Comparison comparison = trainAll(wanted);
            journal.finished();
            return comparison;
        } catch (IOException | RuntimeException | Error e) {
            journal.stopped(e);
            throw e;
        }
    }

    private Comparison trainAll(List<TablePlace> wanted) throws IOException {
        List<RecipeArgument> words =
                wanted.stream().map(TablePlace::word).distinct().toList();
        ResultFiles files = new ResultFiles(journal.folder());
        try (ComparisonTeachers staff = ComparisonTeachers.of(words, data, options, journal, task)) {
            SampleMatrices gallery = new SampleMatrices(data, staff, files, options);
            words.forEach(word -> gallery.learn(word, task));
            StudentSettings origins = new StudentSettings(data, options, group, task, staff);
            profile(words, files, staff, origins);
            LongestBaseline longest = new LongestBaseline(profiles);
            List<TablePlace> places = longest.beside(
                    wanted,
                    word -> files.has(word.label(), options.seed)
                            && files.student(
                                            word.label(),
                                            origins.of(word, options.seed).getSettings())
                                    .isPresent());
            profiles.putAll(longest.costs(places));
            GroupRun.Bench bench =
                    new GroupRun.Bench(command, data, task, options, group, staff, files, gallery, journal);
            try {
                train(places, bench, origins);
            } catch (IOException | RuntimeException | Error e) {
                keep(places, bench, origins, e);
                throw e;
            }
            return write(places, bench, origins);
        }
    }

    /** What recipes cost and how their objectives pull: measured together, unless all of them were. */
    private void profile(
            List<RecipeArgument> words, ResultFiles files, ComparisonTeachers staff, StudentSettings origins)
            throws IOException {
        Map<RecipeArgument, Map<String, String>> settings = new LinkedHashMap<>();
        for (RecipeArgument word : words) {
            Identity identity = word.named(() -> origins.of(word, options.seed));
            tellUnknown(word, identity);
            settings.put(word, identity.getSettings());
        }
        profiles.putAll(files.profiles(settings, RecipeArgument::label));
        if (profiles.isEmpty() || (group.retry && profiles.size() < words.size())) {
            profiles.clear();
            Interrupt.check();
            measure(words, staff);
            profiles.forEach(
                    (word, profile) -> files.keep(word.label(), Objects.requireNonNull(settings.get(word)), profile));
        }
        profiles.forEach((word, profile) ->
                WeightCheck.warnings(profile.shares()).forEach(line -> journal.line(word.word() + ": " + line)));
    }

    /** One whose objectives throw or diverge at once has no cost: its students are gaps, and the others are trained. */
    private void measure(List<RecipeArgument> words, ComparisonTeachers staff) throws IOException {
        Map<String, Distillation> distillations = new LinkedHashMap<>();
        for (RecipeArgument word : words) {
            distillations.put(word.word(), word.named(() -> staff.distillation(word, options)
                    .seed(options.seed)));
        }
        journal.line("Measuring what " + words.size() + " recipes cost, in turns, " + Profiler.ROUNDS + " rounds");
        Map<String, Profile> measured = Profiler.together(
                distillations,
                data.trainingData(options.batch, options.seed, options.views),
                provenance(Instant.now()),
                (word, e) -> {
                    if (e instanceof InputException) {
                        throw new InputException("Recipe \"" + word + "\": " + e.getMessage(), e);
                    }
                    if (e instanceof CancellationException) {
                        throw e;
                    }
                    journal.line(word + " cannot be measured: " + FailureReason.line(e));
                });
        for (RecipeArgument word : words) {
            Profile profile = measured.get(word.word());
            if (profile != null) {
                profiles.put(word, profile);
                journal.line(PrintedRun.cost(profile));
            }
        }
        MeasurementSession.doubts(measured.values()).forEach(journal::line);
    }

    private void train(List<TablePlace> places, GroupRun.Bench bench, StudentSettings origins) throws IOException {
        Map<Long, List<GroupRun.Missing>> passes = new LinkedHashMap<>();
        int found = 0;
        int weightless = 0;
        for (long seed : options.allSeeds().toArray()) {
            for (RecipeArgument word :
                    places.stream().map(TablePlace::word).distinct().toList()) {
                GroupRun.Missing student = new GroupRun.Missing(word, seed, origins.of(word, seed));
                Map<String, String> settings = student.settings();
                Optional<FailedStudent> failed = bench.files().failed(word.label(), settings);
                if (bench.files().student(word.label(), settings).isPresent()) {
                    found++;
                    weightless += bench.files().card(settings).isPresent() ? 0 : 1;
                } else if (failed.isPresent() && !group.retry) {
                    journal.line(student.name() + " is a gap as before (--retry tries again): "
                            + failed.get().reason());
                    journal.unfinished().spare(bench.files().name(word.label(), settings));
                } else {
                    tellStale(student, bench.files());
                    passes.computeIfAbsent(group.order(options, seed), order -> new ArrayList<>())
                            .add(student);
                }
            }
        }
        if (found > 0) {
            journal.line(found + " students were finished before and are taken as they are");
        }
        if (weightless > 0 && !group.noWeights) {
            journal.line("The weights of " + weightless + " of them were not kept; whoever wants them deletes the"
                    + " students' files in " + journal.folder().resolve("students") + " and trains them again");
        }
        int number = 0;
        for (Map.Entry<Long, List<GroupRun.Missing>> pass : passes.entrySet()) {
            String name = "pass " + ++number + "/" + passes.size();
            journal.line(name + ": " + pass.getValue().size() + " students, images in the order of seed "
                    + pass.getKey() + ", " + bench.group().workers(options) + " at once");
            new GroupRun(bench, name, pass.getValue()).run(pass.getKey());
        }
    }

    private void tellUnknown(RecipeArgument word, Identity identity) {
        identity.getUnknown().stream()
                .findFirst()
                .ifPresent(what -> journal.line(word.word() + ": nothing of it is kept for another call, " + what));
    }

    /** Says why a student that was finished before is not taken. */
    private void tellStale(GroupRun.Missing student, ResultFiles files) {
        if (student.identity().getUnknown().isEmpty()) {
            files.other(student.word().label(), student.settings())
                    .ifPresent(other -> journal.line(student.word().word() + ", seed " + student.seed()
                            + ": trained again: " + Identity.change(other.settings(), student.settings())));
        }
    }

    private void keep(List<TablePlace> places, GroupRun.Bench bench, StudentSettings origins, Throwable reason) {
        try {
            write(places, bench, origins);
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private Comparison write(List<TablePlace> places, GroupRun.Bench bench, StudentSettings origins)
            throws IOException {
        List<TableCell> cells = new ArrayList<>();
        List<MissingStudent> gaps = new ArrayList<>();
        List<Matrices> matrices = new ArrayList<>(bench.gallery().teachers());
        for (TablePlace place : places) {
            List<StudentResult> students = new ArrayList<>();
            for (long seed : options.allSeeds().toArray()) {
                Map<String, String> settings = origins.of(place.word(), seed).getSettings();
                Optional<StudentResult> student =
                        bench.files().student(place.word().label(), settings);
                student.ifPresent(students::add);
                if (student.isEmpty()) {
                    bench.files()
                            .failed(place.word().label(), settings)
                            .ifPresent(failed -> gaps.add(new MissingStudent(
                                    place.row(), place.column(), place.word().word(), seed, failed.reason())));
                }
                bench.files().matrices(place.word().label(), settings).ifPresent(matrices::add);
            }
            if (!students.isEmpty()) {
                cells.add(new TableCell(
                        place.row(),
                        place.column(),
                        place.word().word(),
                        place.paper(),
                        students,
                        profiles.get(place.word())));
            }
        }
        Comparison comparison = new Comparison(
                title,
                provenance(start)
                        .withSeconds(Duration.between(start, Instant.now()).toMillis() / 1e3),
                data.summary(),
                data.splits().test().classNames(),
                settings(bench.staff(), places),
                bench.staff().results(),
                cells,
                named(cells, StudentSummary.ALONE),
                named(cells, SOFT_TARGETS),
                gaps);
        Path folder = journal.folder();
        text(folder.resolve("table.md"), MarkdownTable.render(comparison));
        text(folder.resolve("table.csv"), ComparisonCsv.render(comparison));
        text(folder.resolve("report.html"), ComparisonPage.render(comparison, matrices));
        comparison.write(folder.resolve("table.json"));
        return comparison;
    }

    private Map<String, String> settings(ComparisonTeachers staff, List<TablePlace> places) {
        Map<String, String> settings =
                options.settings(places.stream().map(TablePlace::word).toList());
        settings.put("flip", data.augmentation().flip() ? "yes" : "no");
        settings.put("workers", Integer.toString(group.workers(options)));
        settings.put("order", group.sameOrder ? "that of seed " + options.seed + " for all" : "each seed its own");
        settings.put("teacher-epochs", Integer.toString(options.teacherEpochs()));
        settings.put("teacher-seed", Long.toString(options.teacherSeed));
        if (options.teacher == null && !staff.all().isEmpty()) {
            settings.put(
                    StoredTeacher.SETTING,
                    staff.all().stream().map(each -> each.hired().key()).collect(Collectors.joining(" ")));
        }
        return settings;
    }

    private Provenance provenance(Instant begin) {
        return Provenance.collect(command, Engines.current(), begin);
    }

    private static @Nullable String named(List<TableCell> cells, String recipe) {
        return cells.stream().anyMatch(cell -> cell.recipe().equals(recipe)) ? recipe : null;
    }

    private static void text(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
