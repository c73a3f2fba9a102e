package dev.understudy.recipes;

import dev.understudy.recipe.NumberOption;
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

    private PublishedOptions() {}
}
