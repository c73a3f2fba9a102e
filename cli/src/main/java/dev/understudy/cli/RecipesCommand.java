package dev.understudy.cli;

import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.RecipeFlags;
import dev.understudy.cli.print.RecipeDescription;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the recipes, or the options of one. */
@Command(
        name = "recipes",
        description = "List the recipes, or what one is and which options it has.",
        mixinStandardHelpOptions = true)
final class RecipesCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description =
                    "A recipe by name, or a class of your own; with options behind a colon it shows their values.")
    private @Nullable String name;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    RecipesCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            list(out);
        } else {
            RecipeDescription.lines(RecipeArgument.parse(name, new RecipeFlags(Map.of())))
                    .forEach(out::println);
        }
        return 0;
    }

    private static void list(PrintWriter out) {
        RecipeDescription.list(Recipes.all()).forEach(out::println);
        out.println();
        out.println("\"understudy recipes NAME\" lists the options of one. The paper's that are taught");
        out.println("take --stages single|two, --soft-targets and --norm: with these they are every");
        out.println("cell of its Tables 3 and 4; or in one word: channel:stages=two,soft-targets=yes.");
        out.println("Most take other networks than the paper's, a teacher and a student: --networks");
        out.println("resnet32x4:resnet8x4; \"understudy train --help\" names them.");
        out.println("Your own: see docs/guide/own-method.md.");
    }
}
