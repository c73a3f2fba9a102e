package dev.understudy.optimizer;

import dev.understudy.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that a stage updates otherwise than the rest: with another learning rate, another weight decay, or not at
 * all. A parameter may be in several groups: their learning rates multiply, of weight decays the last one counts.
 * Immutable: each option returns a new group.
 */
public final class ParameterGroup {

    private final String name;
    private final Predicate<ParameterInfo> members;
    private final double rate;
    private final @Nullable Double decay;
    private final boolean frozen;

    private ParameterGroup(
            String name, Predicate<ParameterInfo> members, double rate, @Nullable Double decay, boolean frozen) {
        this.name = name;
        this.members = members;
        this.rate = rate;
        this.decay = decay;
        this.frozen = frozen;
    }

    /**
     * The parameters of the student's network at or within a path, and those of its peers' networks at the same path.
     *
     * @param path a path such as {@code head} or {@code conv4/guided}, with or without DJL's numbers
     * @return the group
     */
    public static ParameterGroup under(String path) {
        return of("under \"" + path + "\"", each -> each.getModule() == null && each.isUnder(path));
    }

    /**
     * Scales and shifts of norms, and biases, of network and auxiliary modules.
     *
     * @return the group
     */
    public static ParameterGroup normsAndBiases() {
        return of("norms and biases", ParameterInfo::isNormOrBias);
    }

    /**
     * All parameters of all auxiliary modules.
     *
     * @return the group
     */
    public static ParameterGroup modules() {
        return of("modules", each -> each.getModule() != null);
    }

    /**
     * The parameters of one auxiliary module.
     *
     * @param module its name
     * @return the group
     */
    public static ParameterGroup module(String module) {
        return of("module \"" + module + "\"", each -> module.equals(each.getModule()));
    }

    /**
     * Any parameters.
     *
     * @param name stands for the choice: another name wherever it changes
     * @param members which belong to it
     * @return the group
     */
    public static ParameterGroup named(String name, Predicate<ParameterInfo> members) {
        if (name.isBlank()) {
            throw new InputException("A parameter group's name must not be empty");
        }
        return of("\"" + name + "\"", members);
    }

    private static ParameterGroup of(String name, Predicate<ParameterInfo> members) {
        return new ParameterGroup(name, members, 1, null, false);
    }

    /**
     * The group with another learning rate.
     *
     * @param factor what the schedule's is multiplied by, at least 0
     * @return the group
     */
    public ParameterGroup learningRate(double factor) {
        return new ParameterGroup(name, members, atLeast0("learning rate factor", factor), decay, frozen);
    }

    /**
     * The group with another weight decay.
     *
     * @param other at least 0
     * @return the group
     */
    public ParameterGroup weightDecay(double other) {
        return new ParameterGroup(name, members, rate, atLeast0("weight decay", other), frozen);
    }

    /**
     * The group, not trained in the stage: it gets no gradient, and a batch norm that is frozen with all its parameters
     * keeps its running statistics too.
     *
     * @return the group
     */
    public ParameterGroup frozen() {
        return new ParameterGroup(name, members, rate, decay, true);
    }

    private double atLeast0(String what, double number) {
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new InputException(
                    "The " + what + " of the parameter group " + name + " must be at least 0, got " + number);
        }
        return number;
    }

    /**
     * Its name.
     *
     * @return which parameters it holds, in words
     */
    public String getName() {
        return name;
    }

    /**
     * Which parameters belong to it.
     *
     * @return the choice
     */
    public Predicate<ParameterInfo> getMembers() {
        return members;
    }

    /**
     * What the learning rate is multiplied by.
     *
     * @return at least 0
     */
    public double getLearningRate() {
        return rate;
    }

    /**
     * Its weight decay.
     *
     * @return at least 0; null for the rule's own
     */
    public @Nullable Double getWeightDecay() {
        return decay;
    }

    /**
     * Whether it is not trained.
     *
     * @return true where frozen
     */
    public boolean isFrozen() {
        return frozen;
    }

    @Override
    public String toString() {
        List<String> what = new ArrayList<>();
        if (rate != 1) {
            what.add("learning rate x " + rate);
        }
        if (decay != null) {
            what.add("weight decay " + decay);
        }
        if (frozen) {
            what.add("frozen");
        }
        return name + (what.isEmpty() ? "" : ": " + String.join(" and ", what));
    }
}
