package dev.understudy.example

import ai.djl.ndarray.types.Shape
import dev.understudy.Distillation
import dev.understudy.InitialWeights
import dev.understudy.Schedule
import dev.understudy.Stage
import dev.understudy.Student
import dev.understudy.Teacher
import dev.understudy.batch.Mixup
import dev.understudy.network.ExtendedStudents
import dev.understudy.network.PaperNetworks
import dev.understudy.network.TaskNetworks
import dev.understudy.network.VisionTransformer
import dev.understudy.objective.Crd
import dev.understudy.objective.CrossEntropy
import dev.understudy.objective.FactorTransfer
import dev.understudy.objective.InView
import dev.understudy.objective.NormAndDirection
import dev.understudy.objective.OfPeer
import dev.understudy.objective.ReviewKd
import dev.understudy.objective.SimKd
import dev.understudy.objective.features.ScaleDecoupledKd
import dev.understudy.objective.logits.AlphaBetaDivergence
import dev.understudy.objective.logits.Ctkd
import dev.understudy.objective.logits.DecoupledKd
import dev.understudy.objective.logits.Dist
import dev.understudy.objective.logits.Ensemble
import dev.understudy.objective.logits.LabelSmoothing
import dev.understudy.objective.logits.LogitStandardization
import dev.understudy.objective.logits.MultiLevelLogits
import dev.understudy.objective.logits.MultiLevelLogits.Level
import dev.understudy.objective.logits.MutualLearning
import dev.understudy.objective.logits.Nkd
import dev.understudy.objective.logits.RefinedLogits
import dev.understudy.objective.logits.SampleDivergence
import dev.understudy.objective.logits.SoftTargets
import dev.understudy.objective.logits.TfKd
import dev.understudy.objective.logits.Ttm
import dev.understudy.objective.logits.Uskd
import dev.understudy.objective.logits.WassersteinLogits
import dev.understudy.objective.logits.Wttm
import dev.understudy.optimizer.AdamWRule
import dev.understudy.optimizer.DotRule
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeBook
import dev.understudy.recipe.Task
import dev.understudy.recipes.ImageData
import dev.understudy.source.Sources
import kotlin.math.max
import kotlin.math.min
import kotlin.math.roundToInt

/** Published methods in Kotlin, with their authors' weights: the same names and the same weights, bit for bit. */
class KotlinPublishedRecipes : RecipeBook {
    private val networks = TaskNetworks.of(Task(Shape(3, 32, 32), 2, 1.0))
    private val guided = networks.guided
    private val guiding = networks.guiding

    override fun recipes(): List<Recipe> = logits() + teacherFree() + modules() + images() + optimizers() + sources()

    private fun logits() = listOf(
        taught("dkd") { labels(it).objective("dkd", 1.0, warmUp(20, ahead = 1), DecoupledKd(1.0, 8.0, 4.0)) },
        taught("nkd") { labels(it).objective("nkd", 1.0, Nkd(3.5, 3.0)) },
        taught("dist") { labels(it).objective("dist", 1.0, Dist(2.0, 2.0, 4.0)) },
        taught("lskd") {
            labels(it, 0.1).objective("soft targets", 9.0, LogitStandardization.of(SoftTargets(2.0)))
        },
        taught("ttm") { labels(it).objective("ttm", 45.0, Ttm(0.1)) },
        taught("wttm") { labels(it).objective("wttm", 4.0, Wttm(0.2)) },
        taught("abkd") { labels(it).objective("abkd", 64.0, AlphaBetaDivergence(0.8, 0.3, 4.0)) },
        taught("rld") { labels(it).objective("rld", 1.0, warmUp(20, ahead = 1), RefinedLogits(1.0, 8.0, 4.0, 4.0)) },
        taught("wkd-l") {
            val distance = WassersteinLogits(networks.teacherPooled, 600.0, 8.0, WassersteinLogits.Sinkhorn.standard())
            labels(it).objective("wkd-l", 1.0, distance.factor(lateDecay(0.625)))
        },
        taught("sdd", { ExtendedStudents.withLocalClassifier(TaskNetworks.of(it)) }) {
            labels(it, 0.1).objective("parts", 0.9, parts(SoftTargets(4.0)))
        },
        taught("sdd-dkd", { ExtendedStudents.withLocalClassifier(TaskNetworks.of(it)) }) {
            labels(it).objective("parts", 1.0, warmUp(20, ahead = 1), parts(DecoupledKd(1.0, 8.0, 4.0)))
        },
        taught("ctkd") { labels(it, 0.1).objective("ctkd", 0.9, Ctkd(1.0, 20.0, 10)) },
    )

    private fun parts(divergence: SampleDivergence) =
        ScaleDecoupledKd.of(ExtendedStudents.CLASS_MAPS, networks.teacherAveraged, divergence)

    private fun teacherFree() = listOf(
        alone("label-smoothing") { whole(it).objective("labels", 1.0, LabelSmoothing(0.1)) },
        alone("tf-kd") { labels(it, 0.9).objective("virtual teacher", 0.1, TfKd(0.99, 20.0, TfKd.Form.PAPER)) },
        alone("uskd") {
            val weights = Uskd.Weights(0.1, 0.1, 0.1)
            labels(it).objective("uskd", 1.0, Uskd(networks.middle, weights, Uskd.Ranking.PAPER))
        },
    )

