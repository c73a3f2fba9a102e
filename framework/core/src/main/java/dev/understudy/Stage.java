package dev.understudy;

import dev.understudy.batch.BatchTransform;
import dev.understudy.internal.identity.CodeDigest;
import dev.understudy.internal.identity.StageDescription;
import dev.understudy.internal.text.UserCall;
import dev.understudy.optimizer.ParameterGroup;
import dev.understudy.optimizer.SgdRule;
import dev.understudy.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the training: which objectives, how long, and how the student is updated. Immutable: each option returns a
 * new stage.
 */
public final class Stage {

    /** The first learning rate where none is given (ours). */
    public static final double LEARNING_RATE = 0.1;

    private static final StageDescription PLAIN = StageDescription.of(Updates.STANDARD.rule);

    private final Part part;
    private final int epochs;
    private final Map<String, Weighted> objectives;
    private final StageDescription description;
    private final Updates updates;

    private Stage(
            Part part, int epochs, Map<String, Weighted> objectives, StageDescription description, Updates updates) {
        this.part = part;
        this.epochs = atLeastOne(epochs);
        this.objectives = objectives;
        this.description = description;
        this.updates = updates;
    }

    private Stage(Part part, int epochs) {
        this(part, epochs, Map.of(), PLAIN, Updates.STANDARD);
    }

    /**
     * What a stage shows and trains, and whether it is tested beyond that.
     *
     * @param end the student's layer that it ends at; null for the whole student
     * @param student whether it trains the student
     * @param tested whether accuracy is measured though nobody reads the student's logits
     * @param transform what is done to its batches; null for nothing
     */
    private record Part(
            @Nullable StudentTap end,
            boolean student,
            boolean tested,
            @Nullable BatchTransform transform) {}

    /** How parameters are updated. */
    private record Updates(
            Schedule schedule,
            UpdateRule rule,
            List<ParameterGroup> groups,
            @Nullable Double clipNorm,
            @Nullable Double clipValue) {

        static final Updates STANDARD =
                new Updates(Schedule.cosine(LEARNING_RATE), SgdRule.standard(), List.of(), null, null);
    }

    /**
     * An objective and its weight in the sum.
     *
     * @param weight its full weight, at least 0
     * @param factor what the weight is multiplied by over the stage
     * @param objective the objective
     */
    public record Weighted(double weight, Schedule factor, Objective objective) {

        /**
         * An objective whose weight stays the same.
         *
         * @param weight the weight, at least 0
         * @param objective the objective
         */
        public Weighted(double weight, Objective objective) {
            this(weight, Schedules.ONE, objective);
        }

        /**
         * Whether the weight stays the same.
         *
         * @return false where it has a schedule
         */
        public boolean isFixed() {
            return factor.equals(Schedules.ONE);
        }

        /**
         * The weight of a step.
         *
         * @param progress where in the stage the step is
         * @return at least 0
         * @throws InputException where the schedule gives no such number
         */
        public double weightAt(TrainingProgress progress) {
            double now = UserCall.<Double>call(() -> "The schedule of a weight", () -> factor.at(progress));
            if (!(now >= 0) || Double.isInfinite(now)) {
                throw new InputException("The schedule of a weight gave " + now + " in epoch " + (progress.epoch() + 1)
                        + " at step " + (progress.step() + 1) + "; wanted 0 or more");
            }
            return weight * now;
        }
    }

    /**
     * A stage that trains the whole student.
     *
     * @param epochs how many epochs, at least 1
     * @return a stage without objectives
     */
    public static Stage whole(int epochs) {
        return new Stage(new Part(null, true, false, null), epochs);
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
        return new Stage(new Part(end, true, false, null), epochs);
    }

    /**
     * A stage that trains auxiliary modules alone, such as an autoencoder of the teacher's features. The student stays as it
     * is; it is not run where nobody reads it, and where somebody does, in inference mode. No accuracy is measured.
     *
     * @param epochs how many epochs, at least 1
     * @return a stage without objectives
     */
    public static Stage modules(int epochs) {
        return new Stage(new Part(null, false, false, null), epochs);
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
        return objective(name, weight, Schedules.ONE, objective);
    }

