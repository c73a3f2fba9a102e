package dev.understudy.bench.group;

import ai.djl.training.dataset.Dataset;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.method.Method;
import dev.understudy.bench.method.OurMethod;
import dev.understudy.bench.method.PythonMethods;
import dev.understudy.bench.method.RecipeSteps;
import dev.understudy.bench.step.Agreement;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.NoiseImages;
import dev.understudy.cli.run.Timer;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Each published method against plain PyTorch code in Python: its formula alone, value and gradient, and a whole training
 * step of its recipe, with networks a quarter as wide as the paper's.
 */
public final class MethodGroup implements BenchGroup {

    /** How far values may be apart, as a part of them: float32, summed in another order. */
    private static final double VALUE = 2e-4;

    /** How far gradients may be apart, as a part of their length. */
    private static final double GRADIENT = 1e-3;

    /** So many times as many steps as other groups take: the median of few is one of chance. */
    private static final int STEPS = 3;

    /** Trainings before those that count: most steps of a real one are taken when Java has compiled them. */
    private static final int EARLIER = 3;

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
        try (PythonMethods theirs = new PythonMethods(python)) {
            for (Method method : Method.ALL) {
                formula(results, method, task, sizes, theirs);
                step(results, method, task, sizes, theirs);
            }
        }
    }

    private static void formula(BenchRunner results, Method method, Task task, BenchSizes sizes, PythonMethods theirs)
            throws IOException {
        long samples = results.options().quick() ? FEW_SAMPLES : SAMPLES;
        try (OurMethod ours = new OurMethod(method, task, sizes.batch(), samples)) {
            theirs.build(method, ours);
            agree(method, ours, theirs);
            // Java compiles what it runs often.
            Timer.perCall(sizes.fill(), ours);
            results.duel(
                    title(method, "the formula"),
                    AlternatingRounds.of(() -> Timer.perCall(sizes.fill(), ours), () -> theirs.perCall(sizes.fill())));
        }
    }

    /** Formulas agree already, and the networks are those of the group "steps", where they do. */
    private static void step(BenchRunner results, Method method, Task task, BenchSizes sizes, PythonMethods theirs)
            throws IOException {
        int steps = STEPS * sizes.steps();
        int images = (sizes.warm() + steps) * sizes.batch();
        Dataset data = NoiseImages.batches(sizes.images(images), sizes.batch()).at(0);
        try (RecipeSteps ours = new RecipeSteps(method, task)) {
            try (OurMethod arrays = new OurMethod(method, task, sizes.batch(), images)) {
                theirs.build(method, arrays);
            }
            theirs.network(method, task);
            for (int i = 0; i < EARLIER; i++) {
                ours.median(data, sizes.warm());
            }
            results.duel(title(method, "a step"), AlternatingRounds.of(() -> ours.median(data, sizes.warm()), () -> {
                theirs.median(sizes.warm());
                return theirs.median(steps);
            }));
        }
    }

    private static BenchRunner.Title title(Method method, String what) {
        return new BenchRunner.Title(method.name() + ", " + what, "ms", "ours", "PyTorch", method.wanted());
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