    private fun modules() = listOf(
        Twin("ft", PaperNetworks::student, PaperNetworks::teacher, listOf()) {
            val transfer = FactorTransfer(guided, guiding, 0.5, FactorTransfer.Form.MAP)
            val first = Stage.modules(max(1, (it.epochs / 8.0).roundToInt()))
                .objective("reconstruction", 1.0, transfer.reconstruction())
                .schedule(Schedule.cosine(it.learningRate))
            listOf(first, labels(it).objective("factors", 200.0, transfer))
        },
        TeachersClassifierTwin,
        taught("crd") {
            val settings = Crd.Settings.standard()
            val contrast = Crd(networks.studentEmbedded, networks.teacherEmbedded, Crd.SCALED, settings)
            labels(it).objective("contrast", 0.8, contrast)
        },
        taught("reviewkd") {
            val own = networks.studentGroups + networks.studentPooled
            val review = ReviewKd.of(own, networks.teacherPreactivations + networks.teacherPooled)
            labels(it).objective("review", 5.0, warmUp(20, ahead = 0), review)
        },
    )

    private fun images() = listOf(
        taught("mlkd") {
            val strong = InView(ImageData.STRONG, CrossEntropy())
            Level.entries.fold(labels(it, 0.1).objective("labels strong", 0.1, strong)) { stage, level ->
                val name = level.name.lowercase()
                val each = MultiLevelLogits.of(level)
                stage.objective(name, 0.9, each.masked(level == Level.INSTANCE))
                    .objective("$name strong", 0.9, InView(ImageData.STRONG, each))
            }
        },
        taught("kd-plus-plus") {
            val features = NormAndDirection(networks.studentPooled, networks.teacherPooled)
            labels(it).objective("soft targets", 1.0, warmUp(20, ahead = 0), SoftTargets(4.0))
                .objective("norm and direction", 2.0, features)
        },
        taught("kd-mixup") { softTargets(it, 0.3).transform(Mixup(1.0)) },
    )

    private fun optimizers() = listOf(
        taught("dot") { softTargets(it, 0.1).optimizer(DotRule.standard().delta(0.075)) },
        Twin("vit", ::transformer, PaperNetworks::teacher, listOf()) {
            val rising = Schedule.cosine(0.001).warmUp(0.1 * it.epochs)
            val adamW = AdamWRule.standard().weightDecay(0.05).decayWeightsOnly()
            listOf(softTargets(it, 0.3).schedule(rising).optimizer(adamW).clipNorm(1.0))
        },
    )

    private fun sources() = listOf(KotlinMeanTeacher(), EnsembleTwin, MutualTwin)

    private fun alone(name: String, stage: (OptionValues) -> Stage) =
        Twin(name, PaperNetworks::student, null, listOf()) { listOf(stage(it)) }

    private fun transformer(task: Task): Student {
        val width = max(1, (64 * task.width).roundToInt())
        return VisionTransformer(4, 3 * width, 6, 3).student(task.classes)
    }
}

/** SimKD: the student ends with the teacher's classifier. */
private object TeachersClassifierTwin : Recipe {
    override fun name() = "simkd"

    override fun description() = "SimKD in Kotlin"

    override fun takesNetworks() = true

    override fun student(task: Task) = ExtendedStudents.withTeachersClassifier(TaskNetworks.of(task))

    override fun teacher(task: Task) = TaskNetworks.of(task).teacher

    override fun stages(task: Task, values: OptionValues) = listOf(
        Stage.upTo(ExtendedStudents.PROJECTED, values.epochs)
            .objective("features", 1.0, SimKd(ExtendedStudents.PROJECTED, TaskNetworks.of(task).teacherAveraged))
            .schedule(Schedule.cosine(values.learningRate))
            .tested(),
    )

    override fun distillation(task: Task, values: OptionValues, teacher: Teacher?): Distillation =
        super.distillation(task, values, teacher)
            .initialWeights(
                InitialWeights.ofTeacherAfter(TaskNetworks.of(task).teacherAveraged).into(ExtendedStudents.CLASSIFIER),
            )
}

/** Two teachers of one network. */
private object EnsembleTwin : Recipe {
    override fun name() = "ensemble"

    override fun description() = "an ensemble in Kotlin"

    override fun student(task: Task) = PaperNetworks.student(task)

    override fun teacher(task: Task) = PaperNetworks.teacher(task)

    override fun teachers(task: Task) = mapOf("teacher" to teacher(task), "second" to teacher(task))

    override fun stages(task: Task, values: OptionValues) =
        listOf(labels(values, 0.3).objective("ensemble", 1 - 0.3, Ensemble.of("teacher", "second")))
}

/** Two networks that learn from each other. */
private object MutualTwin : Recipe {
    override fun name() = "dml"

    override fun description() = "deep mutual learning in Kotlin"

    override fun student(task: Task) = PaperNetworks.student(task)

    override fun sources(task: Task, values: OptionValues): Sources =
        Sources.none().peer("peer 1", PaperNetworks.student(task))

    override fun stages(task: Task, values: OptionValues) = listOf(
        labels(values)
            .objective("mimicry", 1.0, MutualLearning.with("peer 1"))
            .objective("labels of peer 1", 1.0, OfPeer("peer 1", CrossEntropy()))
            .objective("mimicry of peer 1", 1.0, OfPeer("peer 1", MutualLearning.with("student"))),
    )
}

internal fun whole(values: OptionValues): Stage =
    Stage.whole(values.epochs).schedule(Schedule.cosine(values.learningRate))

internal fun labels(values: OptionValues, weight: Double = 1.0): Stage =
    whole(values).objective("labels", weight, CrossEntropy())

internal fun softTargets(values: OptionValues, alpha: Double): Stage =
    labels(values, alpha).objective("soft targets", 1 - alpha, SoftTargets(4.0))

internal fun warmUp(epochs: Int, ahead: Int) =
    Schedule { min(1.0, (it.epoch.toDouble() + ahead) / epochs) }

internal fun taught(name: String, student: (Task) -> Student = PaperNetworks::student, stage: (OptionValues) -> Stage) =
    Twin(name, student, PaperNetworks::teacher, listOf()) { listOf(stage(it)) }
