package dev.understudy.cli;

import dev.understudy.Student;
import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.NetworkOptions;
import dev.understudy.cli.print.TextTable;
import dev.understudy.measure.Inspection;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.Recipes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a recipe's networks are made of and where they can be tapped. */
@Command(
        name = "inspect",
        description = "Show the places in a recipe's networks: paths for taps, shapes, parameters, multiply-adds, and"
                + " pairs that can be compared as they are.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InspectCommand implements Runnable {

    @Parameters(paramLabel = "RECIPE", description = "A recipe's name, or the class of your own.")
    private String recipe = "";

    @Mixin
    private DataSetOptions data = new DataSetOptions();

    @Mixin
    private NetworkOptions networks = new NetworkOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    InspectCommand() {}

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Recipe chosen = Recipes.named(recipe);
        networks.check();
        networks.check(chosen);
        Task task = networks.task(data.open());
        List<Inspection.Place> student = show(out, "Student", chosen.student(task), task);
        Student teacher = chosen.teacher(task);
        if (teacher == null) {
            return;
        }
        List<Inspection.Place> places = show(out, "Teacher", teacher, task);
        out.println("Pairs that can be compared as they are, deepest first:");
        for (Inspection.Pair pair : Inspection.pairs(student, places)) {
            out.printf(Locale.ROOT, "  %s -> %s  %s%n", pair.student(), pair.teacher(), pair.shape());
        }
    }

    private static List<Inspection.Place> show(PrintWriter out, String title, Student network, Task task) {
        List<Inspection.Place> places = Inspection.of(network, task.input());
        out.printf(
                Locale.ROOT,
                "%s \"%s\": %,d parameters, %,d multiply-adds an image%n",
                title,
                network.name(),
                places.stream()
                        .filter(Inspection.Place::part)
                        .mapToLong(Inspection.Place::parameters)
                        .sum(),
                places.stream().mapToLong(Inspection.Place::multiplyAdds).sum());
        TextTable table = new TextTable("path", "output", ">parameters", ">multiply-adds");
        for (Inspection.Place place : places) {
            table.row(
                    place.path(),
                    place.output().toString(),
                    String.format(Locale.ROOT, "%,d", place.parameters()),
                    place.part() ? String.format(Locale.ROOT, "%,d", place.multiplyAdds()) : "");
        }
        out.println(table);
        return places;
    }
}
