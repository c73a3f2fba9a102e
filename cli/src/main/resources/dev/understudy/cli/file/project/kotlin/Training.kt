package @package@

import dev.understudy.Distillation
import dev.understudy.Observer
import dev.understudy.Stage
import dev.understudy.TrainedStudent
import dev.understudy.TrainingData
import dev.understudy.dataset.DataOptions
import dev.understudy.dataset.Datasets
import dev.understudy.dataset.LabeledImageDataset
import dev.understudy.dataset.Splits
import dev.understudy.objective.CrossEntropy
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.Task
import java.nio.file.Path

/** A training from beginning to end, for a test, a notebook or a program; the command line has its own. */
object Training {
    /** Trains the teacher from the labels, then the student as the recipe says. The same seed, the same student. */
    @JvmStatic
    fun run(recipe: Recipe, folder: Path, epochs: Int): TrainedStudent {
        val splits = Datasets.open("folder", DataOptions.defaults().folder(folder).size(SampleImages.SIDE))
        val task = Task(splits.train.shape(), splits.train.classNames().size, 1.0)
        val trainingData = trainingData(splits)
        val trained = Distillation.alone(requireNotNull(recipe.teacher(task)))
            .stage(Stage.whole(epochs).objective("labels", 1.0, CrossEntropy()))
            .train(trainingData, Observer.NONE)
        return trained.asTeacher().use { teacher ->
            Distillation.of(teacher, recipe.student(task))
                .stages(recipe.stages(task, recipe.defaults().epochs(epochs)))
                .seed(42)
                .train(trainingData, Observer.NONE)
        }
    }

    private fun trainingData(splits: Splits): TrainingData {
        val train = LabeledImageDataset.of(splits.train, 24).shuffled(42).normalized(splits.normalization)
        val test = LabeledImageDataset.of(splits.test, 60).normalized(splits.normalization)
        return TrainingData.of(splits.train.shape(), train::at).test(test)
    }
}
