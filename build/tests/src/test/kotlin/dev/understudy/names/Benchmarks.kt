package dev.understudy.names

import dev.understudy.bench.BenchRow
import dev.understudy.bench.BenchSummary
import dev.understudy.bench.GrowthTable
import dev.understudy.bench.Target
import dev.understudy.result.Measurement
import dev.understudy.result.Provenance
import java.nio.file.Path

/*
 * What dev.understudy.bench writes, as one writes it in Kotlin: compiled, never run.
 */

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

fun growthTable(it: GrowthTable, point: GrowthTable.Point) = listOf<Any?>(
    GrowthTable("text", "text", listOf(point), 0.5), GrowthTable.of("text", "text", listOf(point)), it.exponent,
    it.of, it.points, it.unit,
)

fun growthTablePoint(it: GrowthTable.Point, measurement: Measurement) = listOf<Any?>(
    GrowthTable.Point(0.5, measurement), it.cost, it.size,
)

fun target(it: Target, of: Target.Of, bound: Target.Bound, benchRow: BenchRow) = listOf<Any?>(
    Target(of, bound, 0.5), Target.firstAtMost(0.5), Target.ratioAtLeast(0.5), Target.ratioAtMost(0.5),
    it.bound, it.of, it.reached(benchRow), it.value,
)

fun targetBound() = listOf<Any?>(Target.Bound.AT_LEAST, Target.Bound.AT_MOST)

fun targetOf() = listOf<Any?>(Target.Of.RATIO, Target.Of.FIRST)
