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
import dev.understudy.objective.logits.SoftTargets
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeBook
import dev.understudy.recipe.RecipeOption
import dev.understudy.recipe.Task
import dev.understudy.recipes.PaperOptions
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
        Twin("student", PaperNetworks::student, null, listOf()) { labels(it) },
        Twin("student-augmented", PaperNetworks::studentAugmented, null, listOf()) { labels(it) },
        Twin("teacher", PaperNetworks::teacher, null, listOf()) { labels(it) },
        Twin("kd", PaperNetworks::student, PaperNetworks::teacher, PaperOptions.CLASS_LOSS) {
            listOf(whole(it).withSoftTargets(1.0, it))
        },
    )

    private fun taught(name: String, form: Knowing): List<Recipe> {
        val guided = PaperNetworks.GUIDED
        val channels = PaperNetworks.GUIDED_CHANNELS
        val guiding = PaperNetworks.GUIDING
        return listOf(
            Twin(name, PaperNetworks::student, PaperNetworks::teacher, PaperOptions.TAUGHT) {
                taught(name, form(guided, guiding), guided, it)
            },
            Twin("augmented-$name", PaperNetworks::studentAugmented, PaperNetworks::teacherAugmented, PaperOptions.TAUGHT) {
                taught(name, form(guided, guiding), guided, it)
            },
            Twin("self-guided-$name", PaperNetworks::selfGuided, PaperNetworks::teacher, PaperOptions.TAUGHT) {
                taught(name, form(channels, guiding), channels, it)
            },
        )
    }

    private fun labels(values: OptionValues) = listOf(whole(values).objective("labels", 1.0, CrossEntropy()))

    private fun taught(name: String, knowledge: Objective, guided: StudentTap, values: OptionValues): List<Stage> =
        when (values[PaperOptions.STAGES]) {
            PaperOptions.Scheme.SINGLE -> listOf(
                whole(values).objective(name, 1 / values[PaperOptions.BETA], knowledge).withClassLoss(1.0, values),
            )
            PaperOptions.Scheme.TWO -> listOf(
                Stage.upTo(guided, max(1, (values.epochs * values[PaperOptions.FIRST_STAGE]).roundToInt()))
                    .schedule(Schedule.cosine(values.learningRate))
                    .objective(name, 1.0, knowledge),
                whole(values).withClassLoss(1.0, values),
            )
        }

    private fun whole(values: OptionValues) = Stage.whole(values.epochs).schedule(Schedule.cosine(values.learningRate))

    private fun Stage.withClassLoss(weight: Double, values: OptionValues): Stage =
        if (values[PaperOptions.SOFT_TARGETS]) {
            withSoftTargets(weight, values)
        } else {
            objective("labels", weight, CrossEntropy())
        }

    private fun Stage.withSoftTargets(weight: Double, values: OptionValues): Stage {
        val alpha = values[PaperOptions.ALPHA]
        return objective("labels", weight * alpha, CrossEntropy())
            .objective("soft targets", weight * (1 - alpha), SoftTargets(values[PaperOptions.TEMPERATURE]))
    }
}

internal class Twin(
    private val name: String,
    private val student: (Task) -> Student,
    private val teacher: ((Task) -> Student)?,
    private val options: List<RecipeOption<*>>,
    private val stages: (OptionValues) -> List<Stage>,
) : Recipe {
    override fun name() = name

    override fun description() = "$name in Kotlin"

    override fun student(task: Task) = student.invoke(task)

    override fun teacher(task: Task): Student? = teacher?.invoke(task)

    override fun options() = options

    override fun stages(task: Task, values: OptionValues) = stages.invoke(values)
}
