package dev.understudy.cli.option;

import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.cli.file.HomeFolder;
import dev.understudy.internal.text.UserCode;
import dev.understudy.recipe.Choices;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A recipe with options of its own in one word, {@code RECIPE[:NAME=VALUE[,NAME=VALUE...]]}, such as {@code
 * channel:stages=two,soft-targets=yes}.
 *
 * @param name the recipe's name or class, as typed
 * @param options the given options in a fixed order behind a colon, {@code :stages=two}; empty where there are none
 * @param recipe the recipe
 * @param choices the options of all recipes, with its own in their place
 */
public record RecipeArgument(String name, String options, Recipe recipe, Choices choices) {

    /** Reads a word; what it does not say is as in the defaults. */
    public static RecipeArgument parse(String word, Choices defaults) {
        int colon = word.indexOf(':');
        if (colon < 0) {
            return new RecipeArgument(word, "", Recipes.named(word), defaults);
        }
        String name = word.substring(0, colon);
        Recipe recipe = Recipes.named(name);
        Set<RecipeOption> given = EnumSet.noneOf(RecipeOption.class);
        Choices choices = defaults;
        try {
            for (String pair : word.substring(colon + 1).split(",", -1)) {
                choices = with(choices, pair, given);
            }
        } catch (InputException e) {
            throw new InputException("In \"" + word + "\": " + e.getMessage(), e);
        }
        return new RecipeArgument(name, written(given, choices), recipe, choices);
    }

    private static Choices with(Choices choices, String pair, Set<RecipeOption> given) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new InputException(
                    "an option is NAME=VALUE, got \"" + pair + "\"; the names are " + RecipeOption.names());
        }
        RecipeOption option = RecipeOption.named(pair.substring(0, equals));
        if (!given.add(option)) {
            throw new InputException(option.option() + " is given twice");
        }
        return option.with(choices, pair.substring(equals + 1));
    }

    private static String written(Set<RecipeOption> given, Choices choices) {
        return given.stream()
                .map(option -> option.option() + "=" + option.value(choices))
                .collect(Collectors.joining(",", ":", ""));
    }

    /** Something of a recipe's. */
    @FunctionalInterface
    public interface Doing<T> {

        T done() throws IOException;
    }

    /** Does something of this recipe's, whose name stands before what is refused of it, or what its code throws. */
    public <T> T named(Doing<T> doing) throws IOException {
        try {
            return doing.done();
        } catch (InputException e) {
            throw new InputException("Recipe \"" + word() + "\": " + e.getMessage(), e);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (UserCode.threw(e)) {
                throw new InputException("Recipe \"" + word() + "\": its code threw " + UserCode.line(e), e);
            }
            throw e;
        }
    }

    /** The word in its one form: the same recipe with the same options is always the same word. */
    public String word() {
        return name + options;
    }

    /** What its students are called in reports and files. */
    public String label() {
        return (recipe.name() + options).replaceAll("[^\\w.-]+", "-");
    }

    /** Its distillation with the first seed. */
    public Distillation distillation(Task task, Map<String, Teacher> teachers, TrainingOptions options) {
        Distillation distillation = recipe.withTeachers(task, choices, teachers);
        if (options.keepBytes().isPresent()) {
            distillation = distillation.keeping(
                    HomeFolder.folder().resolve("outputs"), options.keepBytes().getAsLong());
        }
        return distillation
                .seed(options.seed)
                .firstWeights(options.firstWeights)
                .devices(options.devices());
    }
}
