package dev.understudy.names

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
import dev.understudy.result.Comparison
import dev.understudy.result.EpochRow
import dev.understudy.result.Matrices
import dev.understudy.result.RunSummary
import dev.understudy.result.TableCell
import java.nio.file.Path

/*
 * Every public name of dev.understudy.report, as one writes it in Kotlin: compiled, never run.
 */

fun comparisonCsv(comparison: Comparison) = listOf<Any?>(ComparisonCsv.render(comparison))

fun comparisonPage(comparison: Comparison, matrices: Matrices) = listOf<Any?>(
    ComparisonPage.render(comparison, listOf(matrices)),
)

fun difference(it: Difference, tableCell: TableCell) = listOf<Any?>(
    Difference(1, 0.5, 0.5, 0.5, 0.5), Difference.CONFIDENCE, Difference.between(tableCell, tableCell),
    Difference.between(tableCell, tableCell) { it.last() }, Difference.of(listOf(0.5)), it.standardDeviation, it.high,
    it.holds(), it.low, it.mean, it.pairs,
)

fun tableGrid(it: TableGrid, statistics: CellStatistics, comparison: Comparison) = listOf<Any?>(
    TableGrid(listOf(statistics), comparison.gaps), TableGrid.of(comparison), it.gaps, it.missing("text", "text"), it.at("text", "text"), it.columns(), it.rows(), it.standings,
)

fun history(it: History, epochRow: EpochRow) = listOf<Any?>(
    History(listOf(epochRow)), History.readCsv(Path.of("folder")), it.rows, it.writeCsv(Path.of("folder")),
)

fun htmlReport(runSummary: RunSummary, history: History) = listOf<Any?>(HtmlReport.render(runSummary, history))

fun markdownTable(comparison: Comparison) = listOf<Any?>(MarkdownTable.render(comparison))

fun comparisonNotes(comparison: Comparison) = listOf<Any?>(ComparisonNotes.marks(comparison), ComparisonNotes.of(comparison))

fun selection(it: Selection, tableCell: TableCell, comparison: Comparison) = listOf<Any?>(
    Selection("text", listOf(tableCell), setOf(2L), tableCell, 0.5), Selection.of(comparison), it.recipe,
    it.seeds, it.selected, it.validation, it.variants,
)

fun cellStatistics(it: CellStatistics, comparison: Comparison, tableCell: TableCell) = listOf<Any?>(
    CellStatistics(comparison, tableCell), CellStatistics.all(comparison), it.agreement(), it.best(),
    it.betterThanSoftTargets(), it.bold(), it.calibrationError(), it.negativeLogLikelihood(), it.cell, it.chosen(), it.comparison,
    it.last(), it.outdone(), it.toAlone(), it.toSoftTargets(), it.toUntaught(), it.validation(),
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
