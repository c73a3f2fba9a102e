package dev.understudy.internal.identity;

import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.optimizer.ParameterInfo;
import dev.understudy.optimizer.ParameterUpdate;
import dev.understudy.optimizer.UpdateRule;
import org.jspecify.annotations.Nullable;

/**
 * An update rule with its author's name.
 *
 * @param name the name
 * @param rule the rule
 */
public record NamedRule(String name, UpdateRule rule) implements UpdateRule, Named {

    public NamedRule {
        if (name.isBlank()) {
            throw new InputException("An update rule's name must not be empty");
        }
    }

    @Override
    public void update(ParameterUpdate parameter) {
        rule.update(parameter);
    }

    @Override
    public String part(String objective, Needs needs) {
        return rule.part(objective, needs);
    }

    @Override
    public @Nullable Object together(ParameterInfo parameter) {
        return rule.together(parameter);
    }

    @Override
    public Object what() {
        return rule;
    }
}
