package dev.understudy.recipe;

import java.util.List;

/**
 * Recipes found on the class path: a jar that adds some names its class in {@code
 * META-INF/services/dev.understudy.recipe.RecipeBook}. A single {@link Recipe} is a book of one.
 */
@FunctionalInterface
public interface RecipeBook {

    /**
     * The recipes in the book.
     *
     * @return at least one
     */
    List<Recipe> recipes();
}
