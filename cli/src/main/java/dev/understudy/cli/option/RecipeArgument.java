package dev.understudy.cli.option;

import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.cli.file.HomeFolder;
import dev.understudy.internal.text.RecipeCall;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A recipe with options of its own in one word, {@code RECIPE[:NAME=VALUE[,NAME=VALUE...]]}, such as {@code
 * channel:stages=two,soft-targets=yes}.
 *
 * @param name the recipe's name or class, as typed
 * @param given the names of the options behind the colon
 * @param recipe the recipe
 * @param values of all its options
 */
public record RecipeArgument(String name, Set<String> given, Recipe recipe, OptionValues values) {

    /** Reads a word; what it does not say is as in the flags, or the recipe's default. */
    public static RecipeArgument parse(String word, RecipeFlags flags) {
        int colon = word.indexOf(':');
        String name = colon < 0 ? word : word.substring(0, colon);
        Recipe recipe = Recipes.named(name);
        RecipeArgument argument = new RecipeArgument(name, Set.of(), recipe, flags.valuesFor(recipe));
        if (colon < 0) {
            return argument;
        }
        try {
            for (String pair : word.substring(colon + 1).split(",", -1)) {
                argument = argument.with(pair);
            }
        } catch (InputException e) {
            throw new InputException("In \"" + word + "\": " + e.getMessage(), e);
        }
        return argument;
    }

    private RecipeArgument with(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new InputException("an option is NAME=VALUE, got \"" + pair + "\"; the names are "
                    + values.getTexts().keySet());
        }
        String option = pair.substring(0, equals);
        if (given.contains(option)) {
            throw new InputException(option + " is given twice");
        }
        return with(option, pair.substring(equals + 1));
    }

    /** The same recipe with another option behind the colon. */
    public RecipeArgument with(String option, String text) {
        Set<String> more = new HashSet<>(given);
        more.add(option);
        return new RecipeArgument(name, Set.copyOf(more), recipe, values.with(option, text));
    }

    /** Does something of this recipe's, whose name stands before what is refused of it, or what its code throws. */
    public <T> T named(RecipeCall.Work<T> work) throws IOException {
        return RecipeCall.of(text(), work);
    }

    /** The word in its one form: the same recipe with the same options is always the same word. */
    public String text() {
        return name + options();
    }

    /** The given options in the recipe's order behind a colon, {@code :stages=two}; empty where there are none. */
    private String options() {
        return given.isEmpty()
                ? ""
                : values.getTexts().entrySet().stream()
                        .filter(option -> given.contains(option.getKey()))
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining(",", ":", ""));
    }

    /** What its students are called in reports and files. */
    public String label() {
        return (recipe.name() + options()).replaceAll("[^\\w.-]+", "-");
    }

    /** Its distillation with the first seed. */
    public Distillation distillation(Task task, Map<String, Teacher> teachers, TrainingOptions options) {
        Distillation distillation = options.mixing.of(recipe.withTeachers(task, values, teachers));
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
