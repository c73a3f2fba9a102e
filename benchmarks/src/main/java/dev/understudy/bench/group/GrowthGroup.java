package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Observer;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.ExampleBatch;
import dev.understudy.bench.step.Kind;
import dev.understudy.bench.step.NoiseImages;
import dev.understudy.bench.step.OurSteps;
import dev.understudy.cli.run.Timer;
import dev.understudy.recipe.Task;
import java.io.IOException;

/** How the cost of a channel-distillation step grows: not a duel. */
public final class GrowthGroup implements BenchGroup {

    private static final Kind KIND = Kind.CHANNEL;

    @Override
    public void run(BenchRunner results) throws IOException {
        boolean quick = results.options().quick();
        BenchSizes sizes = BenchSizes.of(quick);
        Task task = sizes.task(sizes.quarter());
        int steps = sizes.warm() + sizes.steps();
        double[] batches = quick ? new double[] {2, 4} : new double[] {32, 64, 128, 256};
        double[] widths = quick ? new double[] {0.03125, 0.0625} : new double[] {0.125, 0.25, 0.5, 1};
        double[] sides = quick ? new double[] {16, 24} : new double[] {16, 32, 64};
        double[] students = quick ? new double[] {1, 2} : new double[] {1, 2, 4};
        double[] epochs = quick ? new double[] {8, 16} : new double[] {1280, 2560, 5120};

        results.grow("images in a batch", "ms a step", batches, batch -> step(sizes, task, (int) batch));
        results.grow("width", "ms a step", widths, width -> step(sizes, sizes.task(width), sizes.batch()));
        results.grow(
                "pixels a side",
                "ms a step",
                sides,
                side -> step(
                        sizes,
                        new Task(new Shape(3, (long) side, (long) side), sizes.classes(), task.width()),
                        sizes.batch()));
        results.grow(
                "students one after another",
                "ms",
                students,
                number -> train(task, (int) number, epoch(sizes, steps * sizes.batch())));
        results.grow("images in an epoch", "ms", epochs, number -> train(task, 1, epoch(sizes, (int) number)));
    }

    private static double step(BenchSizes sizes, Task task, int batch) throws IOException {
        try (OurSteps ours = new OurSteps(KIND, task);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ExampleBatch examples = ExampleBatch.planes(task, batch, manager);
            return ours.median(examples.times(sizes.warm() + sizes.steps()), sizes.warm());
        }
    }

    private static double train(Task task, int students, Dataset epoch) throws IOException {
        try (OurSteps ours = new OurSteps(KIND, task)) {
            return Timer.once(() -> {
                for (int i = 0; i < students; i++) {
                    ours.train(epoch, Observer.NONE).close();
                }
            });
        }
    }

    private static Dataset epoch(BenchSizes sizes, int images) {
        return NoiseImages.batches(sizes.images(images), sizes.batch()).at(0);
    }
}
