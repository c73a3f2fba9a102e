package dev.understudy.cli.print;

import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What recipes are and which options they have, for a terminal. */
public final class RecipeDescription {

    /** Networks have their names for any images; these are the paper's. */
    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 1);

    private static final int GAP = 2;

    private RecipeDescription() {}

    /** Recipes, each with what it does. */
    public static List<String> list(Map<String, Recipe> recipes) {
        int width = recipes.keySet().stream().mapToInt(String::length).max().orElse(0) + GAP;
        List<String> lines = new ArrayList<>();
        recipes.forEach((name, recipe) ->
                lines.addAll(wrapped(name + " ".repeat(width - name.length()) + recipe.description(), width)));
        return lines;
    }

    /** What one is. */
    public static List<String> lines(RecipeArgument argument) throws IOException {
        List<String> lines = new ArrayList<>(
                wrapped(argument.name() + ": " + argument.recipe().description(), 0));
        lines.addAll(wrapped(networks(argument), 0));
        lines.add("");
        lines.addAll(wrapped(example(argument.values(), argument.name()), 0));
        lines.add("");
        Map<String, String> texts = argument.values().getTexts();
        int width = texts.keySet().stream().mapToInt(String::length).max().orElse(0);
        for (RecipeOption<?> option : argument.values().getOptions()) {
            String name = option.getName();
            String first = " ".repeat(GAP) + name + " ".repeat(width - name.length() + GAP) + option.getRange()
                    + "; default: " + texts.get(name);
            lines.addAll(wrapped(first, GAP + width + GAP));
            if (!option.getDescription().isEmpty()) {
                lines.addAll(wrapped(" ".repeat(GAP + width + GAP) + option.getDescription(), GAP + width + GAP));
            }
        }
        return lines;
    }

    private static String networks(RecipeArgument argument) throws IOException {
        try {
            List<String> teachers = argument.named(() -> argument.recipe().teachers(TASK).values().stream()
                    .map(Student::name)
                    .toList());
            String student =
                    argument.named(() -> argument.recipe().student(TASK)).name();
            return "Student: " + student + ". "
                    + (teachers.isEmpty()
                            ? "It learns without a teacher."
                            : (teachers.size() == 1 ? "Teacher: " : "Teachers: ") + String.join(", ", teachers) + ".")
                    + (argument.recipe().takesNetworks() ? " It takes others: --networks TEACHER:STUDENT." : "");
        } catch (InputException e) {
            return "Its networks are not made for images of 3 x 32 x 32 in 10 classes: " + e.getMessage();
        }
    }

    private static String example(OptionValues values, String name) {
        Map<String, String> texts = values.getTexts();
        String option = texts.keySet().stream().findFirst().orElseThrow();
        return "Its options, for all recipes of a command that have them (--" + option + " " + texts.get(option)
                + ") or for this one alone (" + name + ":" + option + "=" + texts.get(option) + "):";
    }

    /** Broken between words; from the second line on further in. */
    private static List<String> wrapped(String text, int indent) {
        List<String> lines = new ArrayList<>();
        String rest = text.stripTrailing();
        while (rest.length() > TextTable.TERMINAL) {
            int at = rest.lastIndexOf(' ', TextTable.TERMINAL);
            if (at <= indent) {
                break;
            }
            lines.add(rest.substring(0, at).stripTrailing());
            rest = " ".repeat(indent) + rest.substring(at).strip();
        }
        lines.add(rest);
        return lines;
    }
}
