package dev.understudy.internal.timing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.result.Measurement;
import java.util.ArrayList;
import java.util.List;

/** Takes the times of a stage's steps, from one step's end to the next one's. */
public final class StepTimes implements Observer {

    /** How many steps at the beginning do not count, or half of them where there are few. */
    private static final int WARM = 5;

    private static final double NANOS = 1e6;

    private final NDManager manager;
    private final List<Double> times = new ArrayList<>();
    private long stepsPerEpoch;
    private long begin;

    /**
     * No times yet.
     *
     * @param manager its device is where the steps are taken
     */
    public StepTimes(NDManager manager) {
        this.manager = manager;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.StepDone step) {
            waitForDevice();
            times.add((System.nanoTime() - begin) / NANOS);
            stepsPerEpoch = Math.max(stepsPerEpoch, steps(step));
        }
        begin = System.nanoTime();
    }

    /** A GPU works behind; what is read from it comes after all that it was asked for before. */
    private void waitForDevice() {
        try (NDArray last = manager.zeros(new Shape(1))) {
            last.getFloat(0);
        }
    }

    /** All samples by those that each step so far had; at least the steps that were seen. */
    private long steps(Event.StepDone step) {
        long seen = times.size();
        return seen == 1 ? Math.max(1, (step.total() + step.samples() - 1) / step.samples()) : seen;
    }

    /**
     * The middle of the times that count.
     *
     * @return milliseconds
     */
    public double median() {
        int warm = Math.min(WARM, times.size() / 2);
        return Measurement.of("steps", times.subList(warm, times.size())).median();
    }

    /**
     * What all steps took more than as many of the median, such as the first ones.
     *
     * @return milliseconds, 0 or more
     */
    public double more() {
        double all = times.stream().mapToDouble(Double::doubleValue).sum();
        return Math.max(0, all - times.size() * median());
    }

    /**
     * How many steps an epoch has, from the size of the training set and of its first batch.
     *
     * @return 1 or more
     */
    public long stepsPerEpoch() {
        return stepsPerEpoch;
    }
}
