package dev.understudy.names

import ai.djl.Device
import dev.understudy.result.ClassificationMetrics
import dev.understudy.result.Comparison
import dev.understudy.result.DatasetSummary
import dev.understudy.result.EpochRow
import dev.understudy.result.FailedStudent
import dev.understudy.result.GradientShare
import dev.understudy.result.LatencyRow
import dev.understudy.result.LatencySummary
import dev.understudy.result.Matrices
import dev.understudy.result.Measurement
import dev.understudy.result.MeasurementSession
import dev.understudy.result.MissingStudent
import dev.understudy.result.NetworkCard
import dev.understudy.result.Profile
import dev.understudy.result.Provenance
import dev.understudy.result.ResultException
import dev.understudy.result.RunSummary
import dev.understudy.result.Spread
import dev.understudy.result.StudentResult
import dev.understudy.result.StudentSummary
import dev.understudy.result.TableCell
import dev.understudy.result.TeacherResult
import dev.understudy.result.TeacherSummary
import dev.understudy.result.TestAccuracy
import java.io.IOException
import java.nio.file.Path
import java.time.Instant

/*
 * Every public name of dev.understudy.result, as one writes it in Kotlin: compiled, never run.
 */

fun testAccuracy(it: TestAccuracy) = listOf<Any?>(TestAccuracy(0.5, 0.5), it.best, it.last)

fun failedStudent(it: FailedStudent, settings: Map<String, String>, provenance: Provenance) = listOf<Any?>(
    FailedStudent(1, "text", settings, 1, "text", provenance), FailedStudent.FORMAT, FailedStudent.read(Path.of("file")),
    it.format, it.recipe, it.settings, it.seed, it.reason, it.provenance, it.write(Path.of("file")),
)

fun missingStudent(it: MissingStudent) = listOf<Any?>(MissingStudent("text", "text", "text", 1, "text"), it.row, it.column, it.recipe, it.seed, it.reason)

fun comparison(
    it: Comparison,
    provenance: Provenance,
    datasetSummary: DatasetSummary,
    teacherResult: TeacherResult,
    tableCell: TableCell,
) = listOf<Any?>(
    Comparison(
        "text", provenance, datasetSummary, listOf("text"), mapOf("text" to "other"), listOf(teacherResult),
        listOf(tableCell), "text", "text",
    ),
    Comparison(
        "text", provenance, datasetSummary, listOf("text"), mapOf("text" to "other"), listOf(teacherResult),
        listOf(tableCell), "text", "text", it.gaps,
    ),
    Comparison.read(Path.of("folder")), it.alone, it.cell("text"), it.cells, it.classNames, it.dataset,
    it.provenance, it.settings, it.softTargets, it.teachers, it.title, it.write(Path.of("folder")),
)

fun datasetSummary(it: DatasetSummary) = listOf<Any?>(
    DatasetSummary("text", 1, 1, 1, 1, "text"), it.classes, it.fingerprint, it.name, it.testImages,
    it.trainImages, it.validationImages,
)

fun epochRow(it: EpochRow) = listOf<Any?>(
    EpochRow("text", 2, "text", 1, "text", 1, 0.5, 0.5, mapOf("text" to 0.5), 0.5, 0.5, 0.5), EpochRow.TEACHER,
    EpochRow.STUDENT, it.epoch, it.learningRate, it.recipe, it.role, it.seconds, it.seed, it.stage,
    it.stageName, it.terms, it.testAccuracy, it.trainLoss, it.validationAccuracy,
)

fun gradientShare(it: GradientShare) = listOf<Any?>(
    GradientShare(1, "text", 0.5, 0.5, 0.5, 0.5), GradientShare.DROWNS, GradientShare.COUNTS,
    GradientShare.warnings(listOf(it)), it.balanced, it.gradient, it.objective, it.share, it.stage, it.weight,
)

fun matrices(it: Matrices, shown: Matrices.Shown) = listOf<Any?>(
    Matrices(1, "text", "text", listOf(shown)), Matrices.FORMAT, Matrices.read(Path.of("folder")), it.format,
    it.layer, it.network, it.images, it.write(Path.of("folder")),
)

fun matricesShown(it: Matrices.Shown, values: Matrices.Values) = listOf<Any?>(
    Matrices.Shown("text", "text", values, values), it.channel, it.className, it.png, it.spatial,
)

fun matricesValues(it: Matrices.Values) = listOf<Any?>(
    Matrices.Values(1, 1, "text"), Matrices.Values.RANGE, it.bytes, it.of, it.side,
)

fun measurement(it: Measurement) = listOf<Any?>(
    Measurement("text", 0.5, 0.5, 0.5, listOf(0.5)), Measurement.of("text", listOf(0.5)), it.highest, it.lowest,
    it.median, it.rounds, it.way,
)

fun networkCard(it: NetworkCard, accuracy: TestAccuracy) = listOf<Any?>(
    NetworkCard(
        "text", "text", 0.5, "text", listOf(2L), listOf("text"), listOf(0.5), listOf(0.5), 2, 2, accuracy, 0.5, 1.5, "text",
        "text", mapOf("text" to "other"),
    ),
    NetworkCard.read(Path.of("folder")), it.accuracy, it.classNames, it.dataset, it.standardDeviation, it.input,
    it.mean, it.network, it.parameters, it.recipe, it.seed, it.settings, it.sha256, it.validationAccuracy, it.temperature,
    it.weights, it.width, it.write(Path.of("folder")),
)

