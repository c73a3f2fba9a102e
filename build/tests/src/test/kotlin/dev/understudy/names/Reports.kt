package dev.understudy.names

import dev.understudy.bench.BenchRow
import dev.understudy.bench.BenchSummary
import dev.understudy.bench.GrowthTable
import dev.understudy.bench.Target
import dev.understudy.internal.file.AtomicFiles
import dev.understudy.internal.file.FolderLock
import dev.understudy.internal.file.ManagedFolder
import dev.understudy.internal.file.ResultFiles
import dev.understudy.internal.text.Reasons
import dev.understudy.internal.text.UserCode
import dev.understudy.report.CellStatistics
import dev.understudy.report.ComparisonCsv
import dev.understudy.report.ComparisonNotes
import dev.understudy.report.ComparisonPage
import dev.understudy.report.Difference
import dev.understudy.report.ForestChart
import dev.understudy.report.History
import dev.understudy.report.HtmlReport
import dev.understudy.report.ImageRow
import dev.understudy.report.InlinePage
import dev.understudy.report.LineChart
import dev.understudy.report.MarkdownTable
import dev.understudy.report.MatrixChart
import dev.understudy.report.Selection
import dev.understudy.report.TableGrid
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
import java.util.regex.Pattern

/*
 * Every public name of dev.understudy.report, as one writes it in Kotlin: compiled, never run.
 */

fun testAccuracy(it: TestAccuracy) = listOf<Any?>(TestAccuracy(0.5, 0.5), it.best, it.last)

fun atomicFiles() = listOf<Any?>(
    AtomicFiles.write(Path.of("folder"), ByteArray(1)), AtomicFiles.beside(Path.of("file")),
    AtomicFiles.isUnfinished(Path.of("file"), Pattern.compile("name")),
)

fun folderLock(it: FolderLock) = listOf<Any?>(FolderLock.of(Path.of("folder"), Path.of("file")), it.close())

fun benchRow(it: BenchRow, measurement: Measurement, target: Target) = listOf<Any?>(
    BenchRow("text", "text", "text", measurement, measurement, 0.5, target),
    BenchRow.of("text", "text", "text", measurement, measurement, target), it.first, it.group, it.name, it.ratio,
    it.second, it.unit, it.wanted,
)

fun benchSummary(it: BenchSummary, provenance: Provenance, benchRow: BenchRow, growthTable: GrowthTable) = listOf<Any?>(
    BenchSummary(provenance, mapOf("text" to "other"), listOf(benchRow), listOf(growthTable), listOf("text")),
    BenchSummary.read(Path.of("folder")), it.growth, it.leftOut, it.provenance, it.rows, it.settings,
    it.write(Path.of("folder")),
)

fun resultFilesOfFailedStudents(it: ResultFiles, settings: Map<String, String>, failed: FailedStudent) = listOf<Any?>(
    it.failed("label", settings), it.keep("label", failed), it.weights("label", settings), it.card(settings),
)

fun failedStudent(it: FailedStudent, settings: Map<String, String>, provenance: Provenance) = listOf<Any?>(
    FailedStudent(1, "text", settings, 1, "text", provenance), FailedStudent.FORMAT, FailedStudent.read(Path.of("file")),
    it.format, it.recipe, it.settings, it.seed, it.reason, it.provenance, it.write(Path.of("file")),
)

fun missingStudent(it: MissingStudent) = listOf<Any?>(MissingStudent("text", "text", "text", 1, "text"), it.row, it.column, it.recipe, it.seed, it.reason)

fun resultFiles(it: ResultFiles, settings: Map<String, String>, student: StudentResult, matrices: Matrices, profile: Profile) =
    listOf<Any?>(
        ResultFiles(Path.of("folder")), ResultFiles.SEED, it.has("label", 1), it.keep("label", student), it.keep("label", settings, matrices),
        it.keep("label", settings, profile), it.matrices("label", settings), it.name("label", settings),
        it.other("label", settings), it.profiles(mapOf("recipe" to settings)) { it }, it.student("label", settings),
    )

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

