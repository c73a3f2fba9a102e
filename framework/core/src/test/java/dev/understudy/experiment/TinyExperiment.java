package dev.understudy.experiment;

import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.TrainingData;
import dev.understudy.engine.NativeSetup;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.result.DatasetSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An experiment that two processes have in common: a program runs one part of a plan that another has written. */
final class TinyExperiment {

    private static final int IMAGES = 64;
    private static final int BATCH = 16;
    static final int EPOCHS = 4;
    static final DatasetSummary SUMMARY = new DatasetSummary("tiny", TinyImages.CLASSES, IMAGES, 0, IMAGES, "tiny");

    private TinyExperiment() {}

    /** Three recipes, two seeds, one thread. */
    static Experiment of(Teacher teacher, Path folder) {
        Stage labels = Stage.whole(EPOCHS).objective("labels", 1, new CrossEntropy());
        return Experiment.of(TinyExperiment::images)
                .seeds(1, 2)
                .folder(folder)
                .checkpoints(checkpoints -> checkpoints.everySteps(1))
                .images(SUMMARY, classes())
                .with("student", Distillation.alone(Tiny.student()).stage(labels))
                .with(
                        "kd",
                        Distillation.of(teacher, Tiny.student())
                                .stage(labels.objective("soft targets", 0.5, SoftTargets.standard())))
                .with(
                        "channel",
                        Distillation.of(teacher, Tiny.student())
                                .stage(Stage.upTo(Tiny.GUIDED, 2)
                                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                                .stage(labels));
    }

    static List<String> classes() {
        return List.of("a", "b", "c", "d");
    }

    static TrainingData images(long order) {
        return TinyImages.trainingData(IMAGES, BATCH).seed(order);
    }

    /**
     * Runs a part.
     *
     * @param words the folder, the plan's file, the part's number from 0
     * @throws IOException when something cannot be read
     */
    public static void main(String[] words) throws IOException {
        NativeSetup.threads(1);
        try (Teacher teacher = Tiny.teacher()) {
            ExperimentPlan plan = ExperimentPlan.read(Path.of(words[1]));
            of(teacher, Path.of(words[0])).train(plan.parts().get(Integer.parseInt(words[2])));
        }
    }
}
