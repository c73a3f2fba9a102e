package dev.understudy.cli.run;

import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.StudentGroup;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.file.NetworkCards;
import dev.understudy.cli.option.GroupOptions;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.print.GroupProgressPrinter;
import dev.understudy.engine.Engines;
import dev.understudy.internal.file.ResultFiles;
import dev.understudy.measure.Evaluation;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.result.EpochRow;
import dev.understudy.result.FailedStudent;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pass: students that see the images in the same order, each kept as soon as it is done. */
final class GroupRun implements StudentGroup.ResultHandler {

    /**
     * A student that is missing.
     *
     * @param word its recipe
     * @param seed its seed
     * @param identity what it is
     */
    record Missing(RecipeArgument word, long seed, Identity identity) {

        Map<String, String> settings() {
            return identity.getSettings();
        }

        String name() {
            return word.word() + " seed " + seed;
        }
    }

    private final Bench bench;
    private final Map<String, Missing> missing = new LinkedHashMap<>();
    private final GroupProgressPrinter watch;
    private final Instant begin = Instant.now();

    /**
     * What all passes of a comparison work with.
     *
     * @param command what was typed
     * @param data the images
     * @param task what the networks are for
     * @param options how to train
     * @param group how students share a pass
     * @param staff the teachers
     * @param files what is finished
     * @param gallery shows correlations
     * @param journal where to tell
     */
    record Bench(
            String command,
            ImageData data,
            Task task,
            TrainingOptions options,
            GroupOptions group,
            ComparisonTeachers staff,
            ResultFiles files,
            SampleMatrices gallery,
            RunLog journal) {}

    GroupRun(Bench bench, String title, List<Missing> students) {
        this.bench = bench;
        this.watch = new GroupProgressPrinter(title, bench.journal);
        students.forEach(student -> missing.put(student.name(), student));
    }

    /** Trains the students. */
    void run(long order) throws IOException {
        StudentGroup together = StudentGroup.empty().workers(bench.group.workers(bench.options));
        for (Missing student : missing.values()) {
            Distillation distillation =
                    bench.staff.distillation(student.word, bench.options).seed(student.seed);
            if (student.identity.getUnknown().isEmpty()) {
                distillation = distillation.checkpoints(
                        bench.journal.unfinished().checkpoints(file(student), bench.options.pace()));
            }
            int epochs =
                    distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
            together = together.with(student.name(), distillation, watch.of(student.name(), epochs));
        }
        together.train(bench.data.trainingData(bench.options.batch, order, bench.options.views), this);
    }

    @Override
    public void finished(String name, TrainedStudent trained) throws IOException {
        Missing student = of(name);
        try (trained) {
            if (trained.getLastAccuracy().isEmpty()) {
                throw new InputException("The last stage of \"" + student.word.word()
                        + "\" trains no logits, so there is no accuracy to compare");
            }
            bench.gallery.show(student, trained);
            StudentResult result = result(student, trained);
            WriteRetry.with(bench.journal).write(() -> {
                keepWeights(student, trained);
                bench.files.keep(student.word.label(), result);
            });
        }
        bench.journal.unfinished().forget(file(student));
    }

    /** In the form that a run has them in, so that whoever takes a run's students takes these. */
    private void keepWeights(Missing student, TrainedStudent trained) throws IOException {
        if (!bench.group.noWeights) {
            Path weights = bench.files.weights(student.word.label(), student.settings());
            String name = file(student);
            Map<String, String> settings = bench.options.settings(student.word);
            settings.putAll(student.identity.getNetwork());
            new NetworkCards(bench.data, bench.task)
                    .write(
                            weights.resolveSibling(""),
                            name + ".json",
                            name + ".safetensors",
                            student.word.name(),
                            student.seed,
                            trained,
                            settings);
        }
    }

    private String file(Missing student) {
        return bench.files.name(student.word.label(), student.settings());
    }

    @Override
    public void failed(String name, RuntimeException reason) {
        Missing student = of(name);
        watch.forget(name);
        FailedStudent failed = new FailedStudent(
                FailedStudent.FORMAT,
                student.word.word(),
                student.settings(),
                student.seed,
                FailureReason.line(reason),
                Provenance.collect(bench.command, Engines.current(), begin));
        bench.journal.line(name + " is a gap: " + failed.reason());
        bench.files.keep(student.word.label(), failed);
        bench.journal.unfinished().spare(file(student));
    }

    private Missing of(String name) {
        Missing student = missing.get(name);
        if (student == null) {
            throw new IllegalStateException("No student named " + name);
        }
        return student;
    }

    private StudentResult result(Missing student, TrainedStudent trained) throws IOException {
        ComparisonTeachers.@Nullable Working teacher = bench.staff.of(student.word);
        List<EpochRow> rows = trained.rows(student.word.word(), student.seed, EpochRow.STUDENT);
        double seconds = rows.stream().mapToDouble(EpochRow::seconds).sum();
        try (NDManager manager = NDManager.newBaseManager(bench.options.device())) {
            return new StudentResult(
                    StudentResult.FORMAT,
                    student.word.word(),
                    trained.getName(),
                    student.settings(),
                    student.seed,
                    trained.getParameterCount(),
                    teacher == null ? null : teacher.result().fingerprint(),
                    rows,
                    Evaluation.answers(trained.getNetwork(), bench.data.test(), manager)
                            .quality(
                                    bench.data.splits().test().classNames().size(),
                                    teacher == null ? null : teacher.answers()),
                    seconds,
                    Provenance.collect(
                                    bench.command,
                                    Engines.current() + ", "
                                            + String.format(Locale.ROOT, "%d threads", bench.options.threads),
                                    begin)
                            .withSeconds(seconds));
        }
    }
}