fun comparisonCsv(comparison: Comparison) = listOf<Any?>(ComparisonCsv.render(comparison))

fun comparisonPage(comparison: Comparison, matrices: Matrices) = listOf<Any?>(
    ComparisonPage.render(comparison, listOf(matrices)),
)

fun datasetSummary(it: DatasetSummary) = listOf<Any?>(
    DatasetSummary("text", 1, 1, 1, 1, "text"), it.classes, it.fingerprint, it.name, it.testImages,
    it.trainImages, it.validationImages,
)

fun difference(it: Difference, tableCell: TableCell) = listOf<Any?>(
    Difference(1, 0.5, 0.5, 0.5, 0.5), Difference.CONFIDENCE, Difference.between(tableCell, tableCell),
    Difference.between(tableCell, tableCell) { it.last() }, Difference.of(listOf(0.5)), it.standardDeviation, it.high,
    it.holds(), it.low, it.mean, it.pairs,
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

fun tableGrid(it: TableGrid, statistics: CellStatistics, comparison: Comparison) = listOf<Any?>(
    TableGrid(listOf(statistics), comparison.gaps), TableGrid.of(comparison), it.gaps, it.missing("text", "text"), it.at("text", "text"), it.columns(), it.rows(), it.standings,
)

fun growthTable(it: GrowthTable, point: GrowthTable.Point) = listOf<Any?>(
    GrowthTable("text", "text", listOf(point), 0.5), GrowthTable.of("text", "text", listOf(point)), it.exponent,
    it.of, it.points, it.unit,
)

fun growthTablePoint(it: GrowthTable.Point, measurement: Measurement) = listOf<Any?>(
    GrowthTable.Point(0.5, measurement), it.cost, it.size,
)

fun history(it: History, epochRow: EpochRow) = listOf<Any?>(
    History(listOf(epochRow)), History.readCsv(Path.of("folder")), it.rows, it.writeCsv(Path.of("folder")),
)

fun htmlReport(runSummary: RunSummary, history: History) = listOf<Any?>(HtmlReport.render(runSummary, history))

fun markdownTable(comparison: Comparison) = listOf<Any?>(MarkdownTable.render(comparison))

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
        "text", "text", 0.5, "text", listOf(2L), listOf("text"), listOf(0.5), listOf(0.5), 2, 2, accuracy, 0.5, "text",
        "text", mapOf("text" to "other"),
    ),
    NetworkCard.read(Path.of("folder")), it.accuracy, it.classNames, it.dataset, it.standardDeviation, it.input,
    it.mean, it.network, it.parameters, it.recipe, it.seed, it.settings, it.sha256, it.validationAccuracy,
    it.weights, it.width, it.write(Path.of("folder")),
)

fun comparisonNotes(comparison: Comparison) = listOf<Any?>(ComparisonNotes.marks(comparison), ComparisonNotes.of(comparison))

fun profile(
    it: Profile,
    stageCost: Profile.StageCost,
    gradientShare: GradientShare,
    provenance: Provenance,
) = listOf<Any?>(
    Profile(1, "text", listOf(stageCost), 2, 2, 2, listOf(gradientShare), provenance), Profile.FORMAT,
    Profile(1, "text", listOf(stageCost), 2, 2, 2, listOf(gradientShare), provenance, it.session),
    it.isMeasuredWith(it), it.timesAsLong(it),
    Profile.read(Path.of("folder")), it.extraParameters, it.format, it.peakBytes, it.provenance, it.recipe,
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
    Provenance.collect("text", "text", Instant.EPOCH), it.command, it.commit, it.engine, it.java, it.machine,
    it.seconds, it.start, it.version, it.withSeconds(0.5),
)

