package dev.understudy.example

import ai.djl.ndarray.types.Shape
import dev.understudy.Schedule
import dev.understudy.Stage
import dev.understudy.StudentTap
import dev.understudy.network.ExtendedStudents
import dev.understudy.network.PaperNetworks
import dev.understudy.network.TaskNetworks
import dev.understudy.objective.features.ActivationBoundaries
import dev.understudy.objective.features.ClassMaps
import dev.understudy.objective.features.LogDistance
import dev.understudy.objective.features.MaskedGeneration
import dev.understudy.objective.features.NToOne
import dev.understudy.objective.features.Overhaul
import dev.understudy.objective.features.Srrl
import dev.understudy.objective.features.Vid
import dev.understudy.objective.features.WassersteinFeatures
import dev.understudy.objective.logits.SoftTargets
import dev.understudy.objective.relations.CorrelationCongruence
import dev.understudy.objective.relations.Fsp
import dev.understudy.objective.relations.Ickd
import dev.understudy.objective.relations.Itrd
import dev.understudy.objective.relations.Nst
import dev.understudy.objective.relations.Pkt
import dev.understudy.objective.relations.Rkd
import dev.understudy.objective.relations.SimilarityPreserving
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeBook
import dev.understudy.recipe.Task
import kotlin.math.PI
import kotlin.math.cos
import kotlin.math.max
import kotlin.math.roundToInt

/** Methods that compare activations and relations, in Kotlin, with their authors' weights. */
class KotlinFeatureRecipes : RecipeBook {
    private val networks = TaskNetworks.of(Task(Shape(3, 32, 32), 2, 1.0))
    private val groups = networks.studentGroups
    private val theirGroups = networks.teacherGroups
    private val beforeRelu = networks.studentPreactivations
    private val theirBeforeRelu = networks.teacherPreactivations
    private val last = networks.studentLast
    private val theirLast = networks.teacherLast
    private val pooled = networks.studentPooled
    private val theirPooled = networks.teacherPooled

    override fun recipes(): List<Recipe> = features() + relations()

    private fun features() = listOf(
        taught("vid") {
            groups.zip(theirGroups).fold(labels(it)) { stage, (own, theirs) ->
                stage.objective("information $own", 1.0, Vid(own, theirs, Vid.VARIANCE))
            }
        },
        taught("cat-kd", { ExtendedStudents.withClassMaps(TaskNetworks.of(it)) }) {
            val maps = ClassMaps(ExtendedStudents.CLASS_MAPS, theirLast, ClassMaps.SIDE, ClassMaps.Scale.PLAIN)
            labels(it).objective("class maps", 15.0, maps)
        },
        taught("srrl") { labels(it).objective("srrl", 1.0, Srrl(last, theirLast, 1.0, 1.0)) },
        taught("srd") {
            labels(it).objective("soft targets", 1.0, SoftTargets(1.0))
                .objective("distance", 2.0, LogDistance(pooled, theirPooled, LogDistance.POWER))
        },
        taught("wkd-f") {
            labels(it).objective("distributions", 0.08, lateDecay(0.625), WassersteinFeatures(last, theirLast, 4.0, 1))
        },
        taught("norm", { ExtendedStudents.withTransform(TaskNetworks.of(it)) }) {
            labels(it, 0.1).objective("slices", 1.0, NToOne(ExtendedStudents.WIDE, theirLast))
        },
        Twin("ab", PaperNetworks::student, PaperNetworks::teacher, listOf()) {
            val boundaries = ActivationBoundaries(beforeRelu, theirBeforeRelu, 1.0)
            listOf(first(beforeRelu.last(), it).objective("boundaries", ActivationBoundaries.WEIGHT, boundaries), labels(it))
        },
        taught("ofd") {
            labels(it).objective("overhaul", Overhaul.WEIGHT, Overhaul.of(beforeRelu, theirBeforeRelu))
        },
        taught("mgd") {
            labels(it).objective("generation", MaskedGeneration.WEIGHT, MaskedGeneration(last, theirLast, 0.15))
        },
    )

    private fun relations() = listOf(
        taught("sp") { labels(it).objective("sp", 3000.0, SimilarityPreserving(last, theirLast)) },
        taught("rkd") { labels(it).objective("rkd", 1.0, Rkd(pooled, theirPooled, 25.0, 50.0)) },
        taught("cc") { labels(it).objective("cc", 0.003, CorrelationCongruence(pooled, theirPooled, 0.4, 2)) },
        taught("pkt") { labels(it).objective("pkt", 30_000.0, Pkt(pooled, theirPooled, Pkt.Form.PAPER)) },
        Twin("fsp", PaperNetworks::student, PaperNetworks::teacher, listOf()) {
            listOf(first(last, it).objective("fsp", 1.0, Fsp(groups, theirGroups)), labels(it))
        },
        taught("nst") { labels(it).objective("nst", 50.0, Nst(last, theirLast)) },
        taught("ickd") { labels(it).objective("ickd", 2.5, Ickd(last, theirLast, Ickd.Form.PAPER)) },
        taught("itrd") { labels(it).objective("itrd", 1.0, Itrd(pooled, theirPooled, Itrd.Weights(2.0, 1.0), 1.01)) },
    )

    private fun first(upTo: StudentTap, values: OptionValues): Stage =
        Stage.upTo(upTo, max(1, (values.epochs / 8.0).roundToInt())).schedule(Schedule.cosine(values.learningRate))

    /** Half a cosine to 0 after a part of the epochs. */}

/** 1, and from a part of the epochs on half a cosine to 0. */
internal fun lateDecay(from: Double) = Schedule {
    val start = from * it.epochs
    val beyond = it.epoch + 1 - start
    if (beyond > 0) (1 + cos(PI * beyond / (it.epochs - start))) / 2 else 1.0
}
