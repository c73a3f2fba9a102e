package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.Recipe;
import dev.understudy.RecipeBook;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The recipes on the class path. */
final class Recipes {

    private Recipes() {}

    /** All that the books list, by name. */
    static Map<String, Recipe> all() {
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        try {
            for (RecipeBook book : ServiceLoader.load(RecipeBook.class)) {
                for (Recipe recipe : book.recipes()) {
                    Recipe other = recipes.putIfAbsent(recipe.name(), recipe);
                    if (other != null) {
                        throw new InputException("Two recipes are named \"" + recipe.name() + "\": "
                                + other.getClass().getName() + " and "
                                + recipe.getClass().getName());
                    }
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new InputException("A recipe book on the class path cannot be read: " + e.getMessage(), e);
        }
        return recipes;
    }

    /** The recipe of a name, or of a class on the class path. */
    static Recipe named(String name) {
        Recipe recipe = all().get(name);
        if (recipe != null) {
            return recipe;
        }
        if (name.contains(".")) {
            return ofClass(name);
        }
        throw new InputException("No recipe named \"" + name + "\"; there are " + all().keySet()
                + ", or the class of your own on UNDERSTUDY_CLASSPATH");
    }

    private static Recipe ofClass(String name) {
        try {
            Object made = Class.forName(name).getDeclaredConstructor().newInstance();
            if (made instanceof Recipe recipe) {
                return recipe;
            }
            throw new InputException("The class " + name + " does not implement " + Recipe.class.getName());
        } catch (ClassNotFoundException e) {
            throw new InputException(
                    "No recipe and no class named \"" + name
                            + "\" on the class path; put your jar or folder on UNDERSTUDY_CLASSPATH",
                    e);
        } catch (InvocationTargetException e) {
            throw new InputException("The constructor of " + name + " failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new InputException("The class " + name + " needs a public constructor without parameters", e);
        } catch (LinkageError e) {
            throw new InputException("The class " + name + " cannot be loaded: " + e, e);
        }
    }
}
