package dev.understudy.report;

import dev.understudy.report.internal.chart.ChartStyle;
import dev.understudy.report.internal.run.RecipeCurves;
import dev.understudy.result.Comparison;
import dev.understudy.result.EpochRow;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Numbers by epoch, as lines in an image. */
public final class LineChart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int MOST_LABELS = 12;

    private final String quantity;
    private final Map<String, SortedMap<Integer, Double>> lines;

    private LineChart(String quantity, Map<String, SortedMap<Integer, Double>> lines) {
        this.quantity = quantity;
        this.lines = lines;
    }

    /**
     * A chart without lines.
     *
     * @param quantity what is shown, with its unit
     * @return the chart
     */
    public static LineChart of(String quantity) {
        return new LineChart(quantity, Map.of());
    }

    /**
     * The test accuracy of every recipe of a comparison, each line the mean over its seeds.
     *
     * @param comparison the recipes
     * @return the chart
     */
    public static LineChart of(Comparison comparison) {
        Stream<EpochRow> rows = comparison.cells().stream()
                .flatMap(cell -> cell.students().stream())
                .flatMap(student -> student.history().stream());
        Map<String, SortedMap<Integer, Double>> lines = new LinkedHashMap<>();
        RecipeCurves.of(new History(rows.toList()))
                .forEach(curves -> lines.put(curves.recipe(), curves.mean(EpochRow::testAccuracy)));
        return new LineChart("test accuracy, %", lines);
    }

    /**
     * With one more line.
     *
     * @param name what the line is called
     * @param values by epoch, from epoch 1 on; null where an epoch has none
     * @return the chart with the line
     * @throws IllegalArgumentException if there is a line of that name
     */
    public LineChart with(String name, List<? extends @Nullable Double> values) {
        SortedMap<Integer, Double> line = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            Double value = values.get(i);
            if (value != null) {
                line.put(i + 1, value);
            }
        }
        Map<String, SortedMap<Integer, Double>> more = new LinkedHashMap<>(lines);
        if (more.put(name, line) != null) {
            throw new IllegalArgumentException("Two lines are named \"" + name + "\"");
        }
        return new LineChart(quantity, more);
    }

    /**
     * Draws the chart.
     *
     * @return 720 by 400 pixels
     * @throws IllegalArgumentException if no line has a value
     */
    public BufferedImage image() {
        int last = lines.values().stream()
                .flatMap(line -> line.keySet().stream())
                .max(Integer::compare)
                .orElseThrow(() -> new IllegalArgumentException("A chart wants a line with values, there is none"));
        XYChart chart = ChartStyle.chart(WIDTH, HEIGHT, "epoch", quantity);
        chart.getStyler().setXAxisMin(1.0).setXAxisMax((double) Math.max(2, last));
        chart.getStyler().setXAxisMaxLabelCount(Math.min(MOST_LABELS, Math.max(2, last)));
        chart.getStyler()
                .setXAxisDecimalPattern("0")
                .setYAxisDecimalPattern("0.###")
                .setMarkerSize(6);
        int number = 0;
        for (Map.Entry<String, SortedMap<Integer, Double>> line : lines.entrySet()) {
            if (!line.getValue().isEmpty()) {
                add(chart, line.getKey(), line.getValue(), number);
            }
            number++;
        }
        return ChartStyle.image(chart);
    }

    /** The colours come again after six lines, with other markers. */
    private static void add(XYChart chart, String name, SortedMap<Integer, Double> line, int number) {
        Color colour = ChartStyle.LINES.get(number % ChartStyle.LINES.size());
        XYSeries series = chart.addSeries(name, new ArrayList<>(line.keySet()), new ArrayList<>(line.values()));
        series.setLineColor(colour).setLineStyle(ChartStyle.THICK);
        series.setMarkerColor(colour)
                .setMarker(number < ChartStyle.LINES.size() ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND);
    }
}
