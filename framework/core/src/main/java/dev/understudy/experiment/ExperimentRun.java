package dev.understudy.experiment;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.Observer;
import dev.understudy.StudentGroup;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.engine.Engines;
import dev.understudy.internal.identity.SplitDigests;
import dev.understudy.measure.Evaluation;
import dev.understudy.measure.Predictions;
import dev.understudy.measure.Profiler;
import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.Comparison;
import dev.understudy.result.DatasetSummary;
import dev.understudy.result.EpochRow;
import dev.understudy.result.FailedStudent;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TableCell;
import dev.understudy.result.TeacherResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trials while they run. */
final class ExperimentRun {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExperimentRun.class);

    private static final String SOFT_TARGETS = "kd";

    private final LongFunction<TrainingData> trainingData;
    private final Map<String, Distillation> distillations;
    private final List<Long> seeds;
    private final ExperimentFolder folder;
    private final boolean retry;
    private final List<String> classNames;
    private final Instant start = Instant.now();
    /** What they answer to the first seed's test split. */
    private final Map<Teacher, Predictions> teachers = new LinkedHashMap<>();

    private final List<MissingStudent> gaps = new ArrayList<>();
    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private final Map<String, List<StudentResult>> students = new LinkedHashMap<>();

    /**
     * What is kept.
     *
     * @param folder where
     * @param retry whether gaps are tried again
     */
    record Keeping(ExperimentFolder folder, boolean retry) {}

    ExperimentRun(
            LongFunction<TrainingData> trainingData,
            Map<String, Distillation> distillations,
            List<Long> seeds,
            Keeping keeping,
            List<String> classNames) {
        this.trainingData = trainingData;
        this.distillations = distillations;
        this.seeds = seeds;
        this.folder = keeping.folder;
        this.retry = keeping.retry;
        this.classNames = classNames;
        distillations.keySet().forEach(recipe -> students.put(recipe, new ArrayList<>()));
    }

    Comparison compare(String title, DatasetSummary images) throws IOException {
        if (distillations.isEmpty()) {
            throw new InputException("The trials have no distillation");
        }
        measure(seeds.get(0));
        for (long seed : seeds) {
            train(seed);
        }
        List<TableCell> cells = students.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new TableCell(
                        entry.getKey(), "", entry.getKey(), null, entry.getValue(), profiles.get(entry.getKey())))
                .toList();
        return new Comparison(
                title,
                provenance(),
                images,
                classNames,
                Map.of(),
                teachers.entrySet().stream()
                        .map(entry -> result(entry.getKey(), entry.getValue()))
                        .toList(),
                cells,
                named(cells, StudentSummary.ALONE),
                named(cells, SOFT_TARGETS),
                gaps);
    }

    /** A finished student's weights in its network. */
    TrainedStudent load(String recipe, long seed) throws IOException {
        Distillation distillation = distillations.get(recipe);
        if (distillation == null || !seeds.contains(seed)) {
            throw new InputException("No student \"" + recipe + "\" seed " + seed + " in these trials; there are "
                    + distillations.keySet() + " with the seeds " + seeds);
        }
        Shown shown = shown(seed);
        return TrainedStudent.load(
                distillation.getStudent(),
                folder.weights(
                        recipe, shown.identity(recipe, distillation.seed(seed)).getSettings()),
                shown.trainingData.getInput(),
                distillation.getDevice());
    }

    /** Together, unless all of them were: costs of several sittings do not compare. */
    private void measure(long seed) throws IOException {
        Shown shown = shown(seed);
        Map<String, Identity> identities = new LinkedHashMap<>();
        Map<String, Distillation> missing = new LinkedHashMap<>();
        for (Map.Entry<String, Distillation> entry : distillations.entrySet()) {
            String recipe = entry.getKey();
            Distillation distillation = entry.getValue().seed(seed);
            identities.put(recipe, shown.identity(recipe, distillation));
            missing.put(recipe, distillation);
        }
        profiles.putAll(folder.profiles(identities));
        if (profiles.isEmpty()) {
            profiles.putAll(Profiler.together(missing, shown.trainingData, provenance(), (recipe, e) -> {
                if (e instanceof InputException || e instanceof CancellationException) {
                    throw e;
                }
                LOGGER.warn("\"{}\" cannot be measured: {}", recipe, reason(e));
            }));
            profiles.forEach(
                    (recipe, profile) -> folder.keep(recipe, Objects.requireNonNull(identities.get(recipe)), profile));
        }
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getName() + " was thrown" : e.getMessage();
    }

    private void train(long seed) throws IOException {
        Seeded run = new Seeded(seed, shown(seed));
        StudentGroup group = StudentGroup.empty();
        for (Map.Entry<String, Distillation> entry : distillations.entrySet()) {
            String recipe = entry.getKey();
            Distillation distillation = entry.getValue().seed(seed);
            run.listen(distillation.getTeacher(), distillation.getDevice());
            Identity identity = run.shown.identity(recipe, distillation);
            Optional<StudentResult> known = folder.student(recipe, identity);
            Optional<FailedStudent> failed = folder.failed(recipe, identity);
            if (known.isPresent()) {
                add(known.get());
            } else if (failed.isPresent() && !retry) {
                LOGGER.warn(
                        "{} seed {} is a gap as before: {}",
                        recipe,
                        seed,
                        failed.get().reason());
                gaps.add(new MissingStudent(
                        recipe, "", recipe, seed, failed.get().reason()));
            } else {
                run.missing.put(recipe, identity);
                group = group.with(recipe, folder.kept(recipe, identity, distillation), Observer.NONE);
            }
        }
        if (!run.missing.isEmpty()) {
            group.train(run.shown.trainingData, run);
        }
    }

    private void add(StudentResult result) {
        Objects.requireNonNull(students.get(result.recipe())).add(result);
    }

    /** The students of a seed, as they are trained. */
    private final class Seeded implements StudentGroup.ResultHandler {

        private final long seed;
        private final Shown shown;
        private final Map<String, Identity> missing = new LinkedHashMap<>();

        /** What the teachers answer to this seed's own test split. */
        private final Map<Teacher, Predictions> answers = new LinkedHashMap<>();

        Seeded(long seed, Shown shown) {
            this.seed = seed;
            this.shown = shown;
        }

        void listen(@Nullable Teacher teacher, Device device) throws IOException {
            if (teacher != null && !answers.containsKey(teacher)) {
                try (NDManager manager = NDManager.newBaseManager(device)) {
                    Predictions given = Evaluation.answers(teacher, shown.test, manager);
                    answers.put(teacher, given);
                    teachers.putIfAbsent(teacher, given);
                }
            }
        }

        private Identity identity(String recipe) {
            return Objects.requireNonNull(missing.get(recipe));
        }

        @Override
        public void finished(String recipe, TrainedStudent student) throws IOException {
            try (student) {
                StudentResult result = result(recipe, student);
                folder.keep(recipe, identity(recipe), result, student);
                add(result);
            }
        }

        @Override
        public void failed(String recipe, RuntimeException e) {
            String reason = reason(e);
            LOGGER.warn("{} seed {} is a gap: {}", recipe, seed, reason);
            gaps.add(new MissingStudent(recipe, "", recipe, seed, reason));
            Identity identity = identity(recipe);
            folder.keep(
                    recipe,
                    identity,
                    new FailedStudent(
                            FailedStudent.FORMAT, recipe, identity.getSettings(), seed, reason, provenance()));
        }

        private StudentResult result(String recipe, TrainedStudent student) throws IOException {
            Distillation distillation = Objects.requireNonNull(distillations.get(recipe));
            Teacher teacher = distillation.getTeacher();
            List<EpochRow> rows = student.rows(recipe, seed, EpochRow.STUDENT);
            try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
                ClassificationMetrics quality = Evaluation.answers(student.getNetwork(), shown.test, manager)
                        .quality(classNames.size(), teacher == null ? null : answers.get(teacher));
                return new StudentResult(
                        StudentResult.FORMAT,
                        recipe,
                        student.getName(),
                        identity(recipe).getSettings(),
                        seed,
                        student.getParameterCount(),
                        teacher == null ? null : teacher.fingerprint(),
                        rows,
                        quality,
                        rows.stream().mapToDouble(EpochRow::seconds).sum(),
                        provenance());
            }
        }
    }

    /**
     * What the students of a seed are shown.
     *
     * @param trainingData all of it
     * @param test its test split
     */
    private record Shown(TrainingData trainingData, Dataset test) {

        /** All that a student depends on, beside the machine. */
        Identity identity(String recipe, Distillation distillation) {
            return Identity.of(distillation, trainingData)
                    .with("engine", Engines.current())
                    .with("device", distillation.getDevices().toString())
                    .with("recipe", recipe);
        }
    }

    private Shown shown(long seed) throws IOException {
        TrainingData shown = trainingData.apply(seed);
        Dataset test = shown.getTest();
        if (test == null) {
            throw new InputException("An experiment wants training data with a test split");
        }
        return new Shown(folder.keeps() ? SplitDigests.known(shown, Device.cpu()) : shown, test);
    }

    private TeacherResult result(Teacher teacher, Predictions answers) {
        return new TeacherResult(
                teacher.getName(),
                teacher.fingerprint(),
                teacher.getParameterCount(),
                answers.quality(classNames.size(), null),
                null);
    }

    private static @Nullable String named(List<TableCell> cells, String recipe) {
        return cells.stream().anyMatch(cell -> cell.recipe().equals(recipe)) ? recipe : null;
    }

    private Provenance provenance() {
        return Provenance.collect("in code", Engines.current(), start)
                .withSeconds(Duration.between(start, Instant.now()).toMillis() / 1e3);
    }
}