fun classificationMetrics(it: ClassificationMetrics) = listOf<Any?>(
    ClassificationMetrics(0.5, listOf(0.5), 0.5, 0.5), it.accuracy, it.agreement, it.calibrationError, it.perClass,
)

fun reasons() = listOf<Any?>(Reasons.of(IOException("text")), Reasons.withFile(IOException("text")))

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
    it.write(Path.of("folder")),
)

fun selection(it: Selection, tableCell: TableCell, comparison: Comparison) = listOf<Any?>(
    Selection("text", listOf(tableCell), setOf(2L), tableCell, 0.5), Selection.of(comparison), it.recipe,
    it.seeds, it.selected, it.validation, it.variants,
)

fun spread(it: Spread) = listOf<Any?>(
    Spread(1, 0.5, 0.5), Spread.of(listOf(0.5)), it.count, it.standardDeviation, it.mean, it.text(),
)

fun cellStatistics(it: CellStatistics, comparison: Comparison, tableCell: TableCell) = listOf<Any?>(
    CellStatistics(comparison, tableCell), CellStatistics.all(comparison), it.agreement(), it.best(),
    it.betterThanSoftTargets(), it.bold(), it.calibrationError(), it.cell, it.chosen(), it.comparison,
    it.last(), it.outdone(), it.toAlone(), it.toSoftTargets(), it.toUntaught(), it.validation(),
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

fun target(it: Target, of: Target.Of, bound: Target.Bound, benchRow: BenchRow) = listOf<Any?>(
    Target(of, bound, 0.5), Target.firstAtMost(0.5), Target.ratioAtLeast(0.5), Target.ratioAtMost(0.5),
    it.bound, it.of, it.reached(benchRow), it.value,
)

fun targetBound() = listOf<Any?>(Target.Bound.AT_LEAST, Target.Bound.AT_MOST)

fun targetOf() = listOf<Any?>(Target.Of.RATIO, Target.Of.FIRST)

fun teacherResult(it: TeacherResult, metrics: ClassificationMetrics) = listOf<Any?>(
    TeacherResult("text", "text", 2, metrics, 0.5), it.fingerprint, it.network, it.parameters, it.test,
    it.validationAccuracy,
)

fun teacherSummary(it: TeacherSummary) = listOf<Any?>(
    TeacherSummary("text", 2, 0.5), it.accuracy, it.network, it.parameters,
)

fun imageRow() = listOf<Any?>(ImageRow.image(listOf("png"), listOf("text")))

fun forestChart(comparison: Comparison) = listOf<Any?>(ForestChart.image(comparison))

fun inlinePage() = listOf<Any?>(InlinePage.html("page", 600))

fun lineChart(it: LineChart, comparison: Comparison) = listOf<Any?>(
    LineChart.of("title"), LineChart.of(comparison), it.with("name", listOf(0.5)), it.image(),
)

fun matrixChart(matrices: Matrices) = listOf<Any?>(
    MatrixChart.channels(matrices, matrices), MatrixChart.locations(matrices),
    matrices.distance(matrices) { it.channel },
)

fun markdownSummary(comparison: Comparison) = listOf<Any?>(MarkdownTable.summary(comparison))

fun managedFolder(it: ManagedFolder) = listOf<Any?>(
    ManagedFolder.MARK, ManagedFolder.claim("folder", Path.of("folder"), "kind"),
    ManagedFolder.check("folder", Path.of("folder"), "kind"), ManagedFolder.isOne(Path.of("folder"), "kind"),
    ManagedFolder.isMark(Path.of("folder")), ManagedFolder.removeEmpty(Path.of("folder")), it.path(), it.lock(), it.inside("name"),
    it.giveBack(), it.remove(),
)

fun userCode(it: Throwable) = listOf<Any?>(
    UserCode.threw(it), UserCode.line(it), UserCode.place(it), UserCode.isTheirs(it.stackTrace[0]),
)
