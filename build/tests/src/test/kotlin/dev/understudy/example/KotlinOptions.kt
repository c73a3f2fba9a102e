package dev.understudy.example

import dev.understudy.Schedule
import dev.understudy.Stage
import dev.understudy.Student
import dev.understudy.network.PaperNetworks
import dev.understudy.objective.Correlation
import dev.understudy.objective.CrossEntropy
import dev.understudy.objective.Norm
import dev.understudy.objective.logits.SoftTargets
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeOption
import dev.understudy.recipe.Task

/** [TunedRecipe] in Kotlin. */
class KotlinTunedRecipe : Recipe {
    override fun name() = "tuned-in-kotlin"

    override fun description() = "the correlation between channels, with options"

    override fun student(task: Task): Student = PaperNetworks.student(task)

    override fun teacher(task: Task): Student = PaperNetworks.teacher(task)

    override fun options(): List<RecipeOption<*>> = listOf(WEIGHT, FIRST, SOFT_TARGETS, NORM)

    override fun stages(task: Task, values: OptionValues): List<Stage> {
        val channel = Correlation.channel(TAUGHT, TEACHING).norm(values[NORM])
        val labels = Stage.whole(values.epochs)
            .schedule(Schedule.cosine(values.learningRate))
            .objective("labels", 1.0, CrossEntropy())
            .objective("channel", values[WEIGHT], channel)
        val whole = if (values[SOFT_TARGETS]) labels.objective("soft targets", 1.0, SoftTargets.standard()) else labels
        val first = values[FIRST]
        return if (first == 0) listOf(whole) else listOf(Stage.upTo(TAUGHT, first).objective("channel", 1.0, channel), whole)
    }

    companion object {
        private val TAUGHT = PaperNetworks.GUIDED
        private val TEACHING = PaperNetworks.GUIDING

        private val WEIGHT = RecipeOption.number("channel-weight", 10.0)
            .above(0.0)
            .describedAs("what the correlation weighs against the labels")
        private val FIRST = RecipeOption.wholeNumber("first-epochs", 0)
            .atLeast(0)
            .atMost(100)
            .describedAs("how many epochs of the correlation alone come first")
        private val SOFT_TARGETS = RecipeOption.yesNo("soft-targets", false).describedAs("add soft targets")
        private val NORM = RecipeOption.oneOf("norm", Norm.SQUARED).describedAs("how correlations are compared")
    }
}
