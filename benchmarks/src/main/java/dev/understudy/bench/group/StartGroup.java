package dev.understudy.bench.group;

import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchChild;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.FreshJvm;
import dev.understudy.bench.Target;
import dev.understudy.cli.run.Timer;
import java.io.IOException;
import java.util.List;

/** How long it takes to begin, each time in a fresh JVM; beside it, what a JVM takes to say its version. */
public final class StartGroup implements BenchGroup {

    private static final String MAIN = "dev.understudy.cli.Main";
    private static final double COMMAND_MS = 1000;
    private static final double ENGINE_MS = 2000;

    @Override
    public void run(BenchRunner results) throws IOException {
        List<String> bare = FreshJvm.java();
        bare.add("--version");
        List<String> recipes = FreshJvm.command(MAIN, List.of("recipes"));
        List<String> engine = FreshJvm.command(
                BenchChild.class.getName(),
                List.of("engine", Boolean.toString(results.options().quick())));
        FreshJvm.run(engine); // The natives are unpacked by the first start.
        start(results, "understudy recipes", recipes, bare, COMMAND_MS);
        start(results, "the engine with its first array", engine, bare, ENGINE_MS);
    }

    private static void start(BenchRunner results, String name, List<String> command, List<String> bare, double most)
            throws IOException {
        results.duel(
                new BenchRunner.Title(name, "ms", "ours", "java --version", Target.firstAtMost(most)),
                AlternatingRounds.of(
                        () -> Timer.once(() -> FreshJvm.run(command)), () -> Timer.once(() -> FreshJvm.run(bare))));
    }
}
