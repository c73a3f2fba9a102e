package @package@

import dev.understudy.Stage
import dev.understudy.Student
import dev.understudy.objective.CrossEntropy
import dev.understudy.recipe.Choices
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.Task

/** The small network learns from labels and from the large one. Named `own` on the command line. */
class OwnRecipe : Recipe {
    override fun name() = "own"

    override fun description() = "the small network is given the mean over the large one's channels"

    override fun student(task: Task): Student = Networks.student(task)

    override fun teacher(task: Task): Student = Networks.teacher(task)

    override fun stages(task: Task, choices: Choices): List<Stage> = listOf(
        Stage.whole(choices.epochs)
            .objective("labels", 1.0, CrossEntropy())
            .objective("same mean", 1.0, SameMean(Networks.GUIDED, Networks.GUIDING)),
    )
}
