package dev.understudy.internal.source;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.understudy.Activations;
import dev.understudy.Needs;
import dev.understudy.TeacherTap;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.network.Inference;
import dev.understudy.source.Sources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All running averages of one student. */
public final class Averages implements AutoCloseable {

    private final Map<String, RunningAverage> averages = new LinkedHashMap<>();
    private final InitialStudent student;
    private final NDManager own;
    private final Optional<RunningAverage> shipped;

    /**
     * Begins with a student's present weights.
     *
     * @param sources those of the student
     * @param student the student
     * @param manager its device is where the averages' numbers are
     */
    public Averages(Sources sources, InitialStudent student, NDManager manager) {
        this.student = student;
        this.own = manager.newSubManager();
        sources.getAverages()
                .forEach((name, settings) -> averages.put(name, new RunningAverage(name, settings, student, own)));
        shipped = sources.getShipped().map(averages::get);
    }

    /**
     * Shows a batch to those that a stage reads.
     *
     * @param needs what the stage reads
     * @param images the batch, or its shards
     * @param shown receives what they put out, by name
     */
    public void show(Needs needs, NDList images, Map<String, Activations<TeacherTap>> shown) {
        averages.forEach((name, average) -> {
            if (needs.getSources().contains(name)) {
                shown.put(name, average.of(images, needs.getTaps(name), needs.readsLogits(name)));
            }
        });
    }

    /** Takes in the student's weights after a step. */
    public void update() {
        averages.values().forEach(RunningAverage::update);
    }

    /**
     * Adds what a checkpoint holds of them.
     *
     * @param numbers by name
     * @param manager holds what is made for it
     */
    public void keep(Map<String, NDArray> numbers, NDManager manager) {
        averages.values().forEach(average -> average.keep(numbers, manager));
    }

    /** Goes on with what {@link #keep} gave. */
    public void restore(Map<String, NDArray> numbers) {
        averages.values().forEach(average -> average.restore(numbers));
    }

    /**
     * What is tested: the network, with the numbers that are shipped.
     *
     * @param manager its device is where it runs
     * @return to be closed
     */
    public Inference inference(NDManager manager) {
        return shipped.map(average -> Inference.of(student.network(), average.values(), manager))
                .orElseGet(() -> Inference.of(student.network(), List.of(), true, manager));
    }

    /**
     * Puts the numbers that are shipped into the network, for good.
     *
     * @param owner owns them there
     */
    public void ship(NDManager owner) {
        shipped.ifPresent(average -> average.ship(owner));
    }

    @Override
    public void close() {
        own.close();
    }
}
