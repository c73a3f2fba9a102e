package dev.understudy.bench;

import ai.djl.ndarray.NDManager;
import dev.understudy.Event;
import dev.understudy.NativeHeap;
import dev.understudy.report.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The resident memory of a training, and that it does not grow. */
final class MemoryGroup implements Group {

    private static final Kind KIND = Kind.CHANNEL;
    private static final String OURS = "ours";
    private static final double MORE = 1.2;
    private static final double MB = 1e6;

    /** What counts as flat: the JVM itself takes and gives back a little. */
    private static final double FLAT = 1.1;

    @Override
    public void run(Board board) throws IOException {
        Sizes sizes = Sizes.of(board.options().quick());
        if (Resident.isTold()) {
            board.duel(
                    new Board.Title(
                            "peak of a JVM, " + sizes.named(KIND, sizes.full()),
                            "MB",
                            "bare calls",
                            OURS,
                            Target.ratioAtMost(MORE)),
                    Turns.of(
                            () -> Jvm.child(board.options(), "step", "bare")[0],
                            () -> Jvm.child(board.options(), "step", OURS)[0]));
        } else {
            board.leaveOut("peak memory", Resident.reason());
        }
        if (NativeHeap.isTold()) {
            board.duel(
                    new Board.Title(
                            "native memory in use, a tiny distillation",
                            "MB",
                            "step " + sizes.shortRun(),
                            "step " + sizes.longRun(),
                            Target.ratioAtMost(FLAT)),
                    () -> {
                        double[] inUse = Jvm.child(board.options(), "long");
                        return new Turns.Pair(inUse[0], inUse[1]);
                    });
        } else {
            board.leaveOut("native memory", "it is read from glibc's mallinfo2");
        }
    }

    /** In a child: the peak over steps of one way, after those that do not count. */
    static String peak(Sizes sizes, List<String> words) throws IOException {
        if (words.get(0).equals(OURS)) {
            ours(sizes);
        } else {
            bare(sizes);
        }
        return Double.toString(Resident.peak());
    }

    private static void ours(Sizes sizes) throws IOException {
        int pictures = (sizes.warm() + sizes.steps()) * sizes.batch();
        try (OurSteps ours = new OurSteps(KIND, sizes.task(sizes.full()))) {
            int[] steps = {0};
            ours.train(Noise.batches(sizes.pictures(pictures), sizes.batch()).at(0), event -> {
                        if (event instanceof Event.StepDone && ++steps[0] == sizes.warm()) {
                            resetPeak();
                        }
                    })
                    .close();
        }
    }

    private static void bare(Sizes sizes) {
        try (Step bare = new BareStep(KIND, sizes.task(sizes.full()), sizes.batch())) {
            for (int i = 0; i < sizes.warm() + sizes.steps(); i++) {
                if (i == sizes.warm()) {
                    resetPeak();
                }
                bare.run();
            }
        }
    }

    private static void resetPeak() {
        try {
            Resident.resetPeak();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a child: native memory in use after a short run and after a long one, of the same training. */
    static String longRun(Sizes sizes) throws IOException {
        Sizes tiny = Sizes.of(true);
        List<Double> inUse = new ArrayList<>();
        int[] steps = {0};
        try (OurSteps ours = new OurSteps(KIND, tiny.task(tiny.quarter()));
                NDManager manager = NDManager.newBaseManager()) {
            Examples examples = Examples.planes(tiny.task(tiny.quarter()), tiny.batch(), manager);
            ours.train(examples.times(sizes.longRun()), event -> {
                        if (event instanceof Event.StepDone) {
                            steps[0]++;
                            if (steps[0] == sizes.shortRun() || steps[0] == sizes.longRun()) {
                                inUse.add(NativeHeap.settledBytes() / MB);
                            }
                        }
                    })
                    .close();
        }
        return inUse.get(0) + " " + inUse.get(1);
    }
}
