package @package@;

import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Splits;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** A training from beginning to end, for a test, a notebook or a program; the command line has its own. */
public final class Training {

    private Training() {}

    /**
     * Trains the teacher from the labels, then the student as the recipe says. The same seed, the same student.
     *
     * @param recipe with a teacher
     * @param folder the images, a folder per class
     * @param epochs how many, for each of the two
     * @return the student, to be closed
     * @throws IOException when the images cannot be read
     */
    public static TrainedStudent run(Recipe recipe, Path folder, int epochs) throws IOException {
        Splits splits = Datasets.open("folder", DataOptions.defaults().folder(folder).size(SampleImages.SIDE));
        Task task = new Task(splits.train().shape(), splits.train().classNames().size(), 1);
        TrainingData trainingData = trainingData(splits);
        try (Teacher teacher = Distillation.alone(Objects.requireNonNull(recipe.teacher(task)))
                .stage(Stage.whole(epochs).objective("labels", 1, new CrossEntropy()))
                .train(trainingData, Observer.NONE)
                .asTeacher()) {
            return Distillation.of(teacher, recipe.student(task))
                    .stages(recipe.stages(task, recipe.defaults().epochs(epochs)))
                    .seed(42)
                    .train(trainingData, Observer.NONE);
        }
    }

    private static TrainingData trainingData(Splits splits) {
        LabeledImageDataset train =
                LabeledImageDataset.of(splits.train(), 24).shuffled(42).normalized(splits.normalization());
        return TrainingData.of(splits.train().shape(), train::at)
                .test(LabeledImageDataset.of(splits.test(), 60).normalized(splits.normalization()));
    }
}
