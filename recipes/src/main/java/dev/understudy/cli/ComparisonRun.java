package dev.understudy.cli;

import dev.understudy.Engines;
import dev.understudy.InputException;
import dev.understudy.Profiler;
import dev.understudy.Task;
import dev.understudy.WeightCheck;
import dev.understudy.recipe.Material;
import dev.understudy.report.AtomicFiles;
import dev.understudy.report.CellFiles;
import dev.understudy.report.Comparison;
import dev.understudy.report.ComparisonCsv;
import dev.understudy.report.ComparisonPage;
import dev.understudy.report.FailedStudent;
import dev.understudy.report.Gap;
import dev.understudy.report.MarkdownTable;
import dev.understudy.report.Matrices;
import dev.understudy.report.Profile;
import dev.understudy.report.Provenance;
import dev.understudy.report.StudentResult;
import dev.understudy.report.StudentSummary;
import dev.understudy.report.TableCell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Trains what is missing of a comparison, pass by pass, and puts the table together from what is finished. */
final class ComparisonRun {

    private static final String SOFT_TARGETS = "kd";

    private final String title;
    private final String command;
    private final Material data;
    private final TrainingOptions options;
    private final CohortOptions cohort;
    private final Journal journal;
    private final Task task;
    private final Instant start = Instant.now();
    private final Map<RecipeWord, Profile> profiles = new LinkedHashMap<>();

    /** A comparison in the journal's folder. */
    ComparisonRun(
            String title,
            String command,
            Material data,
            TrainingOptions options,
            CohortOptions cohort,
            Journal journal) {
        this.title = title;
        this.command = command;
        this.data = data;
        this.options = options;
        this.cohort = cohort;
        this.journal = journal;
        this.task = data.task(options.width);
    }

