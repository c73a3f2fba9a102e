package dev.understudy.bench;

import dev.understudy.Curriculum;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Task;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.dataset.PictureDataset;
import dev.understudy.report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An epoch whose teacher's outputs are on the disk from the epoch before, against one that runs the teacher. */
final class KeptEpochs {

    private static final double FASTER = 1.5;
    private static final long PLENTY = 8L << 30;

    private final Task task;
    private final Curriculum curriculum;

    private KeptEpochs(Sizes sizes, double width) {
        this.task = sizes.task(width);
        PictureDataset pictures =
                Noise.batches(sizes.pictures(sizes.epoch()), sizes.batch()).views(1);
        this.curriculum = Curriculum.of(task.input(), pictures::at)
                .views(new Curriculum.Views(
                        pictures.viewCount(), sizes.epoch(), pictures.viewFingerprint(), pictures::view));
    }

    static void compare(Board board, Sizes sizes, Kind kind, double width) throws IOException {
        KeptEpochs epochs = new KeptEpochs(sizes, width);
        Path folder = Files.createTempDirectory("understudy-bench");
        try (Teacher teacher = Networks.teacher(epochs.task)) {
            Distillation running = Distillation.of(teacher, Networks.student(epochs.task))
                    .stage(kind.stage())
                    .stage(kind.stage());
            board.duel(
                    new Board.Title(
                            "an epoch after the first, " + sizes.named(kind, width),
                            "s",
                            "outputs kept",
                            "teacher run",
                            Target.ratioAtLeast(FASTER)),
                    Turns.of(() -> epochs.second(running.keeping(folder, PLENTY)), () -> epochs.second(running)));
        } finally {
            Folders.delete(folder);
        }
    }

    private double second(Distillation distillation) throws IOException {
        try (TrainedStudent trained = distillation.train(curriculum, Observer.NONE)) {
            return trained.getHistory().get(1).trainSeconds();
        }
    }
}
