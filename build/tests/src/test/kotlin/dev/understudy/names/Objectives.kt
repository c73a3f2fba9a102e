package dev.understudy.names

import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDList
import ai.djl.ndarray.NDManager
import dev.understudy.StepContext
import dev.understudy.StudentTap
import dev.understudy.TeacherTap
import dev.understudy.objective.ActivationMatching
import dev.understudy.objective.AttentionMap
import dev.understudy.objective.ClassCenters
import dev.understudy.objective.FactorTransfer
import dev.understudy.objective.Connector
import dev.understudy.objective.logits.Consistency
import dev.understudy.objective.Correlation
import dev.understudy.objective.Crd
import dev.understudy.objective.CrossEntropy
import dev.understudy.objective.Discrepancy
import dev.understudy.objective.logits.Ensemble
import dev.understudy.objective.InView
import dev.understudy.objective.Knowledge
import dev.understudy.objective.logits.MultiLevelLogits
import dev.understudy.objective.logits.MultiLevelLogitsAsPublished
import dev.understudy.objective.logits.MutualLearning
import dev.understudy.objective.Norm
import dev.understudy.objective.NormAndDirection
import dev.understudy.objective.OfPeer
import dev.understudy.objective.Precomputed
import dev.understudy.objective.ReviewKd
import dev.understudy.objective.Scaling
import dev.understudy.objective.SimKd
import dev.understudy.objective.logits.SoftTargets

/*
 * Every public name of dev.understudy.objective, as one writes it in Kotlin: compiled, never run.
 */

fun activationMatching(it: ActivationMatching, ndArray: NDArray) = listOf<Any?>(
    ActivationMatching(StudentTap("conv4"), TeacherTap("conv8"), Norm.SQUARED),
    ActivationMatching.of(StudentTap("conv4"), TeacherTap("conv8")), it.distance(ndArray, ndArray), it.match(), it.norm,
    it.student, it.teacher,
)

fun factorTransfer(it: FactorTransfer, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    FactorTransfer(StudentTap("conv4"), TeacherTap("conv8"), FactorTransfer.RATE, FactorTransfer.Form.MAP),
    FactorTransfer.of(StudentTap("conv4"), TeacherTap("conv8")), it.reconstruction(), it.distance(ndArray, ndArray),
    it.form, it.rate, it.student, it.teacher, it.needs(), FactorTransfer.Form.WHOLE, it.loss(context),
)

fun crd(it: Crd, settings: Crd.Settings, context: StepContext) = listOf<Any?>(
    Crd(StudentTap("conv4"), TeacherTap("conv8"), Crd.SCALED, Crd.Settings(128, 0.07, 0.5)), Crd.Settings.standard(),
    Crd.of(StudentTap("conv4"), TeacherTap("conv8")), it.negatives, it.settings, it.student, it.teacher, it.needs(),
    settings.dimensions, settings.momentum, settings.temperature, it.loss(context),
)

fun reviewKd(it: ReviewKd, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    ReviewKd(listOf(StudentTap("conv4")), listOf(TeacherTap("conv8")), ReviewKd.WIDTH),
    ReviewKd.of(listOf(StudentTap("conv4")), listOf(TeacherTap("conv8"))), ReviewKd.distance(ndArray, ndArray),
    it.student, it.teacher, it.width, it.needs(), it.loss(context),
)

fun simKd(it: SimKd, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    SimKd(StudentTap("projector"), TeacherTap("conv10")), SimKd.projector(512, SimKd.FACTOR), it.distance(ndArray, ndArray),
    it.features, it.projected, it.needs(), it.loss(context),
)

fun attentionMap(it: AttentionMap, ndArray: NDArray) = listOf<Any?>(
    AttentionMap(StudentTap("conv4"), TeacherTap("conv8"), Norm.SQUARED),
    AttentionMap.of(StudentTap("conv4"), TeacherTap("conv8")), it.distance(ndArray, ndArray), it.match(),
    it.norm, it.student, it.teacher,
)

fun discrepancy(it: Discrepancy, ndArray: NDArray) = listOf<Any?>(
    it.asLoss("text"), it.distance(ndArray, ndArray),
)

fun discrepancyComparisonLoss(it: Discrepancy.ComparisonLoss, ndList: NDList) = listOf<Any?>(
    it.evaluate(ndList, ndList),
)

fun connector(it: Connector, match: Connector.Match, context: StepContext) = listOf<Any?>(
    Connector(StudentTap("conv4"), TeacherTap("conv8"), match), it.connect(context), it.match, it.needs(),
    it.student, it.teacher,
)

fun connectorMatch() = listOf<Any?>(
    Connector.Match.CHANNELS, Connector.Match.LOCATIONS, Connector.Match.CHANNELS_AND_LOCATIONS,
)

