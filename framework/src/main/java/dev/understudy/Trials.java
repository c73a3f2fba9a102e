package dev.understudy;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset;
import dev.understudy.report.Comparison;
import dev.understudy.report.DatasetSummary;
import dev.understudy.report.EpochRow;
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
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Several distillations, each trained with the same seeds, and what came of them as a {@link Comparison}. The students of
 * a seed learn in one pass and see the same batches. Nothing is written to the disk; the command {@code compare} keeps
 * what is finished and measures what it costs as well.
 */
public final class Trials {

    private static final String SOFT_TARGETS = "kd";

    private final LongFunction<Curriculum> curriculum;
    private final Map<String, Distillation> distillations;
    private final long[] seeds;

    private Trials(LongFunction<Curriculum> curriculum, Map<String, Distillation> distillations, long... seeds) {
        this.curriculum = curriculum;
        this.distillations = distillations;
        this.seeds = seeds;
    }

    /**
     * Trials without distillations yet, with the seeds 1, 2 and 3.
     *
     * @param curriculum what the students of a seed are shown; it has a test split
     * @return the trials
     */
    public static Trials of(LongFunction<Curriculum> curriculum) {
        return new Trials(curriculum, Map.of(), 1, 2, 3);
    }

    /**
     * With one more distillation.
     *
     * @param recipe what the comparison calls it; {@code student} is the student alone, {@code kd} Knowledge
     *     Distillation: the others are compared with these
     * @param distillation who teaches whom; its seed is replaced
     * @return the longer trials
     * @throws InputException when the name is taken
     */
    public Trials with(String recipe, Distillation distillation) {
        Map<String, Distillation> more = new LinkedHashMap<>(distillations);
        if (more.put(recipe, distillation) != null) {
            throw new InputException("Two distillations are named \"" + recipe + "\"");
        }
        return new Trials(curriculum, more, seeds);
    }

    /**
     * With other seeds.
     *
     * @param others one or more, all different; an interval takes two, and means little below three
     * @return the trials with these
     */
    public Trials seeds(long... others) {
        if (others.length == 0 || LongStream.of(others).distinct().count() < others.length) {
            throw new InputException("Wanted one or more seeds, all different, got "
                    + LongStream.of(others).boxed().toList());
        }
        return new Trials(curriculum, distillations, others.clone());
    }

    /**
     * Trains all of them, seed by seed.
     *
     * @param title what is compared
     * @param pictures in numbers
     * @param classNames the pictures' classes
     * @return the comparison; costs are not measured
     * @throws IOException when the pictures cannot be read
     * @throws InputException when there is nothing to train or no test split
     */
    public Comparison compare(String title, DatasetSummary pictures, List<String> classNames) throws IOException {
        return new Running(classNames.size()).run(title, pictures, classNames);
    }

    /** The trials while they run. */
    private final class Running {

        private final Instant start = Instant.now();
        private final int classes;
        private final Map<Teacher, Answers> teachers = new LinkedHashMap<>();
        private final Map<String, List<StudentResult>> students = new LinkedHashMap<>();

        Running(int classes) {
            this.classes = classes;
        }

        Comparison run(String title, DatasetSummary pictures, List<String> classNames) throws IOException {
            for (long seed : seeds) {
                train(seed);
            }
            List<TableCell> cells = students.entrySet().stream()
                    .map(entry -> new TableCell(entry.getKey(), "", entry.getKey(), null, entry.getValue(), null))
                    .toList();
            return new Comparison(
                    title,
                    provenance(start),
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

        private void train(long seed) throws IOException {
            Curriculum shown = curriculum.apply(seed);
            Dataset test = shown.getTest();
            if (test == null) {
                throw new InputException("Trials want a curriculum with a test split");
            }
            Cohort cohort = Cohort.empty();
            for (Map.Entry<String, Distillation> entry : distillations.entrySet()) {
                listen(entry.getValue(), test);
                cohort = cohort.with(entry.getKey(), entry.getValue().seed(seed), Observer.NONE);
            }
            Map<String, StudentResult> done = new LinkedHashMap<>();
            cohort.train(shown, (name, student) -> {
                try (student) {
                    done.put(name, result(name, seed, student, test));
                }
            });
            distillations.keySet().forEach(name -> students.computeIfAbsent(name, each -> new ArrayList<>())
                    .add(Objects.requireNonNull(done.get(name))));
        }

        private void listen(Distillation distillation, Dataset test) throws IOException {
            Teacher teacher = distillation.getTeacher();
            if (teacher != null && !teachers.containsKey(teacher)) {
                try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
                    teachers.put(teacher, Evaluation.answers(teacher, test, manager));
                }
            }
        }

        private StudentResult result(String recipe, long seed, TrainedStudent student, Dataset test)
                throws IOException {
            Distillation distillation = Objects.requireNonNull(distillations.get(recipe));
            Teacher teacher = distillation.getTeacher();
            List<EpochRow> rows = student.rows(recipe, seed, EpochRow.STUDENT);
            try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
                Quality quality = Evaluation.answers(student.getNetwork(), test, manager)
                        .quality(classes, teacher == null ? null : teachers.get(teacher));
                return new StudentResult(
                        StudentResult.FORMAT,
                        recipe,
                        student.getName(),
                        Map.of("seed", Long.toString(seed)),
                        seed,
                        student.getParameterCount(),
                        teacher == null ? null : teacher.fingerprint(),
                        rows,
                        quality,
                        rows.stream().mapToDouble(EpochRow::seconds).sum(),
                        provenance(start));
            }
        }

        private TeacherResult result(Teacher teacher, Answers answers) {
            return new TeacherResult(
                    teacher.getName(),
                    teacher.fingerprint(),
                    teacher.getParameterCount(),
                    answers.quality(classes, null),
                    null);
        }

        private @Nullable String named(String recipe) {
            return distillations.containsKey(recipe) ? recipe : null;
        }
    }

    private static Provenance provenance(Instant start) {
        return Provenance.collect("in code", Engines.current(), start)
                .withSeconds(Duration.between(start, Instant.now()).toMillis() / 1e3);
    }
}