fun profile(
    it: Profile,
    stageCost: Profile.StageCost,
    gradientShare: GradientShare,
    provenance: Provenance,
) = listOf<Any?>(
    Profile(1, "text", listOf(stageCost), 2, 2, 2, listOf(gradientShare), provenance), Profile.FORMAT,
    Profile(1, "text", listOf(stageCost), 2, 2, 2, listOf(gradientShare), provenance, it.session, 2),
    it.isMeasuredWith(it), it.timesAsLong(it),
    Profile.read(Path.of("folder")), it.extraParameters, it.format, it.peakBytes, it.devicePeakBytes, it.provenance, it.recipe,
    it.seconds(), it.gradientShares, it.stages, it.stepMilliseconds(), it.steps(), it.stepsPerEpoch,
    it.write(Path.of("folder")),
)

fun measurementSession(it: MeasurementSession, profile: Profile) = listOf<Any?>(
    MeasurementSession("id", listOf(0.5), 0.5, 0.5), MeasurementSession.doubts(listOf(profile)), it.id, it.otherProcessors, it.rounds,
    it.seconds, it.step(),
)

fun profileStageCost(it: Profile.StageCost) = listOf<Any?>(
    Profile.StageCost("text", 1, 0.5), it.epochs, it.name, it.stepMilliseconds,
)

fun provenance(it: Provenance) = listOf<Any?>(
    Provenance("text", "text", "text", "text", "text", "text", Instant.EPOCH, 0.5),
    Provenance.collect("text", "text", Instant.EPOCH), Provenance.collect("text", "text", Instant.EPOCH, listOf(Device.cpu())),
    it.command, it.commit, it.engine, it.java, it.machine,
    it.seconds, it.start, it.version, it.withSeconds(0.5),
)

fun classificationMetrics(it: ClassificationMetrics) = listOf<Any?>(
    ClassificationMetrics(0.5, listOf(0.5), 0.5, 0.5, 0.5), it.accuracy, it.negativeLogLikelihood, it.agreement,
    it.calibrationError, it.perClass,
)

fun resultException() = listOf<Any?>(ResultException("text"), ResultException("text", IOException("text")))

fun runSummary(
    it: RunSummary,
    provenance: Provenance,
    datasetSummary: DatasetSummary,
    teacherSummary: TeacherSummary,
    studentSummary: StudentSummary,
) = listOf<Any?>(
    RunSummary(provenance, datasetSummary, mapOf("text" to "other"), teacherSummary, listOf(studentSummary)),
    RunSummary.read(Path.of("folder")), it.dataset, it.provenance, it.settings, it.students, it.teacher,
    it.write(Path.of("folder")), RunSummary.RESUMED,
)

fun spread(it: Spread) = listOf<Any?>(
    Spread(1, 0.5, 0.5), Spread.of(listOf(0.5)), it.count, it.standardDeviation, it.mean, it.text(),
)

fun studentResult(it: StudentResult, epochRow: EpochRow, metrics: ClassificationMetrics, provenance: Provenance) = listOf<Any?>(
    StudentResult(
        1, "text", "text", mapOf("text" to "other"), 2, 2, "text", listOf(epochRow), metrics, 0.5, provenance,
    ),
    StudentResult.FORMAT, StudentResult.read(Path.of("folder")), it.best(), it.chosen(), it.format, it.history,
    it.last(), it.network, it.parameters, it.provenance, it.recipe, it.seconds, it.seed, it.settings,
    it.teacher, it.test, it.validation(), it.write(Path.of("folder")),
)

fun studentSummary(it: StudentSummary, accuracy: TestAccuracy) = listOf<Any?>(
    StudentSummary("text", "text", "text", "text", true, true, "text", 2, 2, accuracy, 0.5, 0.5, 0.5),
    StudentSummary.ALONE, it.accuracy, it.imagesPerSecond, it.knowledge, it.network, it.norm, it.parameters,
    it.recipe, it.seconds, it.seed, it.selfTaught, it.softTargets, it.stages, it.validationAccuracy,
)

fun latencyRow(it: LatencyRow) = listOf<Any?>(
    LatencyRow("text", "text", 2, 2, 1, 1, 0.5, 0.5, 0.5, 0.5), it.batch, it.bytes, it.calls, it.engine, it.median,
    it.most95, it.most99, it.network, it.parameters, it.imagesPerSecond,
)

fun latencySummary(it: LatencySummary, provenance: Provenance, row: LatencyRow) = listOf<Any?>(
    LatencySummary(provenance, mapOf("name" to "text"), listOf(row)), LatencySummary.read(Path.of("file")),
    it.provenance, it.rows, it.settings, it.write(Path.of("file")),
)

fun tableCell(it: TableCell, studentResult: StudentResult, profile: Profile) = listOf<Any?>(
    TableCell("text", "text", "text", 0.5, listOf(studentResult), profile), it.column, it.paper, it.profile,
    it.recipe, it.row, it.students, it.mean(), it.taught(),
)

fun teacherResult(it: TeacherResult, metrics: ClassificationMetrics) = listOf<Any?>(
    TeacherResult("text", "text", 2, metrics, 0.5), it.fingerprint, it.network, it.parameters, it.test,
    it.validationAccuracy,
)

fun teacherSummary(it: TeacherSummary) = listOf<Any?>(
    TeacherSummary("text", 2, 0.5), it.accuracy, it.network, it.parameters,
)
