package dev.understudy.recipes;

import dev.understudy.InputException;
import dev.understudy.internal.text.UserCode;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The recipes on the class path: ours, and those of every {@link RecipeBook} that a jar or folder there names. */
public final class Recipes {

    private Recipes() {}

    /**
     * All that the books list.
     *
     * @return by name, in the order of the books
     * @throws InputException when two have the same name, or a book cannot be read
     */
    public static Map<String, Recipe> all() {
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
            throw new InputException(
                    "A recipe book on the class path cannot be read: " + e.getMessage()
                            + (e.getCause() == null ? "" : ": " + UserCode.line(e.getCause())),
                    e);
        }
        return recipes;
    }

    /**
     * The recipe of a name, or of a class on the class path.
     *
     * @param name such as {@code channel}, or the full name of a class with a public constructor without parameters
     * @return the recipe
     * @throws InputException when there is none; the message lists those that there are
     */
    public static Recipe named(String name) {
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

    /** That of the thread sees what was added to a program at run time, as books are found by it too. */
    private static ClassLoader loader() {
        return Objects.requireNonNullElse(
                Thread.currentThread().getContextClassLoader(), Recipes.class.getClassLoader());
    }

    private static Recipe ofClass(String name) {
        try {
            Object made =
                    Class.forName(name, true, loader()).getDeclaredConstructor().newInstance();
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
            throw new InputException(
                    "The constructor of " + name + " failed: "
                            + UserCode.line(Objects.requireNonNullElse(e.getCause(), e)),
                    e);
        } catch (ReflectiveOperationException e) {
            throw new InputException("The class " + name + " needs a public constructor without parameters", e);
        } catch (LinkageError e) {
            throw new InputException("The class " + name + " cannot be loaded: " + UserCode.line(e), e);
        }
    }
}
