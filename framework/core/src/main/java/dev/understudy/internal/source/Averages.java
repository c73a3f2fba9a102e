package dev.understudy.internal.source;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.understudy.Activations;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.TeacherTap;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.loop.TapRoute;
import dev.understudy.internal.network.Inference;
import dev.understudy.source.Sources;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** All running averages of one student. */
public final class Averages implements AutoCloseable {

    private final Map<String, RunningAverage> averages = new LinkedHashMap<>();
    private final InitialStudent student;
    private final NDManager own;
    private final Optional<RunningAverage> shipped;

    /** How far each is run in the present stage, by the view's name; that of the batch itself is empty. */
    private final Map<String, Map<String, TapRoute<TeacherTap>>> routes = new HashMap<>();

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
     * Makes ready for a stage.
     *
     * @param stage the stage
     */
    public void begin(Stage stage) {
        Needs needs = stage.needs();
        routes.clear();
        routes.put("", routes(stage, needs));
        needs.getViews().forEach((view, read) -> routes.put(view, routes(stage, read)));
    }

    private Map<String, TapRoute<TeacherTap>> routes(Stage stage, Needs needs) {
        Map<String, TapRoute<TeacherTap>> read = new LinkedHashMap<>();
        averages.keySet().stream()
                .filter(needs.getSources()::contains)
                .forEach(name -> read.put(name, student.average(name, stage, needs)));
        return read;
    }

    /**
     * Shows a batch to those that the stage reads.
     *
     * @param view the view's name; empty for the batch itself
     * @param images the batch, or its shards
     * @param shown receives what they put out, by name
     */
    public void show(String view, NDList images, Map<String, Activations<TeacherTap>> shown) {
        routes.getOrDefault(view, Map.of())
                .forEach((name, route) -> shown.put(
                        name, Objects.requireNonNull(averages.get(name)).of(images, route)));
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
