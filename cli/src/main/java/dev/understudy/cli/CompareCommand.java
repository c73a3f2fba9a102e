package dev.understudy.cli;

import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.GroupOptions;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.run.RecipePlace;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares recipes over several seeds. */
@Command(
        name = "compare",
        description =
                "Train recipes with several seeds in one pass and put them into a table, with intervals, costs and a"
                        + " report. What is finished is kept: the same command goes on where it was stopped, and more recipes or"
                        + " seeds train only what is new. A student that cannot be trained is a gap in the table; the"
                        + " exit status is then 1.",
        mixinStandardHelpOptions = true,
        defaultValueProvider = ComparisonCommand.Defaults.class,
        sortOptions = false)
public final class CompareCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "RECIPE",
            arity = "1..*",
            description =
                    "Recipes by name, or classes of your own, each with options of its own behind a colon where it"
                            + " differs, as in channel:stages=two; see \"understudy train --help\". Name \"student\" and \"kd\""
                            + " for the others to be measured against.")
    private List<String> recipes = List.of();

    @Mixin
    private DataSetOptions data = new DataSetOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private GroupOptions group = new GroupOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public CompareCommand() {}

    @Override
    public Integer call() throws IOException {
        ComparisonCommand command = new ComparisonCommand(spec, data, options, group);
        command.check();
        List<RecipePlace> places = options.recipes(recipes).stream()
                .map(argument -> new RecipePlace(argument.text(), "accuracy", argument, null))
                .toList();
        String networks = options.networks.pair().map(pair -> ", " + pair).orElse("");
        return command.run(
                "Comparison on " + data.name() + networks,
                "compare-" + data.name() + options.networks.suffix(),
                places);
    }
}
