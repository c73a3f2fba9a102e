package dev.understudy.optimizer;

import dev.understudy.Needs;
import dev.understudy.internal.identity.NamedRule;
import org.jspecify.annotations.Nullable;

/**
 * How a step changes a parameter: an optimizer, as a value without state. What a rule remembers from step to step (a
 * velocity, a mean of squares) it asks for by name with {@link ParameterUpdate#state}; each stage begins with fresh
 * zeros, and checkpoints hold them, so that on a processor any rule goes on bit for bit after an interruption. A record tells what it
 * computes; a lambda needs a {@link #named name}.
 *
 * <pre>{@code
 * record SignRule() implements UpdateRule {
 *     public void update(ParameterUpdate it) {
 *         it.getWeight().subi(it.getGradient().sign().mul(it.number(it.getLearningRate())));
 *     }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface UpdateRule {

    /** The part of all objectives where a rule keeps none apart. */
    String ALL = "all";

    /**
     * Changes one parameter, or several {@linkplain #together together}, outside any graph. Arrays that are made on the way
     * need not be closed.
     *
     * @param parameter its values, its gradient, and what the rule remembers of it
     */
    void update(ParameterUpdate parameter);

    /**
     * The part of the gradient that an objective belongs to. Each part has a backward pass of its own, and the rule sees
     * the gradients by part; by default there is one, {@link #ALL}.
     *
     * @param objective the objective's name in its stage
     * @param needs what it reads
     * @return the part's name
     */
    default String part(String objective, Needs needs) {
        return ALL;
    }

    /**
     * Which parameters the rule may be handed together, as one array, so that a step is a handful of operations however many
     * layers there are. A rule can take them so that treats each number by itself, without looking at its neighbours, the
     * parameter's shape or its path: a norm over a parameter, for example, has to see each one alone. By default all are
     * alone.
     *
     * @param parameter one of them
     * @return the same for all that may come together; null for one that comes alone
     */
    default @Nullable Object together(ParameterInfo parameter) {
        return null;
    }

    /**
     * A rule with a name of its author's, which stands for all that it holds.
     *
     * @param name another name wherever what it computes changes
     * @param rule the rule
     * @return the same rule, with the name
     */
    static UpdateRule named(String name, UpdateRule rule) {
        return new NamedRule(name, rule);
    }
}
