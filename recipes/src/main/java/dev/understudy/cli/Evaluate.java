package dev.understudy.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.Evaluation;
import dev.understudy.Teacher;
import dev.understudy.dataset.PictureDataset;
import dev.understudy.dataset.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Parameters(
            paramLabel = "RUN",
            description = "A run's folder, one student's .json in it, or an .onnx file that \"export\" wrote.")
    private Path run = Path.of("");

    @Mixin
    private TestPictures opened = new TestPictures();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    Evaluate() {}

    @Override
    public Integer call() throws IOException {
        List<Path> files = StudentFile.files(run);
        TextTable table = new TextTable("student", ">parameters", ">test %", ">when trained");
        for (Path file : files) {
            Interruption.check();
            Candidate candidate = Candidate.of(file);
            table.row(
                    candidate.name(),
                    String.format(Locale.ROOT, "%,d", candidate.parameters()),
                    String.format(Locale.ROOT, "%.2f", accuracy(candidate)),
                    candidate.whenTrained());
        }
        spec.commandLine().getOut().print(table);
        return 0;
    }

    private double accuracy(Candidate candidate) throws IOException {
        Splits splits = opened.test(candidate);
        PictureDataset test = PictureDataset.of(splits.test(), BATCH).normalized(candidate.normalization());
        try (Teacher network = candidate.opening().open();
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return Evaluation.accuracy(network, test, manager);
        }
    }
}
