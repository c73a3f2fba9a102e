package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testng.annotations.Test;

/** A flag goes to all recipes of a command that have an option of its name: it means one kind of value in all of them. */
public final class OptionNamesTest {

    @Test
    public void aNameIsOfOneKindInAllRecipes() {
        Map<String, TreeSet<String>> kinds = new TreeMap<>();
        Recipes.all().values().forEach(recipe -> recipe.options()
                .forEach(option -> kinds.computeIfAbsent(option.getName(), name -> new TreeSet<>())
                        .add(option.getClass().getSimpleName())));
        assertFalse(kinds.isEmpty());
        kinds.forEach((name, all) -> assertEquals(all.size(), 1, name + " is " + all));
    }
}
