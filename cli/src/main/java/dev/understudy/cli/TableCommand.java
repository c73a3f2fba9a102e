package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.GroupOptions;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.run.RecipePlace;
import dev.understudy.objective.Norm;
import dev.understudy.recipes.PaperOptions;
import dev.understudy.recipes.PaperTables;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A table of the paper: its number of parameters beside ours, or its results, trained. */
@Command(
        name = "table",
        description = "A table of the paper: 2 prints its numbers of parameters beside ours; 3 and 4 train all their"
                + " cells in one pass for each seed and put them into a table, with intervals, costs and a report. What is"
                + " finished is kept: the same command goes on where it was stopped. A student that cannot be trained is a gap"
                + " in the table; the exit status is then 1.",
        mixinStandardHelpOptions = true,
        defaultValueProvider = ComparisonCommand.Defaults.class,
        sortOptions = false)
final class TableCommand implements Callable<Integer> {

    private static final List<String> COLUMNS = List.of("--stages", "--soft-targets");

    @Parameters(paramLabel = "NUMBER", description = "2, 3 or 4")
    private int number;

    @Mixin
    private DataSetOptions data = new DataSetOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Mixin
    private GroupOptions group = new GroupOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    TableCommand() {}

    @Override
    public Integer call() throws IOException {
        return switch (number) {
            case 2 -> sizes();
            case 3, 4 -> results();
            default -> throw new InputException("Table " + number + " is not here; there are 2, 3 and 4");
        };
    }

    private int sizes() {
        if (!spec.commandLine().getParseResult().matchedOptions().isEmpty()) {
            throw new InputException("Table 2 counts parameters and takes no options, got "
                    + spec.commandLine()
                            .getParseResult()
                            .matchedOptions()
                            .get(0)
                            .longestName());
        }
        SizeTable.print(spec.commandLine().getOut());
        return 0;
    }

    private int results() throws IOException {
        ComparisonCommand command = new ComparisonCommand(spec, data, options, group);
        for (String column : COLUMNS) {
            if (command.isGiven(column)) {
                throw new InputException(
                        column + " tells the columns of table " + number + " apart; it has all of them");
            }
        }
        if (command.isGiven("--networks")) {
            throw new InputException(
                    "Table " + number + " is of the paper's networks; \"understudy compare\" takes --networks");
        }
        command.check();
        List<Norm> norms = command.isGiven("--norm")
                ? List.of(options.flags().valuesFor(Recipes.named("channel")).get(PaperOptions.NORM))
                : PaperTables.NORMS;
        List<PaperTables.Cell> cells =
                number == 3 ? PaperTables.three(data.name(), norms) : PaperTables.four(data.name(), norms);
        Map<String, RecipeArgument> words = options.recipesAsTyped(
                cells.stream().map(PaperTables.Cell::word).toList());
        List<RecipePlace> places = cells.stream()
                .map(cell -> new RecipePlace(
                        cell.row(), cell.column(), Objects.requireNonNull(words.get(cell.word())), cell.paper()))
                .toList();
        return command.run(
                "The paper's Table " + number + " on " + data.name(), "table" + number + "-" + data.name(), places);
    }
}
