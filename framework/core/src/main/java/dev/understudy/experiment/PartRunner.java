package dev.understudy.experiment;

import ai.djl.ndarray.NDManager;
import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.StudentGroup;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.measure.Evaluation;
import dev.understudy.measure.Predictions;
import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.EpochRow;
import dev.understudy.result.FailedStudent;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One part of a plan: students that see the images in the same order, each kept as soon as it is done. */
final class PartRunner implements StudentGroup.ResultHandler {

    private final Settings settings;
    private final ResultStore store;
    private final TeacherPredictions teachers;
    private final SeedData.Shown shown;
    private final Map<String, Member> members = new LinkedHashMap<>();

    /**
     * How an experiment trains.
     *
     * @param workers how many students learn at once
     * @param classes how many classes the images have
     * @param failing whether one that cannot be trained ends the part
     * @param checkpoints how often students are kept
     * @param provenance where they are trained
     * @param observer is told of them
     */
    record Settings(
            int workers,
            int classes,
            boolean failing,
            UnaryOperator<Checkpoints> checkpoints,
            Provenance provenance,
            ExperimentObserver observer) {}

    /** A student of the part. */
    private record Member(PlannedStudent student, ExperimentEntry entry, Identity identity) {}

    PartRunner(Settings settings, ResultStore store, TeacherPredictions teachers, SeedData.Shown shown) {
        this.settings = settings;
        this.store = store;
        this.teachers = teachers;
        this.shown = shown;
    }

    /** One more student. */
    void add(PlannedStudent student, ExperimentEntry entry, Identity identity) {
        members.put(student.name(), new Member(student, entry, identity));
    }

    /** Trains them. */
    void run() throws IOException {
        StudentGroup group = StudentGroup.empty().workers(settings.workers);
        for (Member member : members.values()) {
            Distillation distillation = member.entry.getDistillation().seed(member.student.seed());
            Checkpoints checkpoints = store.checkpoints(member.entry, member.identity);
            if (checkpoints != null) {
                distillation = distillation.checkpoints(settings.checkpoints.apply(checkpoints));
            }
            if (store.keepsResults()) {
                teachers.of(distillation, shown);
            }
            int epochs =
                    distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
            group = group.with(member.student.name(), distillation, settings.observer.watch(member.student, epochs));
        }
        group.train(shown.trainingData(), this);
    }

    @Override
    public void finished(String name, TrainedStudent trained) throws IOException {
        Member member = of(name);
        try (trained) {
            if (trained.getLastAccuracy().isEmpty()) {
                throw new InputException("The last stage of \"" + member.student.recipe()
                        + "\" trains no logits, so there is no accuracy to compare");
            }
            settings.observer.finished(member.student, trained);
            if (store.keepsResults()) {
                store.keep(member.entry, member.identity, result(member, trained), trained);
            } else {
                store.keep(member.student, member.entry, member.identity, trained);
            }
            settings.observer.kept(member.student, trained);
        }
    }

    private StudentResult result(Member member, TrainedStudent trained) throws IOException {
        Distillation distillation = member.entry.getDistillation();
        Teacher teacher = distillation.getTeacher();
        List<EpochRow> rows = trained.rows(member.student.recipe(), member.student.seed(), EpochRow.STUDENT);
        double seconds = rows.stream().mapToDouble(EpochRow::seconds).sum();
        return new StudentResult(
                StudentResult.FORMAT,
                member.student.recipe(),
                trained.getName(),
                member.student.settings(),
                member.student.seed(),
                trained.getParameterCount(),
                teacher == null ? null : teacher.fingerprint(),
                rows,
                metrics(trained, distillation),
                seconds,
                settings.provenance.withSeconds(seconds));
    }

    private ClassificationMetrics metrics(TrainedStudent trained, Distillation distillation) throws IOException {
        @Nullable Predictions teacher = teachers.of(distillation, shown);
        try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
            return Evaluation.answers(trained.getNetwork(), shown.test(), manager)
                    .quality(settings.classes, teacher);
        }
    }

    @Override
    public void failed(String name, RuntimeException e) {
        if (settings.failing) {
            throw e;
        }
        Member member = of(name);
        String reason = reason(e);
        store.keep(
                member.entry,
                member.identity,
                new FailedStudent(
                        FailedStudent.FORMAT,
                        member.student.recipe(),
                        member.student.settings(),
                        member.student.seed(),
                        reason,
                        settings.provenance));
        settings.observer.failed(member.student, reason);
    }

    /** The message of what was thrown, in one line, or what it is where it has none. */
    static String reason(RuntimeException e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getName() + " was thrown"
                : message.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    private Member of(String name) {
        return Objects.requireNonNull(members.get(name), name);
    }
}
