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
import dev.understudy.internal.data.RandomUse;
import dev.understudy.internal.data.SampleCount;
import dev.understudy.internal.gradient.GradientCheck;
import dev.understudy.internal.identity.SplitDigests;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.teacher.TeacherOutput;
import dev.understudy.internal.workers.Workers;
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
    private final MemoryFormat.Order order;
    private final Workers workers;
    private final Workers.Recurring<Object> turns;
    private final Workers.Recurring<StudentTrainer> tests;
    private final CheckpointBudget budget = new CheckpointBudget();
    private final EpochLength length;
    private final Map<StudentTrainer, String> learning = new LinkedHashMap<>();
    private final SharedEpochs sharedEpochs;
    private final RandomUse randomness;
    private final TrainingSetValues values;
    private final Map<TeacherPlace, TeacherRunner> runners = new LinkedHashMap<>();

    private TrainingLoop(
            TrainingData trainingData,
            StudentGroup.ResultHandler handler,
            NDManager manager,
            List<Device> devices,
            MemoryFormat.Order order,
            int workers) {
        this.trainingData = trainingData;
        this.handler = handler;
        this.manager = manager;
        SampleCount count = new SampleCount(trainingData, manager);
        this.length = new EpochLength(trainingData, count);
        this.devices = devices;
        this.order = order;
        this.randomness = new RandomUse(manager);
        this.sharedEpochs = new SharedEpochs(manager, trainingData.getInput());
        this.values = new TrainingSetValues(trainingData, manager, count);
        this.workers = new Workers(Engines.learnSideBySide(manager.getDevice()) ? workers : 1);
        this.turns = this.workers.recurring();
        this.tests = this.workers.recurring();
    }

    /**
     * Trains students.
     *
     * @param students at least one, all on the same devices
     * @param workers how many of them learn at once, at least 1
     * @param order that of images in memory
     * @param trainingData what is shown
     * @param handler receives them
     * @throws IOException when the data cannot be read
     */
    public static void run(
            List<StudentGroup.Member> students,
            int workers,
            MemoryFormat.Order order,
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
                        new TrainingLoop(known(students, trainingData), handler, manager, devices, order, workers)) {
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
            evaluateFinished();
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
        for (StudentTrainer trainer : learning.keySet()) {
            try {
                trainer.keep();
            } catch (RuntimeException e) {
                end.addSuppressed(e);
            }
        }
    }

    private void admit(List<StudentGroup.Member> students) throws IOException {
        Map<TeacherPlace, List<List<OutputStore.Slot>>> readings = new LinkedHashMap<>();
        for (StudentGroup.Member student : students) {
            StudentTrainer trainer =
                    StudentTrainer.of(student.distillation(), trainingData, student.observer(), budget);
            learning.put(trainer, student.name());
            for (BatchForm form : trainer.allForms()) {
                TeacherPlace.of(trainer.distillation(), form).forEach((source, place) -> {
                    List<OutputStore.Slot> reading = trainer.reading(source, form);
                    if (reading.stream().anyMatch(slot -> !slot.outputs().isEmpty())) {
                        readings.computeIfAbsent(place, key -> new ArrayList<>())
                                .add(reading);
                    }
                });
            }
        }
        OutputStore.Shared shared = OutputStore.Shared.of(trainingData, manager);
        for (Map.Entry<TeacherPlace, List<List<OutputStore.Slot>>> entry : readings.entrySet()) {
            TeacherPlace place = entry.getKey();
            runners.put(
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
    private static Stream<TeacherOutput> reads(StudentTrainer trainer, TeacherPlace of) {
        return TeacherPlace.of(trainer.distillation(), of.form()).entrySet().stream()
                .filter(entry -> entry.getValue().equals(of))
                .flatMap(entry -> trainer.reading().outputs(entry.getKey(), of.form()).stream());
    }

    private void epoch(int epoch) throws IOException {
        long begin = System.nanoTime();
        List<StudentTrainer> trainers = learning.keySet().stream()
                .filter(trainer -> trainer.epochsDone() == epoch)
                .toList();
        LongConsumer shown = total -> trainers.forEach(trainer -> trainer.tellOthersStep(total));
        runners.forEach((place, runner) -> runner.begin(
                epoch,
                trainers.stream().flatMap(trainer -> reads(trainer, place)).toList(),
                shown));
        values.compute(trainers.stream()
                .flatMap(trainer -> trainer.precomputed().stream())
                .toList());
        trainers.forEach(trainer -> trainer.beginEpoch(values.get(trainer.precomputed())));
        StepRunner stepRunner = new StepRunner(turns, randomness, sharedEpochs.of(trainers), this::drop, length);
        stepRunner.alsoTook((System.nanoTime() - begin) / 1e9);
        long steps = batches(epoch, stepRunner);
        if (steps == 0) {
            throw new InputException("The training set is empty");
        }
        end(stepRunner.present(), steps);
    }

    /** Several steps at once where several students learn at once, so that all cores have work until the last of them. */
    private long batches(int epoch, StepRunner stepRunner) throws IOException {
        try (NDManager scope = manager.newSubManager()) {
            long begin = System.nanoTime();
            StepBatches batches = new StepBatches(trainingData, epoch, views(stepRunner), scope);
            try (BatchWindow window = new BatchWindow(batches, (batch, step) -> share(batch, step, stepRunner))) {
                for (Optional<SharedBatch> next = window.next(); next.isPresent(); next = window.next()) {
                    next.get().show(runners, workers, randomness);
                    int most = Math.min(
                            BatchWindow.most(workers.count(), next.get().size()), stepRunner.stepsToCheckpoint());
                    List<SharedBatch> now = window.read(most).stream()
                            .takeWhile(batch -> batch.isShownTo(runners))
                            .toList();
                    List<SharedBatch> after = window.read(now.size() + (workers.count() > 1 ? most : 0));
                    stepRunner.alsoTook((System.nanoTime() - begin) / 1e9);
                    stepRunner.learn(
                            now, window.step(), SharedBatch.ahead(after.subList(now.size(), after.size()), runners));
                    window.drop(now.size());
                    stepRunner.keepIfDue(now.size());
                    begin = System.nanoTime();
                }
                return window.step();
            }
        }
    }

    /** A batch that nobody learns from is in no form. */
    private SharedBatch share(StepBatch batch, long step, StepRunner stepRunner) {
        Set<BatchForm> forms = stepRunner.isWaitingFor(step) ? forms(stepRunner) : Set.of();
        return new SharedBatch(batch, forms, order, devices);
    }

    /** The forms of the batches that somebody sees. */
    private static Set<BatchForm> forms(StepRunner stepRunner) {
        Set<BatchForm> forms = new LinkedHashSet<>();
        stepRunner
                .present()
                .keySet()
                .forEach(trainer -> forms.addAll(trainer.reading().forms()));
        return forms;
    }

    /** The views of the batches that somebody reads. */
    private static Set<String> views(StepRunner stepRunner) {
        Set<String> views = new LinkedHashSet<>();
        stepRunner
                .present()
                .keySet()
                .forEach(trainer -> views.addAll(trainer.reading().views()));
        return views;
    }

    private void end(Map<StudentTrainer, List<StudentTrainer>> trainers, long steps) throws IOException {
        Map<StudentTrainer, Map<String, Double>> terms = new LinkedHashMap<>();
        for (StudentTrainer trainer : List.copyOf(trainers.keySet())) {
            try {
                terms.put(trainer, trainer.terms(steps));
            } catch (TrainingException e) {
                drop(trainer, e);
            }
        }
        List<StudentTrainer> evaluated =
                terms.keySet().stream().filter(StudentTrainer::isEvaluated).toList();
        Map<StudentTrainer, Double> validation = evaluate(evaluated, "validation", trainingData.getValidation());
        Map<StudentTrainer, Double> test = evaluate(evaluated, "test", trainingData.getTest());
        for (Map.Entry<StudentTrainer, Map<String, Double>> entry : terms.entrySet()) {
            StudentTrainer trainer = entry.getKey();
            List<StudentTrainer> same = trainers.getOrDefault(trainer, List.of());
            same.forEach(other -> other.takeOver(trainer));
            for (StudentTrainer each :
                    Stream.concat(Stream.of(trainer), same.stream()).toList()) {
                each.endEpoch(steps, entry.getValue(), validation.get(trainer), test.get(trainer));
            }
        }
        finish();
    }

    private void finish() throws IOException {
        for (StudentTrainer trainer :
                learning.keySet().stream().filter(StudentTrainer::isFinished).toList()) {
            try {
                trainer.keep();
            } catch (TrainingException e) {
                drop(trainer, e);
                continue;
            }
            String name = String.valueOf(learning.remove(trainer));
            handler.finished(name, trainer.finish());
        }
    }

    /** A student that was finished before, when the images to measure on were others. */
    private void evaluateFinished() throws IOException {
        List<StudentTrainer> finished = learning.keySet().stream()
                .filter(trainer -> trainer.isUnmeasured(trainingData))
                .toList();
        Map<StudentTrainer, Double> validation = evaluate(finished, "validation", trainingData.getValidation());
        Map<StudentTrainer, Double> test = evaluate(finished, "test", trainingData.getTest());
        finished.forEach(trainer -> trainer.measured(validation.get(trainer), test.get(trainer)));
    }

    private Map<StudentTrainer, Double> evaluate(List<StudentTrainer> trainers, String what, @Nullable Dataset dataset)
            throws IOException {
        if (trainers.isEmpty() || dataset == null) {
            return Map.of();
        }
        long begin = System.nanoTime();
        Map<StudentTrainer, Double> accuracies = Evaluator.of(trainers, what, dataset, manager, tests);
        double each = (System.nanoTime() - begin) / 1e9 / trainers.size();
        trainers.forEach(trainer -> trainer.alsoEvaluated(each));
        return accuracies;
    }

    /** A student that cannot go on leaves; the others stay. */
    private void drop(StudentTrainer trainer, RuntimeException reason) {
        String name = learning.remove(trainer);
        trainer.close();
        handler.failed(
                String.valueOf(name), reason instanceof TrainingException known ? trainer.explain(known) : reason);
    }

    @Override
    public void close() {
        learning.keySet().forEach(StudentTrainer::close);
        runners.values().forEach(TeacherRunner::close);
        workers.close();
    }
}
