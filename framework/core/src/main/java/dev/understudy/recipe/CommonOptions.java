package dev.understudy.recipe;

import dev.understudy.Stage;
import java.util.List;

/**
 * The options that every recipe has without declaring them. A recipe that wants another default lists one of them among
 * its own: {@code EPOCHS.byDefault(200)}.
 */
public final class CommonOptions {

    /** The longest training. */
    public static final int MOST_EPOCHS = 100_000;

    /** How many epochs the student learns its labels. */
    public static final WholeNumberOption EPOCHS = RecipeOption.wholeNumber("epochs", 30)
            .atLeast(1)
            .atMost(MOST_EPOCHS)
            .describedAs("how long a student learns its labels; a stage before comes on top");

    /** The first learning rate of every stage. */
    public static final NumberOption LEARNING_RATE = RecipeOption.number("learning-rate", Stage.LEARNING_RATE)
            .above(0)
            .describedAs("the first of each of a student's stages; its schedule goes on from there");

    static final List<RecipeOption<?>> ALL = List.of(EPOCHS, LEARNING_RATE);

    private CommonOptions() {}
}
