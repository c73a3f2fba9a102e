package dev.understudy.example

import dev.understudy.Objective
import dev.understudy.Schedule
import dev.understudy.Stage
import dev.understudy.network.PaperNetworks
import dev.understudy.objective.logits.Consistency
import dev.understudy.objective.CrossEntropy
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeOption
import dev.understudy.recipe.Task
import dev.understudy.source.Sources
import dev.understudy.source.WeightAverage
import kotlin.math.exp
import kotlin.math.max

/** Mean Teacher in Kotlin: the same weights as the recipe `mean-teacher`, bit for bit. */
class KotlinMeanTeacher : Recipe {
    private val decay = RecipeOption.number("decay", 0.99)

    override fun name() = "mean-teacher"

    override fun description() = "Mean Teacher in Kotlin"

    override fun student(task: Task) = PaperNetworks.student(task)

    override fun options(): List<RecipeOption<*>> = listOf(decay)

    override fun sources(task: Task, values: OptionValues): Sources =
        Sources.none().average("average", WeightAverage.of(values[decay]).shipped())

    override fun stages(task: Task, values: OptionValues): List<Stage> = listOf(
        Stage.whole(values.epochs)
            .schedule(Schedule.cosine(values.learningRate))
            .objective("labels", 1.0, CrossEntropy())
            .objective("consistency", 100.0, { rampUp(it.epoch) }, Objective.from("average", Consistency())),
    )

    private fun rampUp(epoch: Int): Double {
        val left = max(0.0, 1 - epoch / 5.0)
        return exp(-5 * left * left)
    }
}
