package dev.understudy.bench.group;

import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.Target;
import dev.understudy.bench.TemporaryFolders;
import dev.understudy.bench.step.BenchNetworks;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.Kind;
import dev.understudy.bench.step.NoiseImages;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An epoch whose teacher's outputs are on the disk from the epoch before, against one that runs the teacher. */
final class CachedEpochs {

    private static final double FASTER = 1.5;
    private static final long PLENTY = 8L << 30;

    private final Task task;
    private final TrainingData trainingData;

    private CachedEpochs(BenchSizes sizes, double width) {
        this.task = sizes.task(width);
        LabeledImageDataset images =
                NoiseImages.batches(sizes.images(sizes.epoch()), sizes.batch()).fixedAugmentations(1);
        this.trainingData = TrainingData.of(task.input(), images::at)
                .fixedAugmentations(new TrainingData.FixedAugmentations(
                        images.fixedAugmentationCount(),
                        sizes.epoch(),
                        images.augmentedFingerprint(),
                        images::fixedAugmentation));
    }

    static void compare(BenchRunner results, BenchSizes sizes, Kind kind, double width) throws IOException {
        CachedEpochs epochs = new CachedEpochs(sizes, width);
        Path folder = Files.createTempDirectory("understudy-bench");
        try (Teacher teacher = BenchNetworks.teacher(epochs.task)) {
            Distillation running = Distillation.of(teacher, BenchNetworks.student(epochs.task))
                    .stage(kind.stage())
                    .stage(kind.stage());
            results.duel(
                    new BenchRunner.Title(
                            "an epoch after the first, " + sizes.named(kind, width),
                            "s",
                            "outputs kept",
                            "teacher run",
                            Target.ratioAtLeast(FASTER)),
                    AlternatingRounds.of(
                            () -> epochs.second(running.keeping(folder, PLENTY)), () -> epochs.second(running)));
        } finally {
            TemporaryFolders.delete(folder);
        }
    }

    private double second(Distillation distillation) throws IOException {
        try (TrainedStudent trained = distillation.train(trainingData, Observer.NONE)) {
            return trained.getHistory().get(1).trainSeconds();
        }
    }
}
