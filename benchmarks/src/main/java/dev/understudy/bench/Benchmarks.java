package dev.understudy.bench;

import dev.understudy.InputException;
import dev.understudy.bench.group.DataGroup;
import dev.understudy.bench.group.DeviceGroup;
import dev.understudy.bench.group.GrowthGroup;
import dev.understudy.bench.group.LossGroup;
import dev.understudy.bench.group.MemoryGroup;
import dev.understudy.bench.group.MethodGroup;
import dev.understudy.bench.group.OverheadGroup;
import dev.understudy.bench.group.RelationGroup;
import dev.understudy.bench.group.StartGroup;
import dev.understudy.bench.group.StepGroup;
import dev.understudy.bench.group.TableGroup;
import dev.understudy.bench.group.TeacherGroup;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.PythonSteps;
import dev.understudy.result.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All benchmarks by group. */
public final class Benchmarks {

    private static final String DEVICE = "device";

    private static final Map<String, BenchGroup> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("losses", new LossGroup());
        GROUPS.put("steps", new StepGroup());
        GROUPS.put("overhead", new OverheadGroup());
        GROUPS.put("data", new DataGroup());
        GROUPS.put("teacher", new TeacherGroup());
        GROUPS.put("memory", new MemoryGroup());
        GROUPS.put("table", new TableGroup());
        GROUPS.put("start", new StartGroup());
        GROUPS.put("relations", new RelationGroup());
        GROUPS.put("methods", new MethodGroup());
        GROUPS.put("growth", new GrowthGroup());
        GROUPS.put(DEVICE, new DeviceGroup());
    }

    private Benchmarks() {}

    /**
     * The names of the groups.
     *
     * @return in the order they are run
     */
    public static List<String> groups() {
        return List.copyOf(GROUPS.keySet());
    }

    /**
     * Runs some groups, in their own order.
     *
     * @param names which; empty for all
     * @param options how
     * @param provenance where the numbers come from
     * @param progress is told of every row, before and after it is measured
     * @return what was measured
     * @throws IOException when a file cannot be read or written, or a child process fails
     * @throws InputException when there is no such group, or the Python given has no PyTorch
     * @throws IllegalStateException when two ways that are to give the same numbers do not
     */
    public static BenchSummary run(
            List<String> names, BenchOptions options, Provenance provenance, Consumer<String> progress)
            throws IOException {
        for (String name : names) {
            if (!GROUPS.containsKey(name)) {
                throw new InputException("No group of benchmarks named \"" + name + "\"; there are " + groups());
            }
        }
        List<String> wanted = wanted(names, options);
        Map<String, String> settings = settings(options);
        BenchRunner results = new BenchRunner(options, progress);
        for (Map.Entry<String, BenchGroup> group : GROUPS.entrySet()) {
            if (wanted.contains(group.getKey())) {
                results.begin(group.getKey());
                group.getValue().run(results);
            }
        }
        return new BenchSummary(provenance, settings, results.rows(), results.growth(), results.leftOut());
    }

    /** The device's is measured on a device that is named, and everything else on the processor. */
    private static List<String> wanted(List<String> names, BenchOptions options) {
        if (options.device() == null) {
            if (names.contains(DEVICE)) {
                throw new InputException("The group \"device\" is measured on the device that --device names, such as"
                        + " --device gpu, or --device cpu to rehearse it");
            }
            return names.isEmpty()
                    ? groups().stream().filter(name -> !name.equals(DEVICE)).toList()
                    : names;
        }
        if (!names.isEmpty() && !names.equals(List.of(DEVICE))) {
            throw new InputException(
                    "--device is for the group \"device\"; " + names + " are measured on the processor");
        }
        return List.of(DEVICE);
    }

    private static Map<String, String> settings(BenchOptions options) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("rounds", Integer.toString(options.rounds()));
        settings.put("quick", Boolean.toString(options.quick()));
        settings.put("batch", Integer.toString(BenchSizes.of(options.quick()).batch()));
        settings.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        // What the launcher sets for threads and memory, and whoever runs this may set otherwise.
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("OMP_") || name.startsWith("MALLOC_"))
                .sorted()
                .forEach(name -> settings.put(name, System.getenv(name)));
        Path python = options.python();
        if (python != null) {
            try (PythonSteps steps = new PythonSteps(python)) {
                settings.put("python", steps.version());
            }
        }
        return settings;
    }
}
