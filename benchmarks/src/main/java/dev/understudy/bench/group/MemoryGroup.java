package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.Event;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.FreshJvm;
import dev.understudy.bench.ResidentMemory;
import dev.understudy.bench.Target;
import dev.understudy.bench.step.BareStep;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.ExampleBatch;
import dev.understudy.bench.step.Kind;
import dev.understudy.bench.step.NoiseImages;
import dev.understudy.bench.step.OurSteps;
import dev.understudy.bench.step.Step;
import dev.understudy.engine.NativeHeap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The resident memory of a training, and that it does not grow. */
public final class MemoryGroup implements BenchGroup {

    private static final Kind KIND = Kind.CHANNEL;
    private static final String OURS = "ours";
    private static final double MORE = 1.2;
    private static final double MB = 1e6;

    /** What counts as flat: the JVM itself takes and gives back a little. */
    private static final double FLAT = 1.1;

    @Override
    public void run(BenchRunner results) throws IOException {
        BenchSizes sizes = BenchSizes.of(results.options().quick());
        if (ResidentMemory.isTold()) {
            results.duel(
                    new BenchRunner.Title(
                            "peak of a JVM, " + sizes.named(KIND, sizes.full()),
                            "MB",
                            "bare calls",
                            OURS,
                            Target.ratioAtMost(MORE)),
                    AlternatingRounds.of(
                            () -> FreshJvm.child(results.options(), "step", "bare")[0],
                            () -> FreshJvm.child(results.options(), "step", OURS)[0]));
        } else {
            results.leaveOut("peak memory", ResidentMemory.reason());
        }
        if (NativeHeap.isTold()) {
            results.duel(
                    new BenchRunner.Title(
                            "native memory in use, a tiny distillation",
                            "MB",
                            "step " + sizes.shortRun(),
                            "step " + sizes.longRun(),
                            Target.ratioAtMost(FLAT)),
                    () -> {
                        double[] inUse = FreshJvm.child(results.options(), "long");
                        return new AlternatingRounds.Pair(inUse[0], inUse[1]);
                    });
        } else {
            results.leaveOut("native memory", "it is read from glibc's mallinfo2");
        }
    }

    /** In a child: the peak over steps of one way, after those that do not count. */
    public static String peak(BenchSizes sizes, List<String> words) throws IOException {
        if (words.get(0).equals(OURS)) {
            ours(sizes);
        } else {
            bare(sizes);
        }
        return Double.toString(ResidentMemory.peak());
    }

    private static void ours(BenchSizes sizes) throws IOException {
        int images = (sizes.warm() + sizes.steps()) * sizes.batch();
        try (OurSteps ours = new OurSteps(KIND, sizes.task(sizes.full()))) {
            int[] steps = {0};
            ours.train(NoiseImages.batches(sizes.images(images), sizes.batch()).at(0), event -> {
                        if (event instanceof Event.StepDone && ++steps[0] == sizes.warm()) {
                            resetPeak();
                        }
                    })
                    .close();
        }
    }

    private static void bare(BenchSizes sizes) {
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
            ResidentMemory.resetPeak();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a child: native memory in use after a short run and after a long one, of the same training. */
    public static String longRun(BenchSizes sizes) throws IOException {
        BenchSizes tiny = BenchSizes.of(true);
        List<Double> inUse = new ArrayList<>();
        int[] steps = {0};
        try (OurSteps ours = new OurSteps(KIND, tiny.task(tiny.quarter()));
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ExampleBatch examples = ExampleBatch.planes(tiny.task(tiny.quarter()), tiny.batch(), manager);
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