    /**
     * The stage with one more objective whose weight changes: {@code Schedule.linear(0, 1)} lets it come,
     * {@code Schedule.cosine(1)} lets it go, {@code Schedule.constant(1).during(0, 10)} holds it for ten epochs.
     *
     * @param name the objective's name, kept to the report
     * @param weight its full weight, at least 0
     * @param factor what the weight is multiplied by in each step
     * @param objective the objective
     * @return the larger stage
     */
    public Stage objective(String name, double weight, Schedule factor, Objective objective) {
        if (name.isBlank() || objectives.containsKey(name)) {
            throw new InputException("Each objective of a stage needs a name of its own; got \"" + name
                    + "\", there are " + objectives.keySet());
        }
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new InputException("The weight of \"" + name + "\" must be at least 0, got " + weight);
        }
        StudentTap end = part.end;
        Needs read = needs(name, objective);
        if (end != null
                && (read.everywhere().readsStudentLogits() || read.ofStudent().readsStudentLogits())) {
            throw new InputException("\"" + name + "\" reads the student's logits, but the stage ends at " + end);
        }
        Map<String, Weighted> more = new LinkedHashMap<>(objectives);
        more.put(name, new Weighted(weight, factor, objective));
        return new Stage(part, epochs, more, description.objective(name, objective), updates);
    }

    /**
     * The stage with another schedule; the default is {@code Schedule.cosine(0.1)} (ours).
     *
     * @param other the learning rate over the stage
     * @return the stage
     */
    public Stage schedule(Schedule other) {
        return with(new Updates(other, updates.rule, updates.groups, updates.clipNorm, updates.clipValue));
    }

    /**
     * The stage with another optimizer; the default is {@link SgdRule#standard()}.
     *
     * @param other how a step changes a parameter
     * @return the stage
     */
    public Stage optimizer(UpdateRule other) {
        Updates changed = new Updates(updates.schedule, other, updates.groups, updates.clipNorm, updates.clipValue);
        return new Stage(part, epochs, objectives, description.optimizer(other), changed);
    }

    /**
     * The stage with one more group of parameters that are updated otherwise than the rest.
     *
     * @param group which parameters, and what is other for them
     * @return the stage
     */
    public Stage group(ParameterGroup group) {
        List<ParameterGroup> more = new ArrayList<>(updates.groups);
        more.add(group);
        return with(new Updates(updates.schedule, updates.rule, more, updates.clipNorm, updates.clipValue));
    }

    /**
     * The stage with gradients that are scaled down together where they are longer than a norm, as PyTorch's
     * {@code clip_grad_norm_} does.
     *
     * @param most the largest L2 norm of all gradients together, those of peers among them, above 0
     * @return the stage
     */
    public Stage clipNorm(double most) {
        return with(
                new Updates(updates.schedule, updates.rule, updates.groups, above0("norm", most), updates.clipValue));
    }

    /**
     * The stage with each number of a gradient held between two bounds, before its norm is looked at.
     *
     * @param most the largest absolute value, above 0
     * @return the stage
     */
    public Stage clipValue(double most) {
        return with(
                new Updates(updates.schedule, updates.rule, updates.groups, updates.clipNorm, above0("value", most)));
    }

    private Stage with(Updates other) {
        return new Stage(part, epochs, objectives, description, other);
    }

    private static double above0(String what, double most) {
        if (!(most > 0) || Double.isInfinite(most)) {
            throw new InputException("The " + what + " that gradients are clipped to must be above 0, got " + most);
        }
        return most;
    }

    /**
     * The stage with another length.
     *
     * @param other how many epochs, at least 1
     * @return the stage
     */
    public Stage epochs(int other) {
        return new Stage(part, other, objectives, description, updates);
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
        return new Stage(new Part(part.end, true, true, part.transform), epochs, objectives, description, updates);
    }

    /**
     * The stage with batches that are changed before anybody sees them, student and teachers alike: mixup, for instance.
     *
     * @param other what is done to each batch; a record, so that students of a group see the same
     * @return the stage
     */
    public Stage transform(BatchTransform other) {
        Part shown = new Part(part.end, part.student, part.tested, other);
        return new Stage(shown, epochs, objectives, description.transform(other), updates);
    }

    /**
     * What is done to its batches.
     *
     * @return null for nothing
     */
    public @Nullable BatchTransform getTransform() {
        return part.transform;
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
        return part.student && (part.tested || needs().everywhere().readsStudentLogits());
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
        return updates.schedule;
    }

    /**
     * Its optimizer.
     *
     * @return how a step changes a parameter
     */
    public UpdateRule getOptimizer() {
        return updates.rule;
    }

    /**
     * Its groups of parameters.
     *
     * @return in the order they were given
     */
    public List<ParameterGroup> getGroups() {
        return Collections.unmodifiableList(updates.groups);
    }

    /**
     * What gradients are clipped to.
     *
     * @return the largest L2 norm of all together; null where they are not
     */
    public @Nullable Double getClipNorm() {
        return updates.clipNorm;
    }

    /**
     * What each number of a gradient is clipped to.
     *
     * @return the largest absolute value; null where it is not
     */
    public @Nullable Double getClipValue() {
        return updates.clipValue;
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

    /** The code of the objectives, and of what updates the student. */
    CodeDigest code() {
        return description.code(this);
    }

    /** What cannot be told of the stage, and what helps. */
    List<String> unknown() {
        return description.unknown(this);
    }

    /**
     * All that the stage does, as far as it can be told: the objectives and the optimizer by what they hold, the schedule
     * by its learning rates.
     *
     * @return one line
     */
    @Override
    public String toString() {
        return description.text(this);
    }

    private static int atLeastOne(int epochs) {
        if (epochs < 1) {
            throw new InputException("A stage needs at least 1 epoch, got " + epochs);
        }
        return epochs;
    }
}
