package dev.understudy.names

import ai.djl.ndarray.NDArray
import dev.understudy.StepContext
import dev.understudy.StudentTap
import dev.understudy.TeacherTap
import dev.understudy.objective.features.ActivationBoundaries
import dev.understudy.objective.features.ClassMaps
import dev.understudy.objective.features.LogDistance
import dev.understudy.objective.features.MaskedGeneration
import dev.understudy.objective.features.NToOne
import dev.understudy.objective.features.Overhaul
import dev.understudy.objective.features.ScaleDecoupledKd
import dev.understudy.objective.features.Srrl
import dev.understudy.objective.features.Vid
import dev.understudy.objective.features.WassersteinFeatures
import dev.understudy.objective.logits.DecoupledKd

/*
 * Every public name of dev.understudy.objective.features, as one writes it in Kotlin: compiled, never run.
 */

private val student = StudentTap("conv4")
private val teacher = TeacherTap("conv10")

fun vid(it: Vid, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Vid(student, teacher, 5.0), Vid.of(student, teacher), Vid.VARIANCE, it.student, it.teacher, it.variance, it.needs(),
    it.loss(context), Vid.distance(ndArray, ndArray, ndArray),
)

fun classMaps(it: ClassMaps, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    ClassMaps(student, teacher, 2, ClassMaps.Scale.PLAIN), ClassMaps.of(student, teacher), ClassMaps.SIDE, ClassMaps.MAPS,
    ClassMaps.Scale.UNIT, ClassMaps.classifier(10), it.student, it.teacher, it.side, it.scale, it.needs(),
    it.loss(context), it.distance(ndArray, ndArray),
)

fun scaleDecoupledKd(it: ScaleDecoupledKd, context: StepContext) = listOf<Any?>(
    ScaleDecoupledKd(student, teacher, listOf(2, 4), DecoupledKd.standard(), 2.0),
    ScaleDecoupledKd.of(student, teacher) { one, other, labels -> DecoupledKd.standard().divergences(one, other, labels) },
    ScaleDecoupledKd.COMPLEMENTARY, ScaleDecoupledKd.MAPS, ScaleDecoupledKd.classifier(10), it.student, it.teacher,
    it.sides, it.divergence, it.complementary, it.needs(), it.loss(context),
)

fun srrl(it: Srrl, context: StepContext) = listOf<Any?>(
    Srrl(student, teacher, 1.0, 1.0), Srrl.of(student, teacher), it.student, it.teacher, it.features, it.classes,
    it.needs(), it.loss(context),
)

fun logDistance(it: LogDistance, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    LogDistance(student, teacher, 4.0), LogDistance.of(student, teacher), LogDistance.POWER, it.student, it.teacher,
    it.power, it.needs(), it.loss(context), it.distance(ndArray, ndArray),
)

fun wassersteinFeatures(it: WassersteinFeatures, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    WassersteinFeatures(student, teacher, 4.0, 1), WassersteinFeatures.of(student, teacher), it.student, it.teacher,
    it.ratio, it.grid, it.needs(), it.loss(context), it.distance(ndArray, ndArray),
)

fun nToOne(it: NToOne, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    NToOne(student, teacher), NToOne.SLICES, NToOne.WIDE, NToOne.transform(64, 64, 8), it.student, it.teacher, it.needs(),
    it.loss(context), it.distance(ndArray, ndArray),
)

fun activationBoundaries(it: ActivationBoundaries, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    ActivationBoundaries(listOf(student), listOf(teacher), 1.0), ActivationBoundaries.of(listOf(student), listOf(teacher)),
    ActivationBoundaries.WEIGHT, it.student, it.teacher, it.margin, it.needs(), it.loss(context),
    it.distance(ndArray, ndArray),
)

fun overhaul(it: Overhaul, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Overhaul(listOf(student), listOf(teacher), listOf(teacher)), Overhaul.of(listOf(student), listOf(teacher)),
    Overhaul.WEIGHT, it.student, it.teacher, it.norms, it.needs(), it.loss(context),
    Overhaul.distance(ndArray, ndArray, ndArray),
)

fun maskedGeneration(it: MaskedGeneration, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    MaskedGeneration(student, teacher, 0.15), MaskedGeneration.of(student, teacher), MaskedGeneration.WEIGHT, it.student,
    it.teacher, it.masked, it.needs(), it.loss(context), MaskedGeneration.distance(ndArray, ndArray),
)
