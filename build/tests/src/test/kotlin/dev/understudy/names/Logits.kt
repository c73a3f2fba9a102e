package dev.understudy.names

import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDManager
import dev.understudy.Objective
import dev.understudy.StepContext
import dev.understudy.StudentTap
import dev.understudy.TeacherTap
import dev.understudy.objective.logits.SoftTargets
import dev.understudy.objective.logits.AlphaBetaDivergence
import dev.understudy.objective.logits.ClassDistances
import dev.understudy.objective.logits.Ctkd
import dev.understudy.objective.logits.DecoupledKd
import dev.understudy.objective.logits.Dist
import dev.understudy.objective.logits.LabelSmoothing
import dev.understudy.objective.logits.LayerNormalizedLogits
import dev.understudy.objective.logits.LogitStandardization
import dev.understudy.objective.logits.Nkd
import dev.understudy.objective.logits.RefinedLogits
import dev.understudy.objective.logits.TfKd
import dev.understudy.objective.logits.SampleDivergence
import dev.understudy.objective.logits.Ttm
import dev.understudy.objective.logits.Uskd
import dev.understudy.objective.logits.WassersteinLogits
import dev.understudy.objective.logits.Wttm

/*
 * Every public name of dev.understudy.objective.logits, as one writes it in Kotlin: compiled, never run.
 */

fun decoupledKd(it: DecoupledKd, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    DecoupledKd(1.0, 8.0, 4.0), DecoupledKd.standard(), it.alpha, it.beta, it.temperature, it.needs(), it.loss(context),
    it.distance(ndArray, ndArray, ndArray), it.divergences(ndArray, ndArray, ndArray),
)

fun sampleDivergence(it: SampleDivergence, ndArray: NDArray) = listOf<Any?>(it.divergences(ndArray, ndArray, ndArray))

fun nkd(it: Nkd, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Nkd(3.5, 3.0), Nkd.standard(), it.gamma, it.temperature, it.needs(), it.loss(context),
    it.distance(ndArray, ndArray, ndArray), it.divergences(ndArray, ndArray, ndArray),
)

fun dist(it: Dist, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Dist(2.0, 2.0, 4.0), Dist.standard(), it.beta, it.gamma, it.temperature, it.needs(), it.loss(context),
    it.distance(ndArray, ndArray),
)

fun logitStandardization(it: LogitStandardization, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    LogitStandardization(SoftTargets(2.0), LogitStandardization.Deviation.SAMPLE),
    LogitStandardization.of(DecoupledKd(9.0, 72.0, 2.0)), LogitStandardization.Deviation.POPULATION, it.objective,
    it.deviation, it.needs(), it.loss(context), it.standardized(ndArray),
    LogitStandardization.of(Objective { seen -> seen.student.logits.mean() }),
)

fun layerNormalizedLogits(it: LayerNormalizedLogits, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    LayerNormalizedLogits(SoftTargets(4.0), 2.5), it.objective, it.factor, it.needs(), it.loss(context),
    it.normalized(ndArray),
)

fun ttm(it: Ttm, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Ttm(0.1), Ttm.standard(), it.gamma, it.needs(), it.loss(context), it.distance(ndArray, ndArray),
)

fun wttm(it: Wttm, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Wttm(0.2), Wttm.standard(), it.gamma, it.needs(), it.loss(context), it.distance(ndArray, ndArray),
)

fun alphaBetaDivergence(it: AlphaBetaDivergence, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    AlphaBetaDivergence(0.8, 0.3, 4.0), AlphaBetaDivergence.standard(), it.alpha, it.beta, it.temperature, it.needs(),
    it.loss(context), it.distance(ndArray, ndArray),
)

fun refinedLogits(it: RefinedLogits, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    RefinedLogits(1.0, 8.0, 4.0, 4.0), RefinedLogits.standard(), it.alpha, it.beta, it.temperature,
    it.confidenceTemperature, it.needs(), it.loss(context), it.distance(ndArray, ndArray, ndArray),
)

fun wassersteinLogits(it: WassersteinLogits, sinkhorn: WassersteinLogits.Sinkhorn, context: StepContext) = listOf<Any?>(
    WassersteinLogits(TeacherTap("flatten"), 600.0, 8.0, WassersteinLogits.Sinkhorn(0.05, 10, 1.0)),
    WassersteinLogits(TeacherTap("flatten"), 600.0, 8.0, sinkhorn, it.factor),
    WassersteinLogits.of(TeacherTap("flatten")), WassersteinLogits.Sinkhorn.standard(), it.features, it.gamma,
    it.temperature, it.sinkhorn, it.factor, it.factor(it.factor), it.needs(), it.loss(context), sinkhorn.regularization,
    sinkhorn.iterations, sinkhorn.sharpness,
)

fun classDistances(it: ClassDistances, manager: NDManager) = listOf<Any?>(
    ClassDistances(TeacherTap("flatten")), ClassDistances.MOST, it.teacher, it.name(), it.needs(), it.begin(manager, 10),
)

fun ctkd(it: Ctkd, context: StepContext) = listOf<Any?>(
    Ctkd(1.0, 20.0, 10), Ctkd.standard(), it.lowest, it.range, it.epochs, it.needs(), it.loss(context),
)

fun labelSmoothing(it: LabelSmoothing, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    LabelSmoothing(0.1), LabelSmoothing.standard(), it.smoothing, it.needs(), it.loss(context),
    it.distance(ndArray, ndArray),
)

fun tfKd(it: TfKd, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    TfKd(0.99, 20.0, TfKd.Form.PAPER), TfKd.standard(), TfKd.Form.PUBLISHED, it.correct, it.temperature, it.form,
    it.needs(), it.loss(context), it.distance(ndArray, ndArray),
)

fun uskd(it: Uskd, weights: Uskd.Weights, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Uskd(StudentTap("conv4"), Uskd.Weights(0.1, 0.1, 0.1), Uskd.Ranking.PAPER), Uskd.of(StudentTap("conv4")),
    Uskd.Weights.standard(), Uskd.Ranking.PUBLISHED, it.middle, it.weights, it.ranking, it.needs(), it.loss(context),
    it.distance(ndArray, ndArray, ndArray), weights.target, weights.others, weights.head,
)
