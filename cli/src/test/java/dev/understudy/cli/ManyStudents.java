package dev.understudy.cli;

import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.StudentGroup;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.engine.NativeSetup;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.Recipes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A program that trains many students in one pass, two at once, and writes their weights; to be killed. */
final class ManyStudents {

    private static final double WIDTH = 0.0625;
    private static final int IMAGES = 400;
    private static final int BATCH = 64;
    private static final int TEACHER_SEED = 5;

    private ManyStudents() {}

    /**
     * Trains them.
     *
     * @param words the folder, how many epochs, how many steps between two checkpoints
     * @throws IOException when something cannot be read
     */
    public static void main(String[] words) throws IOException {
        NativeSetup.threads(1);
        Path folder = Path.of(words[0]);
        ImageData data =
                new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(IMAGES)));
        Task task = data.task(WIDTH);
        int epochs = Integer.parseInt(words[1]);
        try (Teacher teacher = teacher(task)) {
            StudentGroup group = StudentGroup.empty().workers(2);
            for (String name : List.of("student", "kd", "channel", "self-guided-both")) {
                Recipe recipe = Recipes.named(name);
                Distillation distillation = recipe.distillation(
                                task, recipe.defaults().epochs(epochs), teacher)
                        .checkpoints(
                                Checkpoints.at(folder.resolve("checkpoints").resolve(name))
                                        .everySteps(Integer.parseInt(words[2])));
                group = group.with(name, distillation, Observer.NONE);
            }
            group.train(data.trainingData(BATCH, 1), (name, trained) -> {
                try (trained) {
                    trained.save(folder.resolve(name + ".safetensors"));
                }
            });
        }
    }

    private static Teacher teacher(Task task) {
        Recipe channel = Recipes.named("channel");
        return TrainedStudent.untrained(
                        Objects.requireNonNull(channel.teacher(task)), task.input(), TEACHER_SEED, ai.djl.Device.cpu())
                .asTeacher();
    }
}
