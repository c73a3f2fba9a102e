package dev.understudy.report;

import dev.understudy.report.internal.chart.ChartStyle;
import dev.understudy.report.internal.notes.Verdict;
import dev.understudy.result.Comparison;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How far each recipe of a comparison is from the student alone, with the interval of the mean, as an image. */
public final class ForestChart {
    private static final int WIDTH = 720;
    private static final int AROUND = 110;
    private static final int ROW = 44;
    private static final int NAMES = 190;
    private static final int MARGIN = 16;

    /** What a line of a name may have, and how large it is written. */
    private static final int ROOM = NAMES - MARGIN - 8;

    private static final int LARGEST = 13;
    private static final int SMALLEST = 7;

    /** A name is broken after these. */
    private static final String MARKS = ":,.-_ ";

    private ForestChart() {}

    /**
     * Draws the differences after the last epoch, paired by seed: a dot for the mean, a line for its 95 % confidence
     * interval where there are two seeds or more. Blue lies above 0 as a whole, orange below, grey may be chance.
     *
     * @param comparison recipes, and the student alone among them
     * @return 720 pixels wide
     * @throws IllegalArgumentException if no recipe has a seed in common with the student alone
     */
    public static BufferedImage image(Comparison comparison) {
        List<CellStatistics> rows = CellStatistics.all(comparison).stream()
                .filter(standing -> standing.toAlone().isPresent())
                .toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("Wanted a recipe to compare with the student alone, there is none");
        }
        XYChart chart = chart(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            row(chart, rows.get(i), rows.size() - 1 - i);
        }
        BufferedImage image = ChartStyle.image(chart);
        name(image, chart, rows);
        return image;
    }

    private static XYChart chart(int rows) {
        XYChart chart = ChartStyle.chart(
                WIDTH, AROUND + ROW * rows, "percentage points above the student alone, 95 % interval", "");
        XYStyler styler = chart.getStyler();
        styler.setLegendVisible(false).setMarkerSize(9).setYAxisLeftWidthHint(NAMES);
        styler.setXAxisDecimalPattern("+0.##;−0.##").setPlotGridHorizontalLinesVisible(false);
        styler.setYAxisTicksVisible(false).setYAxisTitleVisible(false);
        styler.setYAxisMin(-0.5).setYAxisMax(rows - 0.5);
        line(chart, "zero", new double[] {0, 0}, new double[] {-0.5, rows - 0.5}, ChartStyle.MUTED);
        return chart;
    }

    /** The library has no labels of one's own for such an axis. A long name is broken, and all are smaller then. */
    private static void name(BufferedImage image, XYChart chart, List<CellStatistics> rows) {
        Graphics2D pen = ChartStyle.pen(image);
        pen.setColor(ChartStyle.TEXT);
        List<String> names = rows.stream().map(row -> row.cell().recipe()).toList();
        int size = LARGEST;
        pen.setFont(ChartStyle.font(size));
        while (size > SMALLEST && !fit(names, pen.getFontMetrics())) {
            pen.setFont(ChartStyle.font(--size));
        }
        FontMetrics metrics = pen.getFontMetrics();
        for (int i = 0; i < names.size(); i++) {
            List<String> lines = broken(names.get(i), metrics::stringWidth, ROOM);
            double top = chart.getScreenYFromChart(names.size() - 1.0 - i) - lines.size() * metrics.getHeight() / 2.0;
            for (int line = 0; line < lines.size(); line++) {
                pen.drawString(lines.get(line), MARGIN, (float) top + metrics.getAscent() + line * metrics.getHeight());
            }
        }
        pen.dispose();
    }

    private static boolean fit(List<String> names, FontMetrics metrics) {
        return names.stream()
                .allMatch(name -> broken(name, metrics::stringWidth, ROOM).size() * metrics.getHeight() <= ROW);
    }

    /** In lines that have room: after a mark between words where there is one, else anywhere. */
    static List<String> broken(String name, ToIntFunction<String> width, int room) {
        List<String> lines = new ArrayList<>();
        String rest = name;
        while (width.applyAsInt(rest) > room) {
            int most = 1;
            while (width.applyAsInt(rest.substring(0, most + 1)) <= room) {
                most++;
            }
            int end = most;
            while (end > 0 && MARKS.indexOf(rest.charAt(end - 1)) < 0) {
                end--;
            }
            end = end == 0 ? most : end;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end);
        }
        lines.add(rest);
        return lines;
    }

    private static void row(XYChart chart, CellStatistics standing, double height) {
        Difference difference = standing.toAlone().orElseThrow();
        Color colour = colour(difference);
        String recipe = standing.cell().recipe();
        if (difference.low() != null && difference.high() != null) {
            line(
                    chart,
                    recipe + " interval",
                    new double[] {difference.low(), difference.high()},
                    new double[] {height, height},
                    colour);
        }
        XYSeries dot = chart.addSeries(recipe, new double[] {difference.mean()}, new double[] {height});
        dot.setMarkerColor(colour).setMarker(SeriesMarkers.CIRCLE);
    }

    private static Color colour(Difference difference) {
        return switch (Verdict.of(difference)) {
            case BETTER -> ChartStyle.BETTER;
            case WORSE -> ChartStyle.WORSE;
            case UNDECIDED -> ChartStyle.UNDECIDED;
        };
    }

    private static void line(XYChart chart, String name, double[] xs, double[] ys, Color colour) {
        XYSeries line = chart.addSeries(name, xs, ys);
        line.setLineColor(colour).setLineStyle(ChartStyle.THICK);
        line.setMarker(SeriesMarkers.NONE);
    }
}
