package dev.understudy.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.Teacher;
import dev.understudy.cli.file.MeasuredNetwork;
import dev.understudy.cli.file.TestImages;
import dev.understudy.cli.option.DeviceOption;
import dev.understudy.cli.option.StudentOptions;
import dev.understudy.cli.print.TextTable;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.TestSplit;
import dev.understudy.engine.NativeSetup;
import dev.understudy.measure.Evaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads trained students again and measures them on the test split. */
@Command(
        name = "evaluate",
        description = "Measure the students of a run or a comparison on the test split, from their files.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class EvaluateCommand implements Callable<Integer> {

    private static final int BATCH = 500;

    @Parameters(
            paramLabel = "RUN",
            description =
                    "A run's or a comparison's folder, one student's .json in it, or an .onnx file that \"export\" wrote.")
    private Path run = Path.of("");

    @Mixin
    private StudentOptions students = new StudentOptions();

    @Mixin
    private TestImages opened = new TestImages();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public EvaluateCommand() {}

    @Override
    public Integer call() throws IOException {
        NativeSetup.prepare();
        Device place = device.one();
        List<Path> files = students.cards(run);
        Set<String> told = new LinkedHashSet<>();
        PrintWriter out = spec.commandLine().getOut();
        TextTable table = new TextTable("student", ">parameters", ">test %", ">when trained");
        for (Path file : files) {
            Interrupt.check();
            MeasuredNetwork candidate = MeasuredNetwork.of(file);
            TestSplit test = opened.test(candidate);
            test.lines().stream().filter(told::add).forEach(out::println);
            candidate.change().ifPresent(what -> out.println(candidate.name() + ": " + what));
            table.row(
                    candidate.name(),
                    String.format(Locale.ROOT, "%,d", candidate.parameters()),
                    String.format(Locale.ROOT, "%.2f", accuracy(candidate, test, place)),
                    candidate.whenTrained());
        }
        out.print(table);
        return 0;
    }

    private static double accuracy(MeasuredNetwork candidate, TestSplit split, Device device) throws IOException {
        LabeledImageDataset test = LabeledImageDataset.of(split.images(), BATCH).normalized(candidate.normalization());
        try (Teacher network = candidate.opening().open(device);
                NDManager manager = NDManager.newBaseManager(device)) {
            return Evaluation.accuracy(network, test, manager);
        }
    }
}
