package dev.understudy.bench.step;

import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.cli.run.Timer;
import java.util.ArrayList;
import java.util.List;

/** The times of a training's steps, each from one step's end to the next one's. */
public final class Stopwatch implements Observer {

    private final List<Double> times = new ArrayList<>();
    private final int warm;
    private final Runnable between;
    private int steps;
    private long begin;

    /**
     * Measures a training.
     *
     * @param warm how many steps at its start do not count
     * @param between is run after each step that counts, and does not count
     */
    public Stopwatch(int warm, Runnable between) {
        this.warm = warm;
        this.between = between;
    }

    /** Milliseconds of each step that counts. */
    public List<Double> times() {
        return times;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.StepDone) {
            double taken = Timer.since(begin);
            if (steps++ >= warm) {
                times.add(taken);
                between.run();
            }
            begin = System.nanoTime();
        }
    }
}
