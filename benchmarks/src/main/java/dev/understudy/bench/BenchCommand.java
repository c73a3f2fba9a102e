package dev.understudy.bench;

import dev.understudy.cli.file.NewFile;
import dev.understudy.cli.option.CommandText;
import dev.understudy.cli.option.DeviceOption;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.engine.Engines;
import dev.understudy.engine.NativeSetup;
import dev.understudy.result.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how fast the project is, each time against another way to do the same. */
@Command(
        name = "bench",
        description = "Measure how fast this is: every row compares two ways of doing the same work, in turns, on"
                + " generated data.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BenchCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "GROUP",
            arity = "0..*",
            description =
                    "losses, steps, overhead, data, teacher, memory, table, start, relations, methods, growth, all on the"
                            + " processor, and device, on that which --device names; default: all, or with --device that one.")
    private List<String> groups = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often the two ways take turns; default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            defaultValue = "bench.json",
            description = "Where the numbers are written; default: ${DEFAULT-VALUE}.")
    private Path output = Path.of("bench.json");

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "A Python interpreter that has PyTorch, to compare steps with; default: these rows are left"
                    + " out.")
    private @Nullable Path python;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Measure the group \"device\" on it: gpu, gpu1, or cpu to rehearse.")
    private @Nullable String device;

    @Option(names = "--quick", description = "Make everything tiny, to see that it runs: the numbers mean nothing.")
    private boolean quick;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    BenchCommand() {}

    @Override
    public Integer call() throws IOException {
        NativeSetup.prepare();
        BenchOptions options = new BenchOptions(
                rounds,
                quick,
                python,
                device == null ? null : DeviceOption.of(device).one());
        NewFile.check("--output", output, BenchSummary::read);
        Instant start = Instant.now();
        Provenance provenance =
                Provenance.collect(CommandText.of(spec), Engines.current(), start, List.of(options.place()));
        PrintWriter err = spec.commandLine().getErr();
        BenchSummary measured = Benchmarks.run(groups, options, provenance, line -> {
            Interrupt.check();
            err.println(line);
        });
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1e3;
        BenchSummary summary = new BenchSummary(
                provenance.withSeconds(seconds),
                measured.settings(),
                measured.rows(),
                measured.growth(),
                measured.leftOut());
        summary.write(output);
        PrintWriter out = spec.commandLine().getOut();
        BenchTables.print(out, summary);
        out.println("Written to " + output);
        return 0;
    }
}
