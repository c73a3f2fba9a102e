package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.StudentGroup;
import dev.understudy.Teacher;
import dev.understudy.TrainingData;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.CardUse;
import dev.understudy.bench.Target;
import dev.understudy.bench.step.Agreement;
import dev.understudy.bench.step.BenchNetworks;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.Kind;
import dev.understudy.bench.step.NoiseImages;
import dev.understudy.bench.step.OurSteps;
import dev.understudy.bench.step.PythonSteps;
import dev.understudy.cli.run.Timer;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * On a device that is named, at full width: steps against plain PyTorch as it comes, and how long the paper's Table 3 would take
 * there and how busy the device is by it. Within 10 minutes on one GPU.
 */
public final class DeviceGroup implements BenchGroup {

    private static final int WARM = 20;
    private static final int STEPS = 200;
    private static final int QUICK = 4;

    /** Of the table: what is trained here, and what it stands for. */
    private static final int EPOCHS = 3;

    private static final int TABLE_STEPS = 60;
    private static final int WHOLE_EPOCHS = 24;
    private static final double WHOLE_IMAGES = 45_000;
    private static final double MINUTES = 12;

    private static final double ALL = 100;
    private static final double BUSY = 80;

    @Override
    public void run(BenchRunner results) throws IOException {
        BenchSizes sizes = BenchSizes.of(results.options().quick());
        steps(results, sizes);
        table(results, sizes);
    }

    private static void steps(BenchRunner results, BenchSizes sizes) throws IOException {
        Path python = results.options().python();
        if (python == null) {
            results.leaveOut("steps, which are against PyTorch in Python", "no --python FILE");
            return;
        }
        Device device = results.options().place();
        Task task = sizes.task(sizes.full());
        int warm = results.options().quick() ? 1 : WARM;
        int steps = results.options().quick() ? QUICK : STEPS;
        Dataset data = NoiseImages.batches(sizes.images((warm + steps) * sizes.batch()), sizes.batch())
                .at(0);
        for (Kind kind : List.of(Kind.ALONE, Kind.KD, Kind.CHANNEL, Kind.SPATIAL, Kind.BOTH)) {
            String name = sizes.named(kind, sizes.full());
            try (OurSteps ours = new OurSteps(kind, task, device);
                    PythonSteps theirs = new PythonSteps(python)) {
                theirs.build(kind, task, sizes.full(), sizes.batch(), device);
                List<float[]> own = ours.afterOneStep(sizes.batch());
                List<float[]> before = theirs.weights(own);
                theirs.steps(1);
                ours.chooseOrder(data);
                Agreement.ofSteps("device, " + name, before, own, theirs.weights(own));
                results.duel(
                        new BenchRunner.Title(name, "ms", "ours", "PyTorch", Target.ratioAtLeast(1)),
                        AlternatingRounds.of(() -> ours.mean(data, warm), () -> {
                            theirs.steps(warm);
                            return Timer.median(theirs.steps(steps));
                        }));
            }
        }
    }

    /** Both ways show each student its images by itself or together with all others; the second way is the plain one. */
    private static void table(BenchRunner results, BenchSizes sizes) throws IOException {
        Device device = results.options().place();
        Task task = sizes.task(sizes.full());
        int steps = results.options().quick() ? 1 : TABLE_STEPS;
        LabeledImageDataset images = NoiseImages.batches(sizes.images(steps * sizes.batch()), sizes.batch());
        TrainingData shown = TrainingData.of(task.input(), images::at);
        double whole = WHOLE_EPOCHS / (double) EPOCHS * WHOLE_IMAGES / (steps * sizes.batch()) / 60;
        try (Teacher teacher = BenchNetworks.teacher(task, device)) {
            Map<String, Distillation> students = TableGroup.students(teacher, task, EPOCHS);
            students.replaceAll((name, distillation) -> distillation.device(device));
            results.duel(
                    new BenchRunner.Title(
                            "Table 3 at full width, " + WHOLE_EPOCHS + " epochs of 45,000 images, by " + EPOCHS + " of "
                                    + steps * sizes.batch(),
                            "min",
                            "in one pass",
                            "one after another",
                            Target.firstAtMost(MINUTES)),
                    AlternatingRounds.of(
                            () -> whole * together(students, shown), () -> whole * oneByOne(students, shown)));
            busy(results, device, students, shown);
        }
    }

    private static double together(Map<String, Distillation> students, TrainingData shown) throws IOException {
        StudentGroup group = StudentGroup.empty();
        for (Map.Entry<String, Distillation> entry : students.entrySet()) {
            group = group.with(entry.getKey(), entry.getValue(), Observer.NONE);
        }
        long begin = System.nanoTime();
        group.train(shown, (name, trained) -> trained.close());
        return Timer.since(begin) / 1e3;
    }

    private static double oneByOne(Map<String, Distillation> students, TrainingData shown) throws IOException {
        long begin = System.nanoTime();
        for (Distillation distillation : students.values()) {
            distillation.train(shown, Observer.NONE).close();
        }
        return Timer.since(begin) / 1e3;
    }

    private static void busy(BenchRunner results, Device device, Map<String, Distillation> students, TrainingData shown)
            throws IOException {
        String what = "how busy the card is";
        if (!device.isGpu()) {
            results.leaveOut(what, "the device is no graphics card");
            return;
        }
        OptionalDouble mean;
        try (CardUse use = CardUse.of(device.getDeviceId())) {
            together(students, shown);
            mean = use.mean();
        } catch (CardUse.MissingException e) {
            results.leaveOut(what, "there is no nvidia-smi");
            return;
        }
        if (mean.orElse(0) == 0) {
            results.leaveOut(what, "nvidia-smi does not say");
            return;
        }
        results.duel(
                new BenchRunner.Title("Table 3 in one pass", "%", "busy", "all of it", Target.ratioAtMost(ALL / BUSY)),
                () -> new AlternatingRounds.Pair(mean.getAsDouble(), ALL));
    }
}
