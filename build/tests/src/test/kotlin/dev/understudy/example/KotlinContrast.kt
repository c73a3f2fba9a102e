package dev.understudy.example

import dev.understudy.Schedule
import dev.understudy.Stage
import dev.understudy.Student
import dev.understudy.network.PaperNetworks
import dev.understudy.objective.Crd
import dev.understudy.objective.CrossEntropy
import dev.understudy.objective.logits.SoftTargets
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeOption
import dev.understudy.recipe.Task

/** [ContrastRecipe] in Kotlin. */
class KotlinContrastRecipe : Recipe {
    override fun name() = "contrast-in-kotlin"

    override fun description() = "contrast with 32 other images, and soft targets"

    override fun student(task: Task): Student = PaperNetworks.student(task)

    override fun teacher(task: Task): Student = PaperNetworks.teacher(task)

    override fun options(): List<RecipeOption<*>> = listOf(WEIGHT)

    override fun stages(task: Task, values: OptionValues): List<Stage> {
        val settings = Crd.Settings(64, 0.1, 0.5)
        val contrast = Crd(PaperNetworks.GUIDED, PaperNetworks.GUIDING, 32, settings)
        return listOf(
            Stage.whole(values.epochs)
                .schedule(Schedule.cosine(values.learningRate))
                .objective("labels", 1.0, CrossEntropy())
                .objective("soft targets", 1.0, SoftTargets.standard())
                .objective("contrast", values[WEIGHT], contrast),
        )
    }

    companion object {
        private val WEIGHT = RecipeOption.number("contrast-weight", 0.8).atLeast(0.0).describedAs("what contrast weighs")
    }
}
