package dev.understudy.example

import dev.understudy.Objective
import dev.understudy.Schedule
import dev.understudy.Stage
import dev.understudy.Student
import dev.understudy.StudentTap
import dev.understudy.TeacherTap
import dev.understudy.network.PaperNetworks
import dev.understudy.objective.ActivationMatching
import dev.understudy.objective.AttentionMap
import dev.understudy.objective.Correlation
import dev.understudy.objective.CrossEntropy
import dev.understudy.objective.SoftTargets
import dev.understudy.recipe.Choices
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeBook
import dev.understudy.recipe.Task
import kotlin.math.max
import kotlin.math.roundToInt

/** What a layer gives to another: one of the paper's five forms of knowledge. */
private typealias Knowing = (StudentTap, TeacherTap) -> Objective

/** The paper's recipes in Kotlin: the same names, networks and objectives, the same weights bit for bit. */
class KotlinRecipes : RecipeBook {
    private val forms: Map<String, Knowing> = mapOf(
        "channel" to Correlation::channel,
        "spatial" to Correlation::spatial,
        "both" to Correlation::both,
        "activation" to ActivationMatching::of,
        "attention" to AttentionMap::of,
    )

    override fun recipes(): List<Recipe> = alone() + forms.flatMap { (name, form) -> taught(name, form) }

    private fun alone() = listOf(
        Twin("student", PaperNetworks::student, null) { classLoss(it.softTargets(false)) },
        Twin("student-augmented", PaperNetworks::studentAugmented, null) { classLoss(it.softTargets(false)) },
        Twin("teacher", PaperNetworks::teacher, null) { classLoss(it.softTargets(false)) },
        Twin("kd", PaperNetworks::student, PaperNetworks::teacher) { classLoss(it.softTargets(true)) },
    )

    private fun taught(name: String, form: Knowing): List<Recipe> {
        val guided = PaperNetworks.GUIDED
        val channels = PaperNetworks.GUIDED_CHANNELS
        val guiding = PaperNetworks.GUIDING
        return listOf(
            Twin(name, PaperNetworks::student, PaperNetworks::teacher) { taught(name, form(guided, guiding), guided, it) },
            Twin("augmented-$name", PaperNetworks::studentAugmented, PaperNetworks::teacherAugmented) {
                taught(name, form(guided, guiding), guided, it)
            },
            Twin("self-guided-$name", PaperNetworks::selfGuided, PaperNetworks::teacher) {
                taught(name, form(channels, guiding), channels, it)
            },
        )
    }

    private fun classLoss(choices: Choices) = listOf(whole(choices).withClassLoss(1.0, choices))

    private fun taught(name: String, knowledge: Objective, guided: StudentTap, choices: Choices): List<Stage> =
        when (choices.scheme) {
            Choices.Scheme.SINGLE ->
                listOf(whole(choices).objective(name, 1 / choices.beta, knowledge).withClassLoss(1.0, choices))
            Choices.Scheme.TWO -> listOf(
                Stage.upTo(guided, max(1, (choices.epochs * choices.firstStage).roundToInt()))
                    .schedule(Schedule.cosine(choices.learningRate))
                    .objective(name, 1.0, knowledge),
                whole(choices).withClassLoss(1.0, choices),
            )
        }

    private fun whole(choices: Choices) = Stage.whole(choices.epochs).schedule(Schedule.cosine(choices.learningRate))

    private fun Stage.withClassLoss(weight: Double, choices: Choices): Stage =
        if (choices.softTargets) {
            objective("labels", weight * choices.alpha, CrossEntropy())
                .objective("soft targets", weight * (1 - choices.alpha), SoftTargets(choices.temperature))
        } else {
            objective("labels", weight, CrossEntropy())
        }
}

private class Twin(
    private val name: String,
    private val student: (Task) -> Student,
    private val teacher: ((Task) -> Student)?,
    private val stages: (Choices) -> List<Stage>,
) : Recipe {
    override fun name() = name

    override fun description() = "$name in Kotlin"

    override fun student(task: Task) = student.invoke(task)

    override fun teacher(task: Task): Student? = teacher?.invoke(task)

    override fun stages(task: Task, choices: Choices) = stages.invoke(choices)
}
