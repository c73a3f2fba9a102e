package dev.understudy;

import dev.understudy.internal.identity.CodeDigest;
import dev.understudy.internal.identity.Fingerprints;
import dev.understudy.internal.identity.ObjectDescription;
import dev.understudy.internal.text.UserCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of the training: which objectives, how long, and how the student is updated. Immutable: each option returns a
 * new stage.
 */
public final class Stage {

    /** The first learning rate where none is given (ours). */
    public static final double LEARNING_RATE = 0.1;

    /** A schedule is known by its rates at so many steps of an epoch, in a stage of up to 200 epochs. */
    private static final int STEPS = 1000;

    private static final int MOST_RATES = 200_000;

    private final Part part;
    private final int epochs;
    private final Map<String, Weighted> objectives;
    private final Map<String, ObjectDescription> descriptions;
    private final Schedule schedule;
    private final Sgd optimizer;

    private Stage(
            Part part,
            int epochs,
            Map<String, Weighted> objectives,
            Map<String, ObjectDescription> descriptions,
            Schedule schedule,
            Sgd optimizer) {
        this.part = part;
        this.epochs = epochs;
        this.objectives = objectives;
        this.descriptions = descriptions;
        this.schedule = schedule;
        this.optimizer = optimizer;
    }

    /**
     * What a stage trains, and whether it is tested beyond that.
     *
     * @param end the student's layer that it ends at; null for the whole student
     * @param student whether it trains the student
     * @param tested whether accuracy is measured though nobody reads the student's logits
     */
    private record Part(@Nullable StudentTap end, boolean student, boolean tested) {}

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
        return new Stage(
                new Part(null, true, false),
                atLeastOne(epochs),
                Map.of(),
                Map.of(),
                Schedule.cosine(LEARNING_RATE),
                Sgd.standard());
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
        return new Stage(
                new Part(end, true, false),
                atLeastOne(epochs),
                Map.of(),
                Map.of(),
                Schedule.cosine(LEARNING_RATE),
                Sgd.standard());
    }

    /**
     * A stage that trains auxiliary modules alone, such as an autoencoder of the teacher's features. The student stays as it
     * is; it is not run where nobody reads it, and where somebody does, in inference mode. No accuracy is measured.
     *
     * @param epochs how many epochs, at least 1
     * @return a stage without objectives
     */
    public static Stage modules(int epochs) {
        return new Stage(
                new Part(null, false, false),
                atLeastOne(epochs),
                Map.of(),
                Map.of(),
                Schedule.cosine(LEARNING_RATE),
                Sgd.standard());
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
        StudentTap end = part.end;
        if (end != null && needs(name, objective).readsStudentLogits()) {
            throw new InputException("\"" + name + "\" reads the student's logits, but the stage ends at " + end);
        }
        Map<String, Weighted> more = new LinkedHashMap<>(objectives);
        more.put(name, new Weighted(weight, objective));
        Map<String, ObjectDescription> described = new LinkedHashMap<>(descriptions);
        described.put(name, ObjectDescription.of(objective));
        return new Stage(part, epochs, more, described, schedule, optimizer);
    }

    /**
     * The stage with another schedule; the default is {@code Schedule.cosine(0.1)} (ours).
     *
     * @param other the learning rate over the stage
     * @return the stage
     */
    public Stage schedule(Schedule other) {
        return new Stage(part, epochs, objectives, descriptions, other, optimizer);
    }

    /**
     * The stage with another optimizer; the default is {@link Sgd#standard()}.
     *
     * @param other its settings
     * @return the stage
     */
    public Stage optimizer(Sgd other) {
        return new Stage(part, epochs, objectives, descriptions, schedule, other);
    }

    /**
     * The stage with another length.
     *
     * @param other how many epochs, at least 1
     * @return the stage
     */
    public Stage epochs(int other) {
        return new Stage(part, atLeastOne(other), objectives, descriptions, schedule, optimizer);
    }

    /**
     * The stage with tests after each of its epochs, though no objective of it reads the student's logits: where a student
     * is finished by what is frozen in it.
     *
     * @return the stage
     * @throws InputException where it does not train the student
     */
    public Stage tested() {
        if (!part.student) {
            throw new InputException("A stage that trains auxiliary modules alone leaves the student as it is;"
                    + " there is nothing to test in it");
        }
        return new Stage(new Part(part.end, true, true), epochs, objectives, descriptions, schedule, optimizer);
    }

    /**
     * The stage's name for logs and reports.
     *
     * @return {@code whole}, {@code up to <tap>} or {@code modules}
     */
    public String getName() {
        if (!part.student) {
            return "modules";
        }
        return part.end == null ? "whole" : "up to " + part.end;
    }

    /**
     * Whether the student is trained, or modules alone.
     *
     * @return false for {@link #modules}
     */
    public boolean trainsStudent() {
        return part.student;
    }

    /**
     * Whether accuracy is measured after each epoch.
     *
     * @return true where an objective reads the student's logits, and after {@link #tested}
     */
    public boolean isTested() {
        return part.student && (part.tested || needs().readsStudentLogits());
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
     * @return the tap; null where the whole student is trained, or nothing of it
     */
    public @Nullable StudentTap getEnd() {
        return part.end;
    }

    /**
     * What all its objectives read together.
     *
     * @return the union of their needs
     */
    public Needs needs() {
        Needs all = Needs.nothing();
        for (Map.Entry<String, Weighted> entry : objectives.entrySet()) {
            all = all.and(needs(entry.getKey(), entry.getValue().objective()));
        }
        return all;
    }

    private static Needs needs(String name, Objective objective) {
        return UserCall.<Needs>made(() -> "needs() of the objective \"" + name + "\"", objective::needs);
    }

    /** The code of the objectives and the schedule. */
    CodeDigest code() {
        CodeDigest all = CodeDigest.of(List.of(schedule.getClass()));
        for (ObjectDescription description : descriptions.values()) {
            all = all.and(CodeDigest.of(description.classes()));
        }
        return all;
    }

    /** What cannot be told of the objectives, and what helps. */
    List<String> unknown() {
        List<String> all = new ArrayList<>();
        descriptions.forEach((name, description) -> description.unknown().stream()
                .findFirst()
                .ifPresent(what -> all.add("of the objective \"" + name + "\" " + what
                        + "; give it a name that stands for all that it holds: Objective.named(\"...\", objective)")));
        return all;
    }

    /**
     * All that the stage does, as far as it can be told: the objectives by what they hold, the schedule by its learning
     * rates.
     *
     * @return one line
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(getName())
                .append(part.tested ? ", tested" : "")
                .append(", epochs ")
                .append(epochs);
        objectives.forEach((name, weighted) -> text.append(", ")
                .append(name)
                .append(" x ")
                .append(weighted.weight())
                .append(' ')
                .append(Objects.requireNonNull(descriptions.get(name)).text()));
        return text.append(", ")
                .append(optimizer)
                .append(", learning rate ")
                .append(rates())
                .toString();
    }

    /** The first and the last, and a digest of those in between. */
    private String rates() {
        int steps = Math.max(2, Math.min(STEPS, MOST_RATES / epochs));
        StringBuilder rates = new StringBuilder();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int step = 0; step < steps; step++) {
                rates.append((float) rate(new TrainingProgress(epoch, epochs, step, steps)))
                        .append(' ');
            }
        }
        String digest = Fingerprints.of(rates.toString()).substring(0, 8);
        return String.format(
                Locale.ROOT,
                "%.6g to %.6g (%s)",
                rate(new TrainingProgress(0, epochs, 0, steps)),
                rate(new TrainingProgress(epochs - 1, epochs, steps - 1, steps)),
                digest);
    }

    private double rate(TrainingProgress progress) {
        return UserCall.<Double>call(
                () -> "The schedule of the stage \"" + getName() + "\"", () -> schedule.learningRate(progress));
    }

    private static int atLeastOne(int epochs) {
        if (epochs < 1) {
            throw new InputException("A stage needs at least 1 epoch, got " + epochs);
        }
        return epochs;
    }
}
