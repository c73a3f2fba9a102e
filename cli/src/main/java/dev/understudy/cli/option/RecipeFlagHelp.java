package dev.understudy.cli.option;

import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.WholeNumberOption;
import dev.understudy.recipe.YesNoOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Says at the end of a command's help which options recipes have: those with the same ones together. */
final class RecipeFlagHelp {

    private static final int WIDTH = 79;
    private static final int MOST_NAMES = 3;
    private static final String INDENT = "  ";

    private RecipeFlagHelp() {}

    static void add(CommandSpec command, List<Recipe> recipes) {
        Map<List<String>, List<String>> families = new LinkedHashMap<>();
        for (Recipe recipe : recipes) {
            List<String> flags = RecipeFlagSpecs.own(recipe).stream()
                    .map(RecipeFlagHelp::flag)
                    .toList();
            if (!flags.isEmpty()) {
                families.computeIfAbsent(flags, each -> new ArrayList<>()).add(recipe.name());
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Options of recipes, for all that have them, or for one behind a colon:");
        lines.add("channel:stages=two,soft-targets=yes. \"understudy recipes NAME\" explains them.");
        families.forEach((flags, names) -> lines.addAll(wrapped(names(names) + ":", flags)));
        command.usageMessage()
                .footer(lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new));
    }

    /** The flag and what stands behind it. */
    static String flag(RecipeOption<?> option) {
        String flag = RecipeFlags.flag(option.getName());
        if (option instanceof YesNoOption) {
            return option.getDefault().equals(true) ? "--no-" + option.getName() : flag;
        }
        return flag + "="
                + (option instanceof ChoiceOption<?> choice
                        ? String.join("|", choice.getWords())
                        : option instanceof WholeNumberOption ? "N" : "NUMBER");
    }

    private static String names(List<String> all) {
        return all.size() <= MOST_NAMES + 1
                ? String.join(", ", all)
                : all.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + " and " + (all.size() - MOST_NAMES)
                        + " more";
    }

    /** Words in lines, from the second on further in. */
    private static List<String> wrapped(String first, List<String> words) {
        List<String> lines = new ArrayList<>();
        String line = INDENT + first;
        for (String word : words) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.add(line);
                line = INDENT + INDENT + word;
            } else {
                line += " " + word;
            }
        }
        lines.add(line);
        return lines;
    }
}