    /** Trains and writes everything; what is finished when Ctrl-C or a failure ends it goes into a table all the same. */
    Comparison execute(List<Place> wanted) throws IOException {
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

    private Comparison trainAll(List<Place> wanted) throws IOException {
        List<RecipeWord> words = wanted.stream().map(Place::word).distinct().toList();
        CellFiles files = new CellFiles(journal.folder());
        try (Staff staff = Staff.of(words, data, options, journal, task)) {
            Gallery gallery = new Gallery(data, staff, files, options);
            words.forEach(word -> gallery.learn(word, task));
            Origins origins = new Origins(data, options, cohort, task);
            profile(words, files, staff, origins);
            List<Place> places = new LongestAlone(profiles).beside(wanted);
            List<RecipeWord> more = places.stream()
                    .map(Place::word)
                    .filter(word -> !words.contains(word))
                    .toList();
            profile(more, files, staff, origins);
            CohortPass.Bench bench =
                    new CohortPass.Bench(command, data, task, options, cohort, staff, files, gallery, journal);
            try {
                train(places, bench, origins);
            } catch (IOException | RuntimeException | Error e) {
                keep(places, bench, origins, e);
                throw e;
            }
            return write(places, bench, origins);
        }
    }

    /** What each recipe costs and how its objectives pull, measured once, alone. */
    private void profile(List<RecipeWord> words, CellFiles files, Staff staff, Origins origins) throws IOException {
        for (RecipeWord word : words) {
            Interruption.check();
            Map<String, String> settings = word.named(() -> origins.of(word, staff, options.seed));
            Optional<Profile> known = files.profile(word.label(), settings);
            if (known.isEmpty()) {
                known = word.named(() -> measured(word, staff));
                known.ifPresent(profile -> files.keep(word.label(), settings, profile));
            }
            if (known.isEmpty()) {
                continue;
            }
            Profile profile = known.get();
            profiles.put(word, profile);
            WeightCheck.warnings(profile.shares()).forEach(line -> journal.line(word.word() + ": " + line));
        }
    }

    /** Nothing where its objectives throw or diverge at once: then its students are gaps, and the others are trained. */
    private Optional<Profile> measured(RecipeWord word, Staff staff) throws IOException {
        try {
            return Optional.of(measure(word, staff));
        } catch (InputException | CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            journal.line(word.word() + " cannot be measured: " + Failure.line(e));
            return Optional.empty();
        }
    }

    private Profile measure(RecipeWord word, Staff staff) throws IOException {
        Profile profile = Profiler.measure(
                word.word(),
                staff.distillation(word, options).seed(options.seed),
                data.curriculum(options.batch, options.seed, options.views),
                provenance(Instant.now()));
        journal.line(String.format(
                Locale.ROOT,
                "%s: %.1f ms a step, %.1f s in all%s",
                word.word(),
                profile.stepMilliseconds(),
                profile.seconds(),
                Printed.shares(profile.shares())));
        return profile;
    }

    private void train(List<Place> places, CohortPass.Bench bench, Origins origins) throws IOException {
        Map<Long, List<CohortPass.Missing>> passes = new LinkedHashMap<>();
        int found = 0;
        int weightless = 0;
        for (long seed : options.allSeeds().toArray()) {
            for (RecipeWord word : places.stream().map(Place::word).distinct().toList()) {
                Map<String, String> settings = origins.of(word, bench.staff(), seed);
                CohortPass.Missing student = new CohortPass.Missing(word, seed, settings);
                Optional<FailedStudent> failed = bench.files().failed(word.label(), settings);
                if (bench.files().student(word.label(), settings).isPresent()) {
                    found++;
                    weightless += bench.files().card(settings).isPresent() ? 0 : 1;
                } else if (failed.isPresent() && !cohort.retry) {
                    journal.line(student.name() + " is a gap as before (--retry tries again): "
                            + failed.get().reason());
                    journal.unfinished().spare(bench.files().name(word.label(), settings));
                } else {
                    passes.computeIfAbsent(cohort.order(options, seed), order -> new ArrayList<>())
                            .add(student);
                }
            }
        }
        if (found > 0) {
            journal.line(found + " students were finished before and are taken as they are");
        }
        if (weightless > 0 && !cohort.noWeights) {
            journal.line("The weights of " + weightless + " of them were not kept; whoever wants them deletes the"
                    + " students' files in " + journal.folder().resolve("students") + " and trains them again");
        }
        int number = 0;
        for (Map.Entry<Long, List<CohortPass.Missing>> pass : passes.entrySet()) {
            String name = "pass " + ++number + "/" + passes.size();
            journal.line(name + ": " + pass.getValue().size() + " students, pictures in the order of seed "
                    + pass.getKey() + ", " + bench.cohort().workers(options) + " at once");
            new CohortPass(bench, name, pass.getValue()).run(pass.getKey());
        }
    }

    private void keep(List<Place> places, CohortPass.Bench bench, Origins origins, Throwable reason) {
        try {
            write(places, bench, origins);
        } catch (IOException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private Comparison write(List<Place> places, CohortPass.Bench bench, Origins origins) throws IOException {
        List<TableCell> cells = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        List<Matrices> matrices = new ArrayList<>(bench.gallery().teachers());
        for (Place place : places) {
            List<StudentResult> students = new ArrayList<>();
            for (long seed : options.allSeeds().toArray()) {
                Map<String, String> settings = origins.of(place.word(), bench.staff(), seed);
                Optional<StudentResult> student =
                        bench.files().student(place.word().label(), settings);
                student.ifPresent(students::add);
                if (student.isEmpty()) {
                    bench.files()
                            .failed(place.word().label(), settings)
                            .ifPresent(failed -> gaps.add(new Gap(
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
                settings(),
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

    private Map<String, String> settings() {
        Map<String, String> settings = options.settings(options.choices());
        settings.put("flip", data.augmentation().flip() ? "yes" : "no");
        settings.put("workers", Integer.toString(cohort.workers(options)));
        settings.put("order", cohort.sameOrder ? "that of seed " + options.seed + " for all" : "each seed its own");
        settings.put("teacher-epochs", Integer.toString(options.teacherEpochs()));
        settings.put("teacher-seed", Long.toString(options.teacherSeed));
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
