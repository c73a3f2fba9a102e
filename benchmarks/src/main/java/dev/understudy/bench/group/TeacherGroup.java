package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.step.Agreement;
import dev.understudy.bench.step.BenchNetworks;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.ExampleBatch;
import dev.understudy.bench.step.Kind;
import dev.understudy.cli.run.Timer;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.util.Set;

/**
 * What the teacher costs a step, against running its DJL block whole on the same array: what stopping early, folding batch
 * norms and keeping outputs are worth.
 */
public final class TeacherGroup implements BenchGroup {

    private static final double SAME = 1e-3;

    @Override
    public void run(BenchRunner results) throws IOException {
        BenchSizes sizes = BenchSizes.of(results.options().quick());
        for (double width : new double[] {sizes.full(), sizes.quarter()}) {
            forward(results, sizes, width);
        }
        CachedEpochs.compare(results, sizes, Kind.KD, sizes.quarter());
        CachedEpochs.compare(results, sizes, Kind.CHANNEL, sizes.quarter());
        CachedEpochs.compare(results, sizes, Kind.KD, sizes.full());
    }

    private static void forward(BenchRunner results, BenchSizes sizes, double width) throws IOException {
        Task task = sizes.task(width);
        Set<TeacherTap> guiding = Set.of(PaperNetworks.GUIDING);
        try (Teacher teacher = BenchNetworks.teacher(task);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Teacher.View guided = teacher.open(manager, guiding, false);
            Teacher.View all = teacher.open(manager, guiding, true);
            ParameterStore store = new ParameterStore(manager, false);
            Forward block = new Forward(task, sizes.batch(), manager, input -> teacher.getNetwork()
                    .forward(store, input, false)
                    .singletonOrThrow());
            Forward stopping = new Forward(
                    task, sizes.batch(), manager, input -> guided.forward(input).get(PaperNetworks.GUIDING));
            Forward whole = new Forward(
                    task, sizes.batch(), manager, input -> all.forward(input).getLogits());
            Forward layer = new Forward(
                    task, sizes.batch(), manager, input -> all.forward(input).get(PaperNetworks.GUIDING));
            String at = ", " + sizes.named(width);
            Agreement.of("teacher, logits" + at, whole.numbers(), block.numbers(), SAME);
            Agreement.of("teacher, guiding layer" + at, stopping.numbers(), layer.numbers(), SAME);
            compare(results, "guiding layer alone" + at, sizes.fill(), stopping, block);
            compare(results, "guiding layer, logits" + at, sizes.fill(), whole, block);
        }
    }

    private static void compare(BenchRunner results, String name, double fill, Forward watched, Forward block)
            throws IOException {
        results.duel(
                new BenchRunner.Title(name, "ms", "Teacher.open", "the whole block", null),
                AlternatingRounds.of(() -> Timer.perCall(fill, watched), () -> Timer.perCall(fill, block)));
    }

    /** One way to show the teacher a batch. */
    private interface Way {
        NDArray forward(NDList input);
    }

    /** A way with its batch. */
    private static final class Forward implements Timer.Work {

        private final NDManager owner;
        private final ExampleBatch examples;
        private final Way way;

        private Forward(Task task, int batch, NDManager owner, Way way) {
            this.owner = owner;
            this.examples = ExampleBatch.pixels(task, batch, owner);
            this.way = way;
        }

        @Override
        public void run() {
            try (NDManager scope = owner.newSubManager()) {
                way.forward(new NDList(examples.on(scope).data()));
            }
        }

        private float[] numbers() {
            try (NDManager scope = owner.newSubManager()) {
                return way.forward(new NDList(examples.on(scope).data())).toFloatArray();
            }
        }
    }
}
