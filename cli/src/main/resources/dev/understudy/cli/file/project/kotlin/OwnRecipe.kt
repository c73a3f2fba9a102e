package @package@

import dev.understudy.Schedule
import dev.understudy.Stage
import dev.understudy.Student
import dev.understudy.objective.CrossEntropy
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeOption
import dev.understudy.recipe.Task

/** The small network learns from labels and from the large one. Named `own` on the command line. */
class OwnRecipe : Recipe {
    override fun name() = "own"

    override fun description() = "the small network is given the mean over the large one's channels"

    override fun student(task: Task): Student = Networks.student(task)

    override fun teacher(task: Task): Student = Networks.teacher(task)

    override fun options(): List<RecipeOption<*>> = listOf(MEAN_WEIGHT)

    override fun stages(task: Task, values: OptionValues): List<Stage> = listOf(
        Stage.whole(values.epochs)
            .schedule(Schedule.cosine(values.learningRate))
            .objective("labels", 1.0, CrossEntropy())
            .objective("same mean", values[MEAN_WEIGHT], SameMean(Networks.GUIDED, Networks.GUIDING)),
    )

    companion object {
        /** An option of its own: `--mean-weight 0.5`, or `own:mean-weight=0.5`. */
        val MEAN_WEIGHT = RecipeOption.number("mean-weight", 1.0)
            .above(0.0)
            .describedAs("what the mean over the large network's channels weighs against the labels")
    }
}
