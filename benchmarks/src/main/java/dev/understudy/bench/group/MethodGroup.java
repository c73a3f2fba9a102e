package dev.understudy.bench.group;

import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.method.Method;
import dev.understudy.bench.method.OurMethod;
import dev.understudy.bench.method.PythonMethods;
import dev.understudy.bench.step.Agreement;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.cli.run.Timer;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Path;

/** The formula of each published method, value and gradient, against plain PyTorch code in Python. */
public final class MethodGroup implements BenchGroup {

    /** How far values may be apart, as a part of them. */
    public static final double VALUE = 1e-4;

    /** How far gradients may be apart, as a part of their length. */
    public static final double GRADIENT = 1e-3;

    /** As many as CIFAR-100's training set, of which some methods keep something for each sample. */
    private static final long SAMPLES = 50_000;

    private static final long FEW_SAMPLES = 200;

    @Override
    public void run(BenchRunner results) throws IOException {
        Path python = results.options().python();
        if (python == null) {
            results.leaveOut("all rows, which are against PyTorch in Python", "no --python FILE");
            return;
        }
        boolean quick = results.options().quick();
        BenchSizes sizes = BenchSizes.of(quick);
        Task task = sizes.task(sizes.quarter());
        for (Method method : Method.ALL) {
            try (OurMethod ours = new OurMethod(method, task, sizes.batch(), quick ? FEW_SAMPLES : SAMPLES);
                    PythonMethods theirs = new PythonMethods(python)) {
                theirs.build(method, ours);
                agree(method, ours, theirs);
                results.duel(
                        new BenchRunner.Title(method.name(), "ms", "ours", "PyTorch", method.wanted()),
                        AlternatingRounds.of(
                                () -> Timer.perCall(sizes.fill(), ours), () -> theirs.perCall(sizes.fill())));
            }
        }
    }

    /**
     * Holds both ways to the same value and gradient.
     *
     * @throws IllegalStateException where they differ
     */
    public static void agree(Method method, OurMethod ours, PythonMethods theirs) throws IOException {
        String name = "methods, " + method.name();
        Agreement.of(name + ", value", new float[] {ours.value()}, new float[] {theirs.value()}, VALUE);
        Agreement.of(name + ", gradient", ours.gradient(), theirs.gradient(), GRADIENT);
    }
}
