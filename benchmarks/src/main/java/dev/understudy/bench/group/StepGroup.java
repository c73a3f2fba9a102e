package dev.understudy.bench.group;

import ai.djl.training.dataset.Dataset;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.Target;
import dev.understudy.bench.step.Agreement;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.Kind;
import dev.understudy.bench.step.NoiseImages;
import dev.understudy.bench.step.OurSteps;
import dev.understudy.bench.step.PlainStep;
import dev.understudy.bench.step.PythonSteps;
import dev.understudy.bench.step.Step;
import dev.understudy.cli.run.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole training steps of the paper's student against the plain way in DJL and in PyTorch. */
public final class StepGroup implements BenchGroup {

    @Override
    public void run(BenchRunner results) throws IOException {
        BenchSizes sizes = BenchSizes.of(results.options().quick());
        Path python = results.options().python();
        for (double width : new double[] {sizes.full(), sizes.quarter()}) {
            for (Kind kind : Kind.values()) {
                try (OurSteps ours = new OurSteps(kind, sizes.task(width))) {
                    plain(results, sizes, kind, width, ours);
                    if (python != null) {
                        python(results, sizes, kind, width, ours, python);
                    }
                }
            }
        }
        if (python != null) {
            for (Kind kind : List.of(Kind.ALONE, Kind.KD)) {
                try (OurSteps ours = new OurSteps(kind, sizes.task(sizes.odd()))) {
                    python(results, sizes, kind, sizes.odd(), ours, python);
                }
            }
        } else {
            results.leaveOut("the rows against PyTorch in Python", "no --python FILE");
        }
    }

    /** In turns after every step. */
    private static void plain(BenchRunner results, BenchSizes sizes, Kind kind, double width, OurSteps ours)
            throws IOException {
        String name = sizes.named(kind, width);
        try (Step plain = new PlainStep(kind, sizes.task(width), sizes.batch())) {
            Agreement.ofFirstStep("steps, " + name, ours, plain, sizes.batch());
            results.duel(
                    new BenchRunner.Title(name, "ms", "ours", "plain DJL", null),
                    ours.against(plain, images(sizes), sizes.warm()));
        }
    }

    /** In turns after some steps: two processes that use all cores disturb each other where they change places. */
    private static void python(
            BenchRunner results, BenchSizes sizes, Kind kind, double width, OurSteps ours, Path python)
            throws IOException {
        String name = sizes.named(kind, width);
        Dataset data = images(sizes);
        try (PythonSteps theirs = new PythonSteps(python)) {
            theirs.build(kind, sizes.task(width), width, sizes.batch());
            List<float[]> own = ours.afterOneStep(sizes.batch());
            List<float[]> before = theirs.weights(own);
            theirs.steps(1);
            Agreement.ofSteps("steps, " + name + ", PyTorch", before, own, theirs.weights(own));
            results.duel(
                    new BenchRunner.Title(name, "ms", "ours", "PyTorch", wanted(sizes, kind, width)),
                    AlternatingRounds.of(() -> ours.median(data, sizes.warm()), () -> {
                        theirs.steps(sizes.warm());
                        return Timer.median(theirs.steps(sizes.steps()));
                    }));
        }
    }

    private static Dataset images(BenchSizes sizes) {
        return NoiseImages.batches(sizes.images((sizes.warm() + sizes.steps()) * sizes.batch()), sizes.batch())
                .at(0);
    }

    private static @Nullable Target wanted(BenchSizes sizes, Kind kind, double width) {
        if (width == sizes.odd()) {
            return Target.ratioAtLeast(1);
        }
        boolean full = width == sizes.full();
        return switch (kind) {
            case ALONE, KD -> Target.ratioAtLeast(full ? 1.15 : 1.1);
            case CHANNEL -> Target.ratioAtLeast(full ? 3 : 1.3);
            case BOTH -> full ? Target.ratioAtLeast(3) : null;
            case SPATIAL -> full ? Target.ratioAtLeast(1.15) : null;
            case ABSOLUTE -> null;
        };
    }
}
