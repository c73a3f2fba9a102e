package dev.understudy.recipes;

import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import java.util.List;

/** Students that learn from something else than one teacher: an ensemble of two, a running average of themselves. */
public final class SourceRecipes implements RecipeBook {

    /** The book. */
    public SourceRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(new TwoTeachers(), new MeanTeacher(), new MutualLearners());
    }
}
