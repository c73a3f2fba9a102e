package dev.understudy.report.internal.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/** How images look: like the report in the light. */
public final class ChartStyle {
    static final Color PAPER = new Color(0xfcfcfa);
    public static final Color TEXT = new Color(0x1d2125);
    public static final Color MUTED = new Color(0x5a626a);
    static final Color RULE = new Color(0xdfdfd9);
    public static final Color BETTER = new Color(0x0072b2);
    public static final Color WORSE = new Color(0xb84a00);
    public static final Color UNDECIDED = new Color(0x767d85);
    public static final List<Color> LINES = List.of(
            new Color(0x0072b2),
            new Color(0xd55e00),
            new Color(0x009e73),
            new Color(0xcc79a7),
            new Color(0xe69f00),
            new Color(0x56b4e9));
    public static final BasicStroke THICK = new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final int PADDING = 12;

    private ChartStyle() {}

    public static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }

    /** An image to draw on, paper all over. */
    public static BufferedImage paper(int width, int height) {
        BufferedImage bitmap = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = bitmap.createGraphics();
        pen.setColor(PAPER);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return bitmap;
    }

    public static Graphics2D pen(BufferedImage bitmap) {
        Graphics2D pen = bitmap.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        return pen;
    }

    /** An empty chart. */
    public static XYChart chart(int width, int height, String horizontal, String vertical) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(horizontal)
                .yAxisTitle(vertical)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setBaseFont(font(13));
        styler.setChartBackgroundColor(PAPER).setChartFontColor(TEXT).setChartPadding(PADDING);
        styler.setPlotBackgroundColor(PAPER).setPlotBorderVisible(false).setChartTitleVisible(false);
        styler.setLegendBackgroundColor(PAPER)
                .setLegendBorderColor(PAPER)
                .setLegendFont(font(13))
                .setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setAxisTitleFont(font(13)).setAxisTickLabelsFont(font(12)).setAxisTickLabelsColor(MUTED);
        styler.setXAxisTitleColor(MUTED).setYAxisTitleColor(MUTED);
        styler.setPlotGridLinesColor(RULE).setPlotGridLinesStroke(new BasicStroke(1));
        styler.setAxisTicksLineVisible(false).setAxisTicksMarksVisible(false);
        return chart;
    }

    public static BufferedImage image(XYChart chart) {
        BufferedImage bitmap = paper(chart.getWidth(), chart.getHeight());
        Graphics2D pen = pen(bitmap);
        chart.paint(pen, chart.getWidth(), chart.getHeight());
        pen.dispose();
        return bitmap;
    }
}
