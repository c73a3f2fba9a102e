package dev.understudy.bench.step;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.cli.run.Timer;
import dev.understudy.internal.trial.GpuTrial;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Training steps as this project's users run them: {@link Distillation#train}, told by its events. */
public final class OurSteps implements AutoCloseable {

    private static final int LONG = 1_000;

    private final Kind kind;
    private final Task task;
    private final Device device;
    private final Teacher teacher;

    public OurSteps(Kind kind, Task task) {
        this(kind, task, Device.cpu());
    }

    /** On a device. */
    public OurSteps(Kind kind, Task task, Device device) {
        this.kind = kind;
        this.task = task;
        this.device = device;
        this.teacher = BenchNetworks.teacher(task, device);
    }

    /**
     * Trains a fresh student for an epoch.
     *
     * @param data the epoch
     * @param warm how many steps at its start do not count
     * @param between is run after each step that counts, and does not count
     * @return milliseconds of each step that counts
     */
    List<Double> times(Dataset data, int warm, Runnable between) throws IOException {
        Stopwatch watch = new Stopwatch(warm, between);
        train(data, watch).close();
        return watch.times();
    }

    /** The same of a second epoch, which is most of a training: in a stage's first one labels are looked at. */
    private List<Double> laterTimes(ExampleBatch examples, int warm, int steps, Runnable between) throws IOException {
        Stopwatch watch = new Stopwatch(2 * warm, between);
        TrainingData data = TrainingData.of(task.input(), epoch -> examples.times(epoch == 0 ? warm : warm + steps));
        distillation().stage(kind.stage().epochs(2)).train(data, watch).close();
        return watch.times();
    }

    /** The middle of {@link #times}. */
    public double median(Dataset data, int warm) throws IOException {
        return Timer.median(times(data, warm, () -> {}));
    }

    /**
     * Milliseconds of a step, from the middle of an epoch to its end, at which a device that computes by itself is waited for.
     *
     * @param data the epoch
     * @param warm how many steps at its start do not count
     */
    public double mean(Dataset data, int warm) throws IOException {
        EpochTime time = new EpochTime(warm);
        train(data, time).close();
        return time.mean;
    }

    /** From one of an epoch's steps to its end. */
    private static final class EpochTime implements Observer {

        private final int warm;
        private int steps;
        private long begin;
        private double mean;

        EpochTime(int warm) {
            this.warm = warm;
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.StepDone && ++steps == warm) {
                begin = System.nanoTime();
            } else if (event instanceof Event.EpochDone) {
                mean = Timer.since(begin) / (steps - warm);
            }
        }
    }

    /** Rounds in which another way makes a step of its own after each of ours that counts. */
    public AlternatingRounds against(Step other, Dataset data, int warm) {
        return against(other, between -> times(data, warm, between));
    }

    /** The same of steps of a second epoch. */
    public AlternatingRounds againstLater(Step other, ExampleBatch examples, int warm, int steps) {
        return against(other, between -> laterTimes(examples, warm, steps, between));
    }

    private interface Timed {
        List<Double> with(Runnable between) throws IOException;
    }

    private static AlternatingRounds against(Step other, Timed ours) {
        return () -> {
            List<Double> others = new ArrayList<>();
            List<Double> own = ours.with(() -> {
                long begin = System.nanoTime();
                other.run();
                others.add(Timer.since(begin));
            });
            return new AlternatingRounds.Pair(Timer.median(own), Timer.median(others));
        };
    }

    /** The student's numbers after one step on the batch that every way has. */
    public List<float[]> afterOneStep(int batch) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(device);
                TrainedStudent trained =
                        train(ExampleBatch.planes(task, batch, manager).times(1), Observer.NONE)) {
            return BenchNetworks.weights(trained.getNetwork());
        }
    }

    public TrainedStudent train(Dataset data, Observer observer) throws IOException {
        return distillation().stage(kind.stage()).train(TrainingData.of(task.input(), epoch -> data), observer);
    }

    private Distillation distillation() {
        return (kind.taught()
                        ? Distillation.of(teacher, BenchNetworks.student(task))
                        : Distillation.alone(BenchNetworks.student(task)))
                .device(device);
    }

    /** Has a GPU's order of images chosen, as before a training that is longer than those here. */
    public void chooseOrder(Dataset data) throws IOException {
        GpuTrial.of(distillation().stage(kind.stage().epochs(LONG)), TrainingData.of(task.input(), epoch -> data));
    }

    @Override
    public void close() {
        teacher.close();
    }
}