fun connectorPair(it: Connector.Pair, ndArray: NDArray) = listOf<Any?>(
    Connector.Pair(ndArray, ndArray), Connector.Pair.ofSmaller(ndArray, ndArray), it.student, it.teacher,
)

fun correlation(it: Correlation, form: Correlation.Form, ndArray: NDArray) = listOf<Any?>(
    Correlation(form, StudentTap("conv4"), TeacherTap("conv8"), Norm.SQUARED),
    Correlation.both(StudentTap("conv4"), TeacherTap("conv8")),
    Correlation.channel(StudentTap("conv4"), TeacherTap("conv8")),
    Correlation.spatial(StudentTap("conv4"), TeacherTap("conv8")), it.distance(ndArray, ndArray), it.form,
    it.match(), it.norm, it.norm(Norm.SQUARED), it.student, it.teacher,
)

fun correlationForm() = listOf<Any?>(Correlation.Form.CHANNEL, Correlation.Form.SPATIAL, Correlation.Form.BOTH)

fun crossEntropy(it: CrossEntropy, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    CrossEntropy(), it.distance(ndArray, ndArray), it.loss(context), it.needs(),
)

fun knowledge(it: Knowledge, context: StepContext) = listOf<Any?>(
    it.loss(context), it.match(), it.needs(), it.student(), it.teacher(),
)

fun norm(it: Norm, ndArray: NDArray) = listOf<Any?>(
    Norm.SQUARED, Norm.ABSOLUTE, Norm.EUCLIDEAN, it.compare(ndArray, ndArray), it.option(),
)

fun scaling(ndArray: NDArray) = listOf<Any?>(
    Scaling.atLeast(ndArray, 0.5), Scaling.number(ndArray, 0.5), Scaling.plus(ndArray, 0.5),
    Scaling.times(ndArray, 0.5),
)

fun consistency(it: Consistency, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Consistency(), it.distance(ndArray, ndArray), it.loss(context), it.needs(),
)

fun ensemble(it: Ensemble, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Ensemble(listOf("teacher", "second"), listOf(1.0, 1.0), Ensemble.Mean.PROBABILITIES, 4.0),
    Ensemble.of("teacher", "second"), Ensemble.Mean.LOGITS, it.distance(ndArray, listOf(ndArray)), it.loss(context),
    it.mean(Ensemble.Mean.LOGITS), it.mean, it.needs(), it.sources, it.temperature(2.0), it.temperature,
    it.weights(2.0, 1.0), it.weights,
)

fun inView(it: InView, context: StepContext) = listOf<Any?>(
    InView("strong", CrossEntropy()), it.view, it.objective, it.needs(), it.loss(context),
)

fun mutualLearning(it: MutualLearning, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    MutualLearning(listOf("second")), MutualLearning.with("second"), it.peers, it.needs(), it.loss(context),
    it.distance(ndArray, listOf(ndArray)),
)

fun ofPeer(it: OfPeer, context: StepContext) = listOf<Any?>(
    OfPeer("second", CrossEntropy()), it.peer, it.objective, it.needs(), it.loss(context),
)

fun multiLevelLogits(it: MultiLevelLogits, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    MultiLevelLogits(MultiLevelLogits.Level.INSTANCE, MultiLevelLogits.TEMPERATURES, true),
    MultiLevelLogits.of(MultiLevelLogits.Level.BATCH), MultiLevelLogits.Level.CLASS, it.masked(true), it.level,
    it.temperatures, it.masked, it.needs(), it.loss(context), it.distance(ndArray, ndArray),
)

fun multiLevelLogitsAsPublished(it: MultiLevelLogitsAsPublished, context: StepContext) = listOf<Any?>(
    MultiLevelLogitsAsPublished(MultiLevelLogits.Level.CLASS, "strong"), it.level, it.strong, it.needs(),
    it.loss(context),
)

fun normAndDirection(it: NormAndDirection, context: StepContext) = listOf<Any?>(
    NormAndDirection(StudentTap("flatten"), TeacherTap("flatten")), it.student, it.teacher, it.needs(), it.loss(context),
)

fun precomputed(it: Precomputed, fold: Precomputed.Fold, manager: NDManager, context: StepContext) = listOf<Any?>(
    it.name(), it.needs(), it.begin(manager, 10), fold.add(context), fold.result(),
)

fun classCenters(it: ClassCenters, manager: NDManager) = listOf<Any?>(
    ClassCenters(TeacherTap("flatten")), it.teacher, it.name(), it.needs(), it.begin(manager, 10),
)

fun softTargets(it: SoftTargets, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    SoftTargets(0.5), SoftTargets(0.5, it.factor), SoftTargets.standard(), it.distance(ndArray, ndArray),
    it.divergences(ndArray, ndArray, ndArray),
    it.loss(context), it.needs(), it.factor, it.temperatures(it.factor),
    it.temperature,
)
