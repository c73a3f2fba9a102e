package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.objective.logits.LogitStandardization;
import dev.understudy.objective.logits.LogitStandardization.Deviation;
import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.RecipeOption;

/** Whether logits are standardized before they are compared. */
enum Standardization {
    /** They are not. */
    NONE,
    /** By the deviation that the paper has. */
    PAPER,
    /** By the deviation that the authors' code has. */
    PUBLISHED;

    /** The option of recipes that compare logits. */
    static final ChoiceOption<Standardization> OPTION = RecipeOption.oneOf("logit-standardization", NONE)
            .describedAs("whether logits are standardized first (LS), as in its paper or as in its authors' code");

    /** The objective, on logits as they are or on standardized ones. */
    Objective on(Objective objective) {
        return switch (this) {
            case NONE -> objective;
            case PAPER -> LogitStandardization.of(objective);
            case PUBLISHED -> new LogitStandardization(objective, Deviation.SAMPLE);
        };
    }
}
