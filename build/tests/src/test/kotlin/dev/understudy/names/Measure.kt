package dev.understudy.names

import ai.djl.Device
import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDManager
import ai.djl.ndarray.types.Shape
import ai.djl.nn.Block
import ai.djl.training.dataset.Dataset
import dev.understudy.Distillation
import dev.understudy.Student
import dev.understudy.StudentTap
import dev.understudy.Teacher
import dev.understudy.TeacherTap
import dev.understudy.TrainingData
import dev.understudy.engine.Engines
import dev.understudy.engine.NativeHeap
import dev.understudy.engine.NativeSetup
import dev.understudy.measure.CorrelationMatrices
import dev.understudy.measure.Evaluation
import dev.understudy.measure.Inspection
import dev.understudy.measure.Predictions
import dev.understudy.measure.Profiler
import dev.understudy.measure.TemperatureScaling
import dev.understudy.measure.WeightCheck
import dev.understudy.result.GradientShare
import dev.understudy.result.Provenance

/*
 * Every public name of dev.understudy.measure and dev.understudy.engine, as one writes it in Kotlin: compiled, never run.
 */

fun predictions(it: Predictions, answer: Predictions.Answer) = listOf<Any?>(
    Predictions(listOf(answer)), it.accuracy(), it.each, it.quality(1, it),
)

fun predictionsAnswer(it: Predictions.Answer) = listOf<Any?>(
    Predictions.Answer(1, 0.5, 1, -0.5), it.confidence, it.logLikelihood, it.guess, it.label, it.right(),
)

fun correlationMatrices(block: Block, ndArray: NDArray, teacher: Teacher) = listOf<Any?>(
    CorrelationMatrices.of("text", block, StudentTap("conv4"), ndArray, listOf("text"), listOf("text")),
    CorrelationMatrices.of("text", teacher, TeacherTap("conv8"), ndArray, listOf("text"), listOf("text")),
)

fun evaluation(block: Block, dataset: Dataset, ndManager: NDManager, teacher: Teacher) = listOf<Any?>(
    Evaluation.accuracy(block, dataset, ndManager), Evaluation.accuracy(teacher, dataset, ndManager),
    Evaluation.answers(block, dataset, ndManager), Evaluation.answers(teacher, dataset, ndManager),
)

fun inspection(student: Student, place: Inspection.Place) = listOf<Any?>(
    Inspection.of(student, Shape(3, 32, 32)), Inspection.pairs(listOf(place), listOf(place)),
    Inspection.parameters(student, Shape(3, 32, 32)),
)

fun inspectionPair(it: Inspection.Pair) = listOf<Any?>(
    Inspection.Pair(StudentTap("conv4"), TeacherTap("conv8"), Shape(3, 32, 32)), it.shape, it.student,
    it.teacher,
)

fun inspectionPlace(it: Inspection.Place) = listOf<Any?>(
    Inspection.Place("text", Shape(3, 32, 32), 2, 2, true), it.multiplyAdds, it.output, it.parameters, it.part,
    it.path,
)

fun nativeHeap() = listOf<Any?>(NativeHeap.bytes(), NativeHeap.isTold(), NativeHeap.settledBytes())

fun nativeSetup() = listOf<Any?>(NativeSetup.prepare(), NativeSetup.threads(1), NativeSetup.threads())

fun profiler(distillation: Distillation, trainingData: TrainingData, provenance: Provenance) = listOf<Any?>(
    Profiler.ROUNDS, Profiler.measure("text", distillation, trainingData, provenance),
    Profiler.together(mapOf("text" to distillation), trainingData, provenance) { _, reason -> throw reason },
)

fun engines() = listOf<Any?>(
    Engines.PYTORCH, Engines.current(), Engines.isPyTorch(), Engines.learnSideBySide(Device.cpu()), Engines.requireTraining(),
    Engines.there(), Engines.use("MXNet"),
)

fun weightCheck(distillation: Distillation, trainingData: TrainingData, gradientShare: GradientShare) = listOf<Any?>(
    WeightCheck.of(distillation, trainingData), WeightCheck.warnings(listOf(gradientShare)),
)

fun temperatureScaling(block: Block, dataset: Dataset, ndManager: NDManager, logits: List<FloatArray>) = listOf<Any?>(
    TemperatureScaling.fit(block, dataset, ndManager), TemperatureScaling.fit(logits, listOf(1)),
    TemperatureScaling.LIMIT, TemperatureScaling.isFound(1.5),
)
