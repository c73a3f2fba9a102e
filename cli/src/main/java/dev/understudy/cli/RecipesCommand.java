package dev.understudy.cli;

import dev.understudy.recipe.Recipe;
import dev.understudy.recipes.Recipes;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the recipes. */
@Command(name = "recipes", description = "List the recipes.", mixinStandardHelpOptions = true)
final class RecipesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    RecipesCommand() {}

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Recipe> recipes = Recipes.all();
        int width = recipes.keySet().stream().mapToInt(String::length).max().orElse(0);
        recipes.forEach(
                (name, recipe) -> out.printf(Locale.ROOT, "%-" + width + "s  %s%n", name, recipe.description()));
        out.println();
        out.println(
                "Each that is taught takes --stages single|two, --soft-targets and --norm: with these they are every");
        out.println("cell of the paper's Tables 3 and 4; or in one word: channel:stages=two,soft-targets=yes.");
        out.println("Your own: see docs/guide/own-method.md.");
    }
}
