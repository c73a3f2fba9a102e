package dev.understudy;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset;
import dev.understudy.internal.Fingerprints;
import dev.understudy.internal.TrainingOrigin;
import dev.understudy.report.Comparison;
import dev.understudy.report.DatasetSummary;
import dev.understudy.report.EpochRow;
import dev.understudy.report.Profile;
import dev.understudy.report.Provenance;
import dev.understudy.report.Quality;
import dev.understudy.report.StudentResult;
import dev.understudy.report.StudentSummary;
import dev.understudy.report.TableCell;
import dev.understudy.report.TeacherResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Trials while they run. */
final class TrialRun {

    private static final String SOFT_TARGETS = "kd";

    /** Raised when anything changes that weights or measures depend on, beside the settings. */
    private static final String VERSION = "1";

    private final LongFunction<Curriculum> curriculum;
    private final Map<String, Distillation> distillations;
    private final List<Long> seeds;
    private final TrialFolder folder;
    private final List<String> classNames;
    private final Instant start = Instant.now();
    private final Map<Teacher, Answers> teachers = new LinkedHashMap<>();
    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private final Map<String, List<StudentResult>> students = new LinkedHashMap<>();

    TrialRun(
            LongFunction<Curriculum> curriculum,
            Map<String, Distillation> distillations,
            List<Long> seeds,
            TrialFolder folder,
            List<String> classNames) {
        this.curriculum = curriculum;
        this.distillations = distillations;
        this.seeds = seeds;
        this.folder = folder;
        this.classNames = classNames;
        distillations.keySet().forEach(recipe -> students.put(recipe, new ArrayList<>()));
    }

    Comparison compare(String title, DatasetSummary pictures) throws IOException {
        if (distillations.isEmpty()) {
            throw new InputException("The trials have no distillation");
        }
        measure(seeds.get(0));
        for (long seed : seeds) {
            train(seed);
        }
        List<TableCell> cells = students.entrySet().stream()
                .map(entry -> new TableCell(
                        entry.getKey(), "", entry.getKey(), null, entry.getValue(), profiles.get(entry.getKey())))
                .toList();
        return new Comparison(
                title,
                provenance(),
                pictures,
                classNames,
                Map.of(),
                teachers.entrySet().stream()
                        .map(entry -> result(entry.getKey(), entry.getValue()))
                        .toList(),
                cells,
                named(StudentSummary.ALONE),
                named(SOFT_TARGETS));
    }

    private void measure(long seed) throws IOException {
        Shown shown = shown(seed);
        for (Map.Entry<String, Distillation> entry : distillations.entrySet()) {
            String recipe = entry.getKey();
            Distillation distillation = entry.getValue().seed(seed);
            profiles.put(
                    recipe,
                    folder.profile(
                            recipe,
                            shown.settings(recipe, distillation),
                            () -> Profiler.measure(recipe, distillation, shown.curriculum, provenance())));
        }
    }

    private void train(long seed) throws IOException {
        Shown shown = shown(seed);
        Map<String, Map<String, String>> missing = new LinkedHashMap<>();
        Cohort cohort = Cohort.empty();
        for (Map.Entry<String, Distillation> entry : distillations.entrySet()) {
            String recipe = entry.getKey();
            Distillation distillation = entry.getValue().seed(seed);
            listen(distillation, shown.test);
            Map<String, String> settings = shown.settings(recipe, distillation);
            Optional<StudentResult> known = folder.student(recipe, settings);
            if (known.isPresent()) {
                add(known.get());
            } else {
                missing.put(recipe, settings);
                cohort = cohort.with(recipe, folder.kept(recipe, settings, distillation), Observer.NONE);
            }
        }
        if (!missing.isEmpty()) {
            cohort.train(shown.curriculum, (recipe, student) -> {
                try (student) {
                    StudentResult result =
                            result(recipe, seed, Objects.requireNonNull(missing.get(recipe)), student, shown.test);
                    folder.keep(recipe, result);
                    add(result);
                }
            });
        }
    }

    private void add(StudentResult result) {
        Objects.requireNonNull(students.get(result.recipe())).add(result);
    }

    private void listen(Distillation distillation, Dataset test) throws IOException {
        Teacher teacher = distillation.getTeacher();
        if (teacher != null && !teachers.containsKey(teacher)) {
            try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
                teachers.put(teacher, Evaluation.answers(teacher, test, manager));
            }
        }
    }

    /**
     * What the students of a seed are shown.
     *
     * @param curriculum all of it
     * @param test its test split
     * @param fingerprints of the splits that measure, by name
     */
    private record Shown(Curriculum curriculum, Dataset test, Map<String, String> fingerprints) {

        /** All that a student depends on, beside the machine: those with the same settings are the same. */
        Map<String, String> settings(String recipe, Distillation distillation) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("version", VERSION);
            settings.put("engine", Engines.current());
            settings.put("device", distillation.getDevices().toString());
            settings.put("recipe", recipe);
            settings.putAll(TrainingOrigin.of(distillation, curriculum));
            settings.putAll(fingerprints);
            return settings;
        }
    }

    private Shown shown(long seed) throws IOException {
        Curriculum shown = curriculum.apply(seed);
        folder.check(shown);
        Dataset test = shown.getTest();
        if (test == null) {
            throw new InputException("Trials want a curriculum with a test split");
        }
        Dataset validation = shown.getValidation();
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, String> fingerprints = new LinkedHashMap<>();
            fingerprints.put("validation pictures", validation == null ? "none" : Fingerprints.of(validation, manager));
            fingerprints.put("test pictures", Fingerprints.of(test, manager));
            return new Shown(shown, test, fingerprints);
        }
    }

    private StudentResult result(
            String recipe, long seed, Map<String, String> settings, TrainedStudent student, Dataset test)
            throws IOException {
        Distillation distillation = Objects.requireNonNull(distillations.get(recipe));
        Teacher teacher = distillation.getTeacher();
        List<EpochRow> rows = student.rows(recipe, seed, EpochRow.STUDENT);
        try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
            Quality quality = Evaluation.answers(student.getNetwork(), test, manager)
                    .quality(classNames.size(), teacher == null ? null : teachers.get(teacher));
            return new StudentResult(
                    StudentResult.FORMAT,
                    recipe,
                    student.getName(),
                    settings,
                    seed,
                    student.getParameterCount(),
                    teacher == null ? null : teacher.fingerprint(),
                    rows,
                    quality,
                    rows.stream().mapToDouble(EpochRow::seconds).sum(),
                    provenance());
        }
    }

    private TeacherResult result(Teacher teacher, Answers answers) {
        return new TeacherResult(
                teacher.getName(),
                teacher.fingerprint(),
                teacher.getParameterCount(),
                answers.quality(classNames.size(), null),
                null);
    }

    private @Nullable String named(String recipe) {
        return distillations.containsKey(recipe) ? recipe : null;
    }

    private Provenance provenance() {
        return Provenance.collect("in code", Engines.current(), start)
                .withSeconds(Duration.between(start, Instant.now()).toMillis() / 1e3);
    }
}
