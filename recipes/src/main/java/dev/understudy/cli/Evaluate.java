package dev.understudy.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.Evaluation;
import dev.understudy.InputException;
import dev.understudy.Task;
import dev.understudy.Teacher;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.PictureDataset;
import dev.understudy.dataset.Splits;
import dev.understudy.report.NetworkCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads trained students again and measures them on the test split. */
@Command(
        name = "evaluate",
        description = "Measure the students of a run on the test split, from their files.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Evaluate implements Callable<Integer> {

    private static final int BATCH = 500;

    @Parameters(paramLabel = "RUN", description = "A run's folder, or one student's .json in it.")
    private Path run = Path.of("");

    @Option(names = "--data", paramLabel = "DIR", description = "Where the data set's files lie.")
    private @Nullable Path data;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    Evaluate() {}

    @Override
    public Integer call() throws IOException {
        List<Path> cards = cards();
        TextTable table = new TextTable("student", ">parameters", ">test %", ">when trained");
        for (Path file : cards) {
            Interruption.check();
            NetworkCard card = NetworkCard.read(file);
            Cards.verify(file, card);
            table.row(
                    file.getFileName().toString().replace(".json", ""),
                    String.format(Locale.ROOT, "%,d", card.parameters()),
                    String.format(Locale.ROOT, "%.2f", accuracy(file, card)),
                    String.format(Locale.ROOT, "%.2f", card.accuracy().last()));
        }
        spec.commandLine().getOut().print(table);
        return 0;
    }

    private List<Path> cards() throws IOException {
        if (Files.isRegularFile(run)) {
            return List.of(run);
        }
        if (!Files.isDirectory(run)) {
            throw new InputException("No run at " + run + ": a folder that \"understudy train\" wrote is wanted");
        }
        List<Path> cards = new ArrayList<>();
        try (Stream<Path> files = Files.list(run)) {
            files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.endsWith("summary.json"))
                    .sorted()
                    .forEach(cards::add);
        }
        if (cards.isEmpty()) {
            throw new InputException("No students in " + run + ": no .json beside summary.json");
        }
        return cards;
    }

    private double accuracy(Path file, NetworkCard card) throws IOException {
        Shape input = new Shape(card.input().stream().mapToLong(Long::longValue).toArray());
        Task task = new Task(input, card.classNames().size(), card.width());
        DataOptions options = DataOptions.defaults().size(Math.toIntExact(input.get(1)));
        Splits splits = Datasets.open(card.dataset(), data == null ? options : options.folder(data));
        if (!splits.test().shape().equals(input) || splits.test().classNames().size() != task.classes()) {
            throw new InputException(file + " is a student for " + task.classes() + " classes of pictures " + input
                    + "; the data set has " + splits.test().classNames().size() + " of "
                    + splits.test().shape());
        }
        PictureDataset test = PictureDataset.of(splits.test(), BATCH)
                .normalized(new Normalization(card.mean(), card.deviation()));
        Path weights = file.resolveSibling(card.weights());
        try (Teacher network = Teacher.load(
                        Recipes.named(card.recipe()).student(task), weights, input, Device.cpu());
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return Evaluation.accuracy(network, test, manager);
        }
    }
}
