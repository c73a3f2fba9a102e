package dev.understudy.internal.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset;
import dev.understudy.InputException;
import dev.understudy.StudentGroup;
import dev.understudy.TrainingData;
import dev.understudy.TrainingException;
import dev.understudy.engine.Engines;
import dev.understudy.internal.cache.OutputStore;
import dev.understudy.internal.checkpoint.CheckpointBudget;
import dev.understudy.internal.context.BatchForm;
import dev.understudy.internal.context.StepBatch;
import dev.understudy.internal.context.StepBatches;
import dev.understudy.internal.context.TrainingSetValues;
import dev.understudy.internal.gradient.GradientCheck;
import dev.understudy.internal.identity.SplitDigests;
import dev.understudy.internal.teacher.TeacherOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over the images: epoch by epoch, batch by batch, to every student that still learns. */
public final class TrainingLoop implements AutoCloseable {

    private final TrainingData trainingData;
    private final StudentGroup.ResultHandler handler;
    private final NDManager manager;
    private final List<Device> devices;
    private final Workers workers;
    private final CheckpointBudget budget = new CheckpointBudget();
    private final EpochLength length;
    private final Map<StudentTrainer, String> learning = new LinkedHashMap<>();
    private final TrainingSetValues values;
    private final Map<TeacherPlace, TeacherRunner> lecterns = new LinkedHashMap<>();

    private TrainingLoop(
            TrainingData trainingData,
            StudentGroup.ResultHandler handler,
            NDManager manager,
            List<Device> devices,
            int workers) {
        this.trainingData = trainingData;
        this.handler = handler;
        this.manager = manager;
        this.length = new EpochLength(trainingData, manager);
        this.devices = devices;
        this.values = new TrainingSetValues(trainingData, manager);
        this.workers = new Workers(Engines.learnSideBySide(manager.getDevice()) ? workers : 1);
    }

    /**
     * Trains students.
     *
     * @param students at least one, all on the same devices
     * @param workers how many of them learn at once, at least 1
     * @param trainingData what is shown
     * @param handler receives them
     * @throws IOException when the data cannot be read
     */
    public static void run(
            List<StudentGroup.Member> students,
            int workers,
            TrainingData trainingData,
            StudentGroup.ResultHandler handler)
            throws IOException {
        Engines.requireTraining();
        for (StudentGroup.Member student : students) {
            GradientCheck.checkTheirs(student.distillation(), trainingData);
        }
        List<Device> devices = students.get(0).distillation().getDevices();
        try (NDManager manager = NDManager.newBaseManager(devices.get(0));
                TrainingLoop pass =
                        new TrainingLoop(known(students, trainingData), handler, manager, devices, workers)) {
            pass.admit(students);
            pass.epochs();
        }
    }

    /** A checkpoint belongs to what is shown. */
    private static TrainingData known(List<StudentGroup.Member> students, TrainingData trainingData)
            throws IOException {
        boolean kept =
                students.stream().anyMatch(student -> student.distillation().getCheckpoints() != null);
        return kept
                ? SplitDigests.known(
                        trainingData, students.get(0).distillation().getDevice())
                : trainingData;
    }

    /** Always the first epoch that anybody has to learn; who goes on from a later one waits for it. */
    private void epochs() throws IOException {
        try {
            examineFinished();
            finish();
            while (!learning.isEmpty()) {
                epoch(learning.keySet().stream()
                        .mapToInt(StudentTrainer::epochsDone)
                        .min()
                        .orElseThrow());
            }
        } catch (IOException | RuntimeException e) {
            keep(e);
            throw e;
        }
    }

    /** Nothing is lost that was done before a training ends, whatever ended it. */
    private void keep(Exception end) {
        for (StudentTrainer pupil : learning.keySet()) {
            try {
                pupil.keep();
            } catch (RuntimeException e) {
                end.addSuppressed(e);
            }
        }
    }

    private void admit(List<StudentGroup.Member> students) throws IOException {
        Map<TeacherPlace, List<List<OutputStore.Slot>>> timetables = new LinkedHashMap<>();
        for (StudentGroup.Member student : students) {
            StudentTrainer pupil = StudentTrainer.of(student.distillation(), trainingData, student.observer(), budget);
            learning.put(pupil, student.name());
            for (BatchForm form : pupil.allForms()) {
                TeacherPlace.of(pupil.distillation(), form).forEach((source, place) -> {
                    List<OutputStore.Slot> timetable = pupil.timetable(source, form);
                    if (timetable.stream().anyMatch(slot -> !slot.outputs().isEmpty())) {
                        timetables
                                .computeIfAbsent(place, key -> new ArrayList<>())
                                .add(timetable);
                    }
                });
            }
        }
        OutputStore.Shared shared = OutputStore.Shared.of(trainingData, manager);
        for (Map.Entry<TeacherPlace, List<List<OutputStore.Slot>>> entry : timetables.entrySet()) {
            TeacherPlace place = entry.getKey();
            lecterns.put(
                    place, TeacherRunner.of(place.teacher(), place.keeping(), entry.getValue(), shared, managers()));
        }
    }

    /** One on each device. */
    private List<NDManager> managers() {
        List<NDManager> managers = new ArrayList<>(List.of(manager));
        devices.stream().skip(1).map(manager::newSubManager).forEach(managers::add);
        return managers;
    }

    /** What a student reads of a teacher, by whatever name. */
    private static Stream<TeacherOutput> reads(StudentTrainer pupil, TeacherPlace of) {
        return TeacherPlace.of(pupil.distillation(), of.form()).entrySet().stream()
                .filter(entry -> entry.getValue().equals(of))
                .flatMap(entry -> pupil.reading().outputs(entry.getKey(), of.form()).stream());
    }

