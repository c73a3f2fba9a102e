package dev.understudy.names

import ai.djl.ndarray.NDArray
import dev.understudy.StepContext
import dev.understudy.StudentTap
import dev.understudy.TeacherTap
import dev.understudy.objective.relations.CorrelationCongruence
import dev.understudy.objective.relations.CorrelationCongruenceAsPublished
import dev.understudy.objective.relations.Fsp
import dev.understudy.objective.relations.Ickd
import dev.understudy.objective.relations.Itrd
import dev.understudy.objective.relations.Nst
import dev.understudy.objective.relations.Pkt
import dev.understudy.objective.relations.Relation
import dev.understudy.objective.relations.Rkd
import dev.understudy.objective.relations.SimilarityPreserving

/*
 * Every public name of dev.understudy.objective.relations, as one writes it in Kotlin: compiled, never run.
 */

private val own = StudentTap("flatten")
private val theirs = TeacherTap("flatten")

fun relation(it: Relation, context: StepContext, ndArray: NDArray) = listOf<Any?>(
    it.student(), it.teacher(), it.needs(), it.loss(context), it.distance(ndArray, ndArray),
)

fun similarityPreserving(it: SimilarityPreserving, ndArray: NDArray) = listOf<Any?>(
    SimilarityPreserving(own, theirs), it.student, it.teacher, it.distance(ndArray, ndArray),
)

fun rkd(it: Rkd, ndArray: NDArray) = listOf<Any?>(
    Rkd(own, theirs, 25.0, 50.0), Rkd.of(own, theirs), it.student, it.teacher, it.distances, it.angles,
    it.distance(ndArray, ndArray),
)

fun correlationCongruence(it: CorrelationCongruence, ndArray: NDArray) = listOf<Any?>(
    CorrelationCongruence(own, theirs, 0.4, 2), CorrelationCongruence.of(own, theirs), it.student, it.teacher, it.gamma,
    it.order, it.distance(ndArray, ndArray),
)

fun correlationCongruenceAsPublished(it: CorrelationCongruenceAsPublished, context: StepContext) = listOf<Any?>(
    CorrelationCongruenceAsPublished(own, theirs, 128), CorrelationCongruenceAsPublished.of(own, theirs), it.student,
    it.teacher, it.dimensions, it.needs(), it.loss(context),
)

fun pkt(it: Pkt, ndArray: NDArray) = listOf<Any?>(
    Pkt(own, theirs, Pkt.Form.PAPER), Pkt.of(own, theirs), Pkt.Form.PUBLISHED, it.student, it.teacher, it.form,
    it.distance(ndArray, ndArray),
)

fun fsp(it: Fsp, context: StepContext) = listOf<Any?>(
    Fsp(listOf(own, own), listOf(theirs, theirs)), it.student, it.teacher, it.needs(), it.loss(context),
)

fun nst(it: Nst, ndArray: NDArray) = listOf<Any?>(
    Nst(own, theirs), it.student, it.teacher, it.match(), it.distance(ndArray, ndArray),
)

fun ickd(it: Ickd, ndArray: NDArray, context: StepContext) = listOf<Any?>(
    Ickd(own, theirs, Ickd.Form.PAPER), Ickd.of(own, theirs), Ickd.Form.PUBLISHED, it.student, it.teacher, it.form,
    it.needs(), it.loss(context), it.distance(ndArray, ndArray),
)

fun itrd(it: Itrd, weights: Itrd.Weights, context: StepContext) = listOf<Any?>(
    Itrd(own, theirs, Itrd.Weights(2.0, 1.0), 1.01), Itrd.of(own, theirs), Itrd.Weights.standard(), it.student,
    it.teacher, it.weights, it.alpha, it.needs(), it.loss(context), weights.correlation, weights.mutualInformation,
)
