package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.Target;
import dev.understudy.bench.step.Agreement;
import dev.understudy.bench.step.BareStep;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.ExampleBatch;
import dev.understudy.bench.step.Kind;
import dev.understudy.bench.step.OurSteps;
import dev.understudy.bench.step.Step;
import java.io.IOException;
import java.util.List;

/** What our step costs on top of its arithmetic. */
public final class OverheadGroup implements BenchGroup {

    /** Ours may take 3 % more. */
    private static final double SHARE = 0.97;

    /** So many times as many steps as other groups take, to see a few percent; more where a step is short. */
    private static final int FULL_STEPS = 3;

    private static final int QUARTER_STEPS = 20;

    /** Steps that a training of some minutes has behind it: before, it is Java's compiler that is measured. */
    private static final int EARLIER = 200;

    @Override
    public void run(BenchRunner results) throws IOException {
        BenchSizes sizes = BenchSizes.of(results.options().quick());
        if (!results.options().quick()) {
            warm(sizes);
        }
        for (double width : new double[] {sizes.full(), sizes.quarter()}) {
            for (Kind kind : List.of(Kind.ALONE, Kind.KD, Kind.CHANNEL)) {
                measure(results, sizes, kind, width);
            }
        }
    }

    private static void warm(BenchSizes sizes) throws IOException {
        for (Kind kind : List.of(Kind.ALONE, Kind.CHANNEL)) {
            try (OurSteps ours = new OurSteps(kind, sizes.task(sizes.quarter()));
                    Step bare = new BareStep(kind, sizes.task(sizes.quarter()), sizes.batch());
                    NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                ExampleBatch examples = ExampleBatch.pixels(sizes.task(sizes.quarter()), sizes.batch(), manager);
                ours.againstLater(bare, examples, sizes.warm(), EARLIER).take();
            }
        }
    }

    /** Both are shown the same array, again and again, in turns after every step. */
    private static void measure(BenchRunner results, BenchSizes sizes, Kind kind, double width) throws IOException {
        String name = sizes.named(kind, width);
        try (OurSteps ours = new OurSteps(kind, sizes.task(width));
                Step bare = new BareStep(kind, sizes.task(width), sizes.batch());
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Agreement.ofFirstStep("overhead, " + name, ours, bare, sizes.batch());
            ExampleBatch examples = ExampleBatch.pixels(sizes.task(width), sizes.batch(), manager);
            results.duel(
                    new BenchRunner.Title(name, "ms", "ours", "bare calls", Target.ratioAtLeast(SHARE)),
                    ours.againstLater(bare, examples, sizes.warm(), steps(sizes, width)));
        }
    }

    private static int steps(BenchSizes sizes, double width) {
        return width == sizes.full() ? FULL_STEPS * sizes.steps() : QUARTER_STEPS * sizes.steps();
    }
}
