package dev.understudy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the training: which objectives, how long, and how the student is updated. Immutable: each option returns a
 * new stage.
 */
public final class Stage {

    /** The first learning rate where none is given (ours). */
    static final double LEARNING_RATE = 0.1;

    private final @Nullable StudentTap end;
    private final int epochs;
    private final Map<String, Weighted> objectives;
    private final Schedule schedule;
    private final Sgd optimizer;

    private Stage(
            @Nullable StudentTap end, int epochs, Map<String, Weighted> objectives, Schedule schedule, Sgd optimizer) {
        this.end = end;
        this.epochs = epochs;
        this.objectives = objectives;
        this.schedule = schedule;
        this.optimizer = optimizer;
    }

    /**
     * An objective and its weight in the sum.
     *
     * @param weight the weight, at least 0
     * @param objective the objective
     */
    public record Weighted(double weight, Objective objective) {}

    /**
     * A stage that trains the whole student.
     *
     * @param epochs how many epochs, at least 1
     * @return a stage without objectives
     */
    public static Stage whole(int epochs) {
        return new Stage(null, atLeastOne(epochs), Map.of(), Schedule.cosine(LEARNING_RATE), Sgd.standard());
    }

    /**
     * A stage that trains the student from its first layer up to a guided one. Nothing past it is computed or changed,
     * in either network.
     *
     * @param end the deepest layer that any objective of the stage reads
     * @param epochs how many epochs, at least 1
     * @return a stage without objectives
     */
    public static Stage upTo(StudentTap end, int epochs) {
        return new Stage(end, atLeastOne(epochs), Map.of(), Schedule.cosine(LEARNING_RATE), Sgd.standard());
    }

    /**
     * The stage with one more objective. What is minimised is the weighted sum of all.
     *
     * @param name the objective's name, kept to the report
     * @param weight its weight, at least 0
     * @param objective the objective
     * @return the larger stage
     */
    public Stage objective(String name, double weight, Objective objective) {
        if (name.isBlank() || objectives.containsKey(name)) {
            throw new InputException("Each objective of a stage needs a name of its own; got \"" + name
                    + "\", there are " + objectives.keySet());
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new InputException("The weight of \"" + name + "\" must be at least 0, got " + weight);
        }
        if (end != null && objective.needs().studentLogits()) {
            throw new InputException("\"" + name + "\" reads the student's logits, but the stage ends at " + end);
        }
        Map<String, Weighted> more = new LinkedHashMap<>(objectives);
        more.put(name, new Weighted(weight, objective));
        return new Stage(end, epochs, more, schedule, optimizer);
    }

    /**
     * The stage with another schedule; the default is {@code Schedule.cosine(0.1)} (ours).
     *
     * @param other the learning rate over the stage
     * @return the stage
     */
    public Stage schedule(Schedule other) {
        return new Stage(end, epochs, objectives, other, optimizer);
    }

    /**
     * The stage with another optimizer; the default is {@link Sgd#standard()}.
     *
     * @param other its settings
     * @return the stage
     */
    public Stage optimizer(Sgd other) {
        return new Stage(end, epochs, objectives, schedule, other);
    }

    /**
     * The stage's name for logs and reports.
     *
     * @return {@code whole} or {@code up to <tap>}
     */
    public String getName() {
        return end == null ? "whole" : "up to " + end;
    }

    /**
     * How long it is.
     *
     * @return epochs, at least 1
     */
    public int getEpochs() {
        return epochs;
    }

    /**
     * Its objectives by name, in the order they were given.
     *
     * @return the weighted objectives
     */
    public Map<String, Weighted> getObjectives() {
        return Collections.unmodifiableMap(objectives);
    }

    /**
     * Its schedule.
     *
     * @return the learning rate over the stage
     */
    public Schedule getSchedule() {
        return schedule;
    }

    /**
     * Its optimizer.
     *
     * @return the settings
     */
    public Sgd getOptimizer() {
        return optimizer;
    }

    /**
     * The layer it ends at.
     *
     * @return the tap, or null where the whole student is trained
     */
    public @Nullable StudentTap getEnd() {
        return end;
    }

    /**
     * What all its objectives read together.
     *
     * @return the union of their needs
     */
    public Needs needs() {
        Needs all = Needs.nothing();
        for (Weighted weighted : objectives.values()) {
            all = all.and(weighted.objective().needs());
        }
        return all;
    }

    private static int atLeastOne(int epochs) {
        if (epochs < 1) {
            throw new InputException("A stage needs at least 1 epoch, got " + epochs);
        }
        return epochs;
    }
}
