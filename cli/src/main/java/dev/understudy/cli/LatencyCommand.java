package dev.understudy.cli;

import ai.djl.Device;
import dev.understudy.cli.file.LatencyTargets;
import dev.understudy.cli.file.NewFile;
import dev.understudy.cli.file.TestImages;
import dev.understudy.cli.option.CommandText;
import dev.understudy.cli.option.DeviceOption;
import dev.understudy.cli.option.OptionRange;
import dev.understudy.cli.option.StudentOptions;
import dev.understudy.cli.print.TextTable;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.cli.run.LatencyRounds;
import dev.understudy.engine.Engines;
import dev.understudy.engine.NativeSetup;
import dev.understudy.result.LatencyRow;
import dev.understudy.result.LatencySummary;
import dev.understudy.result.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how long trained networks take to answer. */
@Command(
        name = "latency",
        description = "Measure how long teacher and student take to answer test images, one at a time and in batches,"
                + " on DJL's engine and as ONNX on ONNX Runtime, which runs on the processor; all in turns.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LatencyCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description =
                    "A run's or a comparison's folder, which stands for its teacher and a student of each network; a student's or a"
                            + " stored teacher's .json; an .onnx file that \"export\" wrote.")
    private List<Path> runs = List.of();

    @Mixin
    private StudentOptions students = new StudentOptions();

    @Mixin
    private TestImages images = new TestImages();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many images are answered at once, beside one; default: ${DEFAULT-VALUE}.")
    private int batch = 64;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long each row of the table is measured; default: ${DEFAULT-VALUE}.")
    private double seconds = 5;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many threads both engines work with; default: one for each core.")
    private int threads;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers here too; default: nothing.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    LatencyCommand() {}

    @Override
    public Integer call() throws IOException {
        OptionRange.batch(batch);
        OptionRange.check("--seconds", seconds > 0 && seconds <= 3600, "above 0 and at most 3600", seconds);
        OptionRange.check(
                "--threads", threads >= 0 && threads <= 1024, "from 1 to 1024, or 0 for one for each core", threads);
        if (json != null) {
            NewFile.check("--json", json, LatencySummary::read);
        }
        if (threads > 0) {
            NativeSetup.threads(threads);
        }
        NativeSetup.prepare();
        Device place = device.one();
        Instant start = Instant.now();
        try (LatencyTargets subjects = new LatencyTargets(students, images, batch, threads, place, this::tell)) {
            for (Path run : runs) {
                subjects.add(run);
            }
            List<LatencyRow> rows = new LatencyRounds(seconds, this::tell).measure(subjects.all());
            spec.commandLine().getOut().print(table(rows));
            if (json != null) {
                summary(start, place, rows).write(json);
            }
        }
        return 0;
    }

    private void tell(String line) {
        Interrupt.check();
        if (!line.isEmpty()) {
            spec.commandLine().getErr().println(line);
        }
    }

    private LatencySummary summary(Instant start, Device place, List<LatencyRow> rows) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("batch", Integer.toString(batch));
        settings.put("seconds", Double.toString(seconds));
        settings.put("device", device.typed());
        settings.put("threads", threads == 0 ? "one for each core" : Integer.toString(threads));
        return new LatencySummary(
                Provenance.collect(CommandText.of(spec), Engines.current(), start, List.of(place))
                        .withSeconds(Duration.between(start, Instant.now()).toMillis() / 1e3),
                settings,
                rows);
    }

    private static TextTable table(List<LatencyRow> rows) {
        TextTable table = new TextTable(
                "network",
                "engine",
                ">parameters",
                ">file, kB",
                ">batch",
                ">median ms",
                ">95 % within",
                ">99 % within",
                ">images/s");
        for (LatencyRow row : rows) {
            table.row(
                    row.network(),
                    row.engine(),
                    String.format(Locale.ROOT, "%,d", row.parameters()),
                    String.format(Locale.ROOT, "%,.0f", row.bytes() / 1e3),
                    Integer.toString(row.batch()),
                    String.format(Locale.ROOT, "%.3f", row.median()),
                    String.format(Locale.ROOT, "%.3f", row.most95()),
                    String.format(Locale.ROOT, "%.3f", row.most99()),
                    String.format(Locale.ROOT, "%,.0f", row.imagesPerSecond()));
        }
        return table;
    }
}
