package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.recipe.CommonOptions;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.YesNoOption;
import dev.understudy.recipes.Recipes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes the options of recipes flags of the commands that train: {@code --temperature 3}, {@code --soft-targets}. */
public final class RecipeFlagSpecs {

    /** Marks the flags of ours. */
    private static final Object OURS = new Object();

    private static final Pattern CLASS = Pattern.compile("[\\w$]+(\\.[\\w$]+)+");
    private static final List<String> COMMON =
            List.of(CommonOptions.EPOCHS.getName(), CommonOptions.LEARNING_RATE.getName());

    private RecipeFlagSpecs() {}

    /**
     * Adds them to those commands among some arguments that train: of all recipes on the class path, and of the classes
     * among the arguments.
     *
     * @param line all commands, before they read the arguments
     * @param arguments of the command line
     * @throws InputException when the recipes on the class path cannot be read
     */
    public static void add(CommandLine line, List<String> arguments) {
        line.getSubcommands().forEach((name, command) -> {
            if (arguments.contains(name) && trains(command.getCommandSpec())) {
                List<Recipe> recipes = recipes(arguments);
                add(command.getCommandSpec(), recipes);
                RecipeFlagHelp.add(command.getCommandSpec(), recipes);
            }
        });
    }

    private static boolean trains(CommandSpec command) {
        return command.mixins().values().stream().anyMatch(each -> each.userObject() instanceof TrainingOptions);
    }

    private static List<Recipe> recipes(List<String> arguments) {
        List<Recipe> recipes = new ArrayList<>(Recipes.all().values());
        for (String argument : arguments) {
            String name = argument.replaceFirst(":.*", "");
            if (CLASS.matcher(name).matches()) {
                try {
                    recipes.add(Recipes.named(name));
                } catch (InputException e) {
                    // No recipe; the command says so where one was meant. A class that is there and broken is loaded
                    // once.
                    if (e.getCause() instanceof LinkageError) {
                        throw e;
                    }
                }
            }
        }
        return recipes;
    }

    private static void add(CommandSpec command, List<Recipe> recipes) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        for (Recipe recipe : recipes) {
            own(recipe)
                    .forEach(option ->
                            flags.merge(option.getName(), option instanceof YesNoOption, Boolean::logicalAnd));
        }
        flags.forEach((name, yesNo) -> {
            String flag = RecipeFlags.flag(name);
            if (!command.optionsMap().containsKey(flag)) {
                OptionSpec.Builder spec = OptionSpec.builder(flag).hidden(true).userObject(OURS);
                command.addOption(
                        yesNo
                                ? spec.type(boolean.class).negatable(true).build()
                                : spec.type(String.class)
                                        .arity("1")
                                        .paramLabel("VALUE")
                                        .build());
            }
        });
    }

    /** A recipe's options without those that all have, which are flags already. */
    static List<RecipeOption<?>> own(Recipe recipe) {
        return recipe.options().stream()
                .filter(option -> !COMMON.contains(option.getName()))
                .toList();
    }

    /** Those that were given, as they were typed. */
    static Map<String, String> given(CommandSpec command) {
        Map<String, String> given = new LinkedHashMap<>();
        CommandLine line = command.commandLine();
        if (line != null && line.getParseResult() != null) {
            for (OptionSpec option : line.getParseResult().matchedOptions()) {
                if (option.userObject() == OURS) {
                    String text = option.getValue() instanceof Boolean yes
                            ? yes ? "yes" : "no"
                            : String.valueOf(option.<Object>getValue());
                    given.put(
                            option.longestName().substring(RecipeFlags.flag("").length()), text);
                }
            }
        }
        return given;
    }

    /** Refuses a recipe whose option has the name of a flag that means something else. */
    static void refuseTaken(CommandSpec command, RecipeArgument argument) {
        for (RecipeOption<?> option : own(argument.recipe())) {
            OptionSpec flag = command.findOption(RecipeFlags.flag(option.getName()));
            if (flag != null && flag.userObject() != OURS) {
                throw new InputException("Recipe \"" + argument.name() + "\" declares an option \"" + option.getName()
                        + "\", but " + flag.longestName() + " is the command's own; it wants another name");
            }
        }
    }
}
