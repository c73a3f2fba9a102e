package dev.understudy.bench;

import dev.understudy.report.Target;
import java.io.IOException;
import java.util.List;

/** How long it takes to begin, each time in a fresh JVM; beside it, what a JVM takes to say its version. */
final class StartGroup implements Group {

    private static final String MAIN = "dev.understudy.cli.Main";
    private static final double COMMAND_MS = 1000;
    private static final double ENGINE_MS = 2000;

    @Override
    public void run(Board board) throws IOException {
        List<String> bare = Jvm.java();
        bare.add("--version");
        List<String> recipes = Jvm.command(MAIN, List.of("recipes"));
        List<String> engine = Jvm.command(
                Child.class.getName(),
                List.of("engine", Boolean.toString(board.options().quick())));
        Jvm.run(engine); // The natives are unpacked by the first start.
        start(board, "understudy recipes", recipes, bare, COMMAND_MS);
        start(board, "the engine with its first array", engine, bare, ENGINE_MS);
    }

    private static void start(Board board, String name, List<String> command, List<String> bare, double most)
            throws IOException {
        board.duel(
                new Board.Title(name, "ms", "ours", "java --version", Target.firstAtMost(most)),
                Turns.of(() -> Timer.once(() -> Jvm.run(command)), () -> Timer.once(() -> Jvm.run(bare))));
    }
}