    private void epoch(int epoch) throws IOException {
        long begin = System.nanoTime();
        List<StudentTrainer> pupils = learning.keySet().stream()
                .filter(pupil -> pupil.epochsDone() == epoch)
                .toList();
        LongConsumer shown = total -> pupils.forEach(pupil -> pupil.tellOthersStep(total));
        lecterns.forEach((place, lectern) -> lectern.begin(
                epoch, pupils.stream().flatMap(pupil -> reads(pupil, place)).toList(), shown));
        values.compute(
                pupils.stream().flatMap(pupil -> pupil.precomputed().stream()).toList());
        pupils.forEach(pupil -> pupil.beginEpoch(values.get(pupil.precomputed())));
        StepRunner classroom = new StepRunner(workers, new RandomUse(manager), pupils, this::drop, length);
        classroom.alsoTook((System.nanoTime() - begin) / 1e9);
        long steps = batches(epoch, classroom);
        if (steps == 0) {
            throw new InputException("The training set is empty");
        }
        end(classroom.present(), steps);
    }

    private long batches(int epoch, StepRunner classroom) throws IOException {
        long step = 0;
        try (NDManager scope = manager.newSubManager()) {
            long begin = System.nanoTime();
            StepBatches batches = new StepBatches(trainingData, epoch, views(classroom), scope);
            while (true) {
                Optional<StepBatch> next = batches.next();
                if (next.isEmpty()) {
                    return step;
                }
                try (StepBatch batch = next.get()) {
                    if (classroom.isWaitingFor(step)) {
                        SharedBatch board = new SharedBatch(batch, forms(classroom), devices);
                        board.show(lecterns, workers);
                        classroom.alsoTook((System.nanoTime() - begin) / 1e9);
                        classroom.learn(board, step);
                    } else {
                        classroom.passOver(batch.batch(), step);
                    }
                    step++;
                }
                classroom.keepIfDue();
                begin = System.nanoTime();
            }
        }
    }

    /** The forms of the batches that somebody sees. */
    private static Set<BatchForm> forms(StepRunner classroom) {
        Set<BatchForm> forms = new LinkedHashSet<>();
        classroom.present().forEach(pupil -> forms.addAll(pupil.reading().forms()));
        return forms;
    }

    /** The views of the batches that somebody reads. */
    private static Set<String> views(StepRunner classroom) {
        Set<String> views = new LinkedHashSet<>();
        classroom.present().forEach(pupil -> views.addAll(pupil.reading().views()));
        return views;
    }

    private void end(List<StudentTrainer> pupils, long steps) throws IOException {
        Map<StudentTrainer, Map<String, Double>> terms = new LinkedHashMap<>();
        for (StudentTrainer pupil : pupils) {
            try {
                terms.put(pupil, pupil.terms(steps));
            } catch (TrainingException e) {
                drop(pupil, e);
            }
        }
        List<StudentTrainer> examined =
                terms.keySet().stream().filter(StudentTrainer::isExamined).toList();
        Map<StudentTrainer, Double> validation = examine(examined, "validation", trainingData.getValidation());
        Map<StudentTrainer, Double> test = examine(examined, "test", trainingData.getTest());
        for (Map.Entry<StudentTrainer, Map<String, Double>> entry : terms.entrySet()) {
            StudentTrainer pupil = entry.getKey();
            pupil.endEpoch(steps, entry.getValue(), validation.get(pupil), test.get(pupil));
        }
        finish();
    }

    private void finish() throws IOException {
        for (StudentTrainer pupil :
                learning.keySet().stream().filter(StudentTrainer::isFinished).toList()) {
            try {
                pupil.keep();
            } catch (TrainingException e) {
                drop(pupil, e);
                continue;
            }
            String name = String.valueOf(learning.remove(pupil));
            handler.finished(name, pupil.finish());
        }
    }

    /** A student that was finished before, when the images to measure on were others. */
    private void examineFinished() throws IOException {
        List<StudentTrainer> finished = learning.keySet().stream()
                .filter(pupil -> pupil.isUnmeasured(trainingData))
                .toList();
        Map<StudentTrainer, Double> validation = examine(finished, "validation", trainingData.getValidation());
        Map<StudentTrainer, Double> test = examine(finished, "test", trainingData.getTest());
        finished.forEach(pupil -> pupil.measured(validation.get(pupil), test.get(pupil)));
    }

    private Map<StudentTrainer, Double> examine(List<StudentTrainer> pupils, String what, @Nullable Dataset dataset)
            throws IOException {
        if (pupils.isEmpty() || dataset == null) {
            return Map.of();
        }
        long begin = System.nanoTime();
        Map<StudentTrainer, Double> accuracies = Evaluator.of(pupils, what, dataset, manager, workers);
        double each = (System.nanoTime() - begin) / 1e9 / pupils.size();
        pupils.forEach(pupil -> pupil.alsoExamined(each));
        return accuracies;
    }

    /** A student that cannot go on leaves; the others stay. */
    private void drop(StudentTrainer pupil, RuntimeException reason) {
        String name = learning.remove(pupil);
        pupil.close();
        handler.failed(String.valueOf(name), reason instanceof TrainingException known ? pupil.explain(known) : reason);
    }

    @Override
    public void close() {
        learning.keySet().forEach(StudentTrainer::close);
        lecterns.values().forEach(TeacherRunner::close);
        workers.close();
    }
}
