package dev.understudy.recipes;

import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.WholeNumberOption;

/** Options that several published methods have, each with its own default. */
final class PublishedOptions {

    /** What the labels weigh. */
    static final NumberOption LABELS =
            RecipeOption.number("labels", 1).atLeast(0).describedAs("what the labels weigh");

    /** What the method's term weighs. */
    static final NumberOption WEIGHT =
            RecipeOption.number("weight", 1).atLeast(0).describedAs("what the method's term weighs beside the labels'");

    /** How long the method's term takes to come in full. */
    static final WholeNumberOption WARM_UP = RecipeOption.wholeNumber("warm-up-epochs", 20)
            .atLeast(0)
            .describedAs("over how many epochs the method's weight grows");

    /** What soft targets weigh. */
    static final NumberOption SOFT_TARGETS =
            RecipeOption.number("soft-targets-weight", 1).atLeast(0).describedAs("what soft targets weigh");

    /** From when on the method's term counts less and less. */
    static final NumberOption DECAY = RecipeOption.number("decay-from", 0.625)
            .atLeast(0)
            .atMost(1)
            .describedAs("after this part of the epochs the method's weight goes to 0");

    /** How long a first stage is: 30 of 240 epochs, as in RepDistiller. */
    static final NumberOption FIRST_STAGE = PaperOptions.FIRST_STAGE.byDefault(1.0 / 8);

    /** Which of two forms of a method. */
    static final ChoiceOption<Form> FORM = RecipeOption.oneOf("form", Form.PAPER)
            .describedAs("what the paper says, or what the authors' code computes");

    /** The two forms of a method whose authors' code does something else than their paper. */
    enum Form {
        /** As the paper says. */
        PAPER,
        /** As the authors' code computes it, from which the published numbers come. */
        PUBLISHED
    }

    private PublishedOptions() {}

    static boolean isPublished(OptionValues values) {
        return values.get(FORM) == Form.PUBLISHED;
    }
}
