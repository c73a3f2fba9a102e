package dev.understudy.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Evaluation;
import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.Task;
import dev.understudy.Teacher;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.PictureDataset;
import dev.understudy.dataset.Splits;
import dev.understudy.recipe.Recipes;
import dev.understudy.report.NetworkCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    private final Map<String, Splits> opened = new HashMap<>();

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
        Student student = student(file, card);
        Normalization normalization = normalization(file, card);
        Shape input = input(card);
        DataOptions options = DataOptions.defaults().size(Math.toIntExact(input.get(1)));
        int classes = card.classNames().size();
        Splits splits = splits(file, card, data == null ? options : options.folder(data));
        if (!splits.test().shape().equals(input) || splits.test().classNames().size() != classes) {
            throw new InputException(file + " is a student for " + classes + " classes of pictures " + input
                    + "; the data set has " + splits.test().classNames().size() + " of "
                    + splits.test().shape());
        }
        PictureDataset test = PictureDataset.of(splits.test(), BATCH).normalized(normalization);
        Path weights = file.resolveSibling(card.weights());
        try (Teacher network = Teacher.load(student, weights, input, Device.cpu());
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return Evaluation.accuracy(network, test, manager);
        }
    }

    /** Each data set is read once for all students. */
    private Splits splits(Path file, NetworkCard card, DataOptions options) {
        try {
            return opened.computeIfAbsent(
                    card.dataset() + " " + options.size(), name -> Datasets.open(card.dataset(), options));
        } catch (DataException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    private static Student student(Path file, NetworkCard card) {
        try {
            return Recipes.named(card.recipe())
                    .student(new Task(input(card), card.classNames().size(), card.width()));
        } catch (InputException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    private static Normalization normalization(Path file, NetworkCard card) {
        try {
            return new Normalization(card.mean(), card.deviation());
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    private static Shape input(NetworkCard card) {
        return new Shape(card.input().stream().mapToLong(Long::longValue).toArray());
    }
}
