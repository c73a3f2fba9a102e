package dev.understudy.bench;

import ai.djl.ndarray.NDManager;
import dev.understudy.report.Target;
import java.io.IOException;
import java.util.List;

/** What our step costs on top of its arithmetic. */
final class OverheadGroup implements Group {

    /** Ours may take 3 % more. */
    private static final double SHARE = 0.97;

    /** So many times as many steps as other groups take, to see a few percent. */
    private static final int MORE_STEPS = 3;

    @Override
    public void run(Board board) throws IOException {
        Sizes sizes = Sizes.of(board.options().quick());
        for (double width : new double[] {sizes.full(), sizes.quarter()}) {
            for (Kind kind : List.of(Kind.ALONE, Kind.KD, Kind.CHANNEL)) {
                measure(board, sizes, kind, width);
            }
        }
    }

    /** Both are shown the same array, again and again, in turns after every step. */
    private static void measure(Board board, Sizes sizes, Kind kind, double width) throws IOException {
        String name = sizes.named(kind, width);
        try (OurSteps ours = new OurSteps(kind, sizes.task(width));
                Step bare = new BareStep(kind, sizes.task(width), sizes.batch());
                NDManager manager = NDManager.newBaseManager()) {
            Agreement.ofFirstStep("overhead, " + name, ours, bare, sizes.batch());
            Examples examples = Examples.pixels(sizes.task(width), sizes.batch(), manager);
            board.duel(
                    new Board.Title(name, "ms", "ours", "bare calls", Target.ratioAtLeast(SHARE)),
                    ours.against(bare, examples.times(sizes.warm() + MORE_STEPS * sizes.steps()), sizes.warm()));
        }
    }
}
