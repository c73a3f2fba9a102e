package dev.understudy.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How far each recipe of a comparison is from the student alone, with the interval of the mean, as a picture. */
public final class ForestChart {
    private static final int WIDTH = 720;
    private static final int AROUND = 110;
    private static final int ROW = 44;
    private static final int NAMES = 190;
    private static final int MARGIN = 16;

    private ForestChart() {}

    /**
     * Draws the differences after the last epoch, paired by seed: a dot for the mean, a line for its 95 % confidence
     * interval where there are two seeds or more. Blue lies above 0 as a whole, orange below, grey may be chance.
     *
     * @param comparison recipes, and the student alone among them
     * @return 720 pixels wide
     * @throws IllegalArgumentException if no recipe has a seed in common with the student alone
     */
    public static BufferedImage picture(Comparison comparison) {
        List<Standing> rows = Standing.all(comparison).stream()
                .filter(standing -> standing.toAlone().isPresent())
                .toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("Wanted a recipe to compare with the student alone, there is none");
        }
        XYChart chart = chart(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            row(chart, rows.get(i), rows.size() - 1 - i);
        }
        BufferedImage picture = Looks.picture(chart);
        name(picture, chart, rows);
        return picture;
    }

    private static XYChart chart(int rows) {
        XYChart chart =
                Looks.chart(WIDTH, AROUND + ROW * rows, "percentage points above the student alone, 95 % interval", "");
        XYStyler styler = chart.getStyler();
        styler.setLegendVisible(false).setMarkerSize(9).setYAxisLeftWidthHint(NAMES);
        styler.setXAxisDecimalPattern("+0.##;−0.##").setPlotGridHorizontalLinesVisible(false);
        styler.setYAxisTicksVisible(false).setYAxisTitleVisible(false);
        styler.setYAxisMin(-0.5).setYAxisMax(rows - 0.5);
        line(chart, "zero", new double[] {0, 0}, new double[] {-0.5, rows - 0.5}, Looks.MUTED);
        return chart;
    }

    /** The library has no labels of one's own for such an axis. */
    private static void name(BufferedImage picture, XYChart chart, List<Standing> rows) {
        Graphics2D pen = Looks.pen(picture);
        pen.setFont(Looks.font(13));
        pen.setColor(Looks.TEXT);
        for (int i = 0; i < rows.size(); i++) {
            double middle = chart.getScreenYFromChart(rows.size() - 1.0 - i);
            pen.drawString(rows.get(i).cell().recipe(), MARGIN, (float) middle + 5);
        }
        pen.dispose();
    }

    private static void row(XYChart chart, Standing standing, double height) {
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
            case BETTER -> Looks.BETTER;
            case WORSE -> Looks.WORSE;
            case UNDECIDED -> Looks.UNDECIDED;
        };
    }

    private static void line(XYChart chart, String name, double[] xs, double[] ys, Color colour) {
        XYSeries line = chart.addSeries(name, xs, ys);
        line.setLineColor(colour).setLineStyle(Looks.THICK);
        line.setMarker(SeriesMarkers.NONE);
    }
}
