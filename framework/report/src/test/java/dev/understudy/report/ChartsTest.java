package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import dev.understudy.report.internal.chart.ChartStyle;
import dev.understudy.result.Comparison;
import dev.understudy.result.Matrices;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.testng.annotations.Test;

public class ChartsTest {
    private static final Color BLUE = new Color(0x0072b2);
    private static final Color VERMILION = new Color(0xd55e00);

    @Test
    public void everyLineOfAChartAppearsInItsColour() {
        LineChart one = LineChart.of("accuracy, %").with("alone", List.of(20.0, 40.0, 50.0));
        assertTrue(shows(one.image(), BLUE));
        assertFalse(shows(one.image(), VERMILION));
        BufferedImage two = one.with("taught", Arrays.asList(null, 30.0, 60.0)).image();
        assertTrue(shows(two, BLUE) && shows(two, VERMILION));
        assertEquals(List.of(two.getWidth(), two.getHeight()), List.of(720, 400));
    }

    @Test
    public void aLineOfASinglePointIsDrawn() {
        assertTrue(shows(LineChart.of("loss").with("labels", List.of(1.0)).image(), BLUE));
    }

    @Test
    public void aChartRefusesALineTwiceAndToBeDrawnEmpty() {
        LineChart one = LineChart.of("loss").with("labels", List.of(1.0));
        assertThrows(IllegalArgumentException.class, () -> one.with("labels", List.of(2.0)));
        assertThrows(IllegalArgumentException.class, () -> LineChart.of("loss").image());
        assertThrows(IllegalArgumentException.class, () -> LineChart.of("loss")
                .with("labels", Arrays.asList((Double) null))
                .image());
    }

    @Test
    public void aComparisonsCurvesHaveALineForEachRecipe() {
        BufferedImage chart = LineChart.of(new Comparisons(2, 4, 3).table(0)).image();
        assertTrue(shows(chart, BLUE) && shows(chart, VERMILION));
    }

    @Test
    public void aDifferenceIsBlueWhereItsIntervalLiesAboveZeroAndOrangeBelow() {
        BufferedImage better = forest(new double[] {60, 61, 62}, new double[] {65, 66.1, 67});
        assertTrue(shows(better, ChartStyle.BETTER));
        assertFalse(shows(better, ChartStyle.WORSE) || shows(better, ChartStyle.UNDECIDED));
        assertTrue(shows(forest(new double[] {65, 66.1, 67}, new double[] {60, 61, 62}), ChartStyle.WORSE));
        assertTrue(shows(forest(new double[] {60, 61, 62}, new double[] {62, 59, 63}), ChartStyle.UNDECIDED));
        assertTrue(shows(forest(new double[] {60}, new double[] {65}), ChartStyle.UNDECIDED), "one seed tells nothing");
    }

    @Test
    public void aForestGrowsByItsRowsAndWantsSomethingToCompareWith() {
        Comparison large = new Comparisons(2, 4, 3).table(0);
        assertTrue(ForestChart.image(large).getHeight()
                > forest(new double[] {60, 61}, new double[] {62, 63}).getHeight());
        Comparison nobody = Compared.of(Compared.cell("channel", "single", "channel", 60, 61));
        assertThrows(IllegalArgumentException.class, () -> ForestChart.image(nobody));
    }

    @Test
    public void aLongNameOfAForestIsBrokenAndNeverCut() {
        assertEquals(
                ForestChart.broken("channel:stages=two,soft-targets=yes,beta=0.3", String::length, 20),
                List.of("channel:stages=two,", "soft-targets=yes,", "beta=0.3"));
        assertEquals(ForestChart.broken("unbreakable", String::length, 4), List.of("unbr", "eaka", "ble"));
        assertEquals(ForestChart.broken("kd", String::length, 2), List.of("kd"));
        for (String name : List.of(
                "channel:stages=two,soft-targets=yes,beta=0.3", "org.example.distillation.research.MyVeryOwnRecipe")) {
            BufferedImage image = ForestChart.image(Compared.of(
                    Compared.cell("student", "single", "student", 60, 61),
                    Compared.cell(name, "single", name, 62, 63)));
            assertTrue(shows(image.getSubimage(0, 0, 190, image.getHeight()), ChartStyle.TEXT));
            assertFalse(
                    shows(image.getSubimage(190, 0, image.getWidth() - 190, image.getHeight()), ChartStyle.TEXT),
                    "it stays left of the plot");
        }
    }

    @Test
    public void smallImagesAreEnlargedFiveInARow() {
        BufferedImage sheet = ImageRow.image(
                IntStream.range(0, 7).mapToObj(i -> png(Color.RED)).toList(),
                IntStream.range(0, 7).mapToObj(i -> "class " + i).toList());
        assertEquals(List.of(sheet.getWidth(), sheet.getHeight()), List.of(16 + 5 * 128, 16 + 2 * 138));
        assertEquals(new Color(sheet.getRGB(16, 16)), Color.RED);
        assertEquals(new Color(sheet.getRGB(16 + 111, 16 + 111)), Color.RED);
        assertThrows(IllegalArgumentException.class, () -> ImageRow.image(List.of(png(Color.RED)), List.of()));
        assertThrows(IllegalArgumentException.class, () -> ImageRow.image(List.of(), List.of()));
    }

    @Test
    public void matricesStandBesideTheirDifference() {
        Matrices teacher = matrices("teacher", 100, -100);
        BufferedImage chart = MatrixChart.channels(teacher, matrices("student", 100, 27));
        assertEquals(chart.getWidth(), 14 + 4 * 142);
        // Columns: image, teacher, student, difference; the matrices' first element is at their upper left.
        assertEquals(new Color(chart.getRGB(14, 28)), Color.GREEN);
        assertEquals(new Color(chart.getRGB(14 + 142, 28)), MatrixChart.colour(100));
        assertEquals(new Color(chart.getRGB(14 + 142 + 127, 28)), MatrixChart.colour(-100));
        assertEquals(new Color(chart.getRGB(14 + 2 * 142 + 127, 28)), MatrixChart.colour(27));
        assertEquals(new Color(chart.getRGB(14 + 3 * 142, 28)), MatrixChart.colour(0));
        assertEquals(new Color(chart.getRGB(14 + 3 * 142 + 127, 28)), MatrixChart.colour(127));
    }

    @Test
    public void matricesOfOtherSizesAreShownWithoutADifference() {
        Matrices large = matrices("teacher", 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertEquals(
                MatrixChart.locations(large, matrices("student", 1, 2, 3, 4)).getWidth(), 14 + 4 * 142);
    }

    @Test
    public void theEndsOfTheColourScaleAreItsStops() {
        assertEquals(MatrixChart.colour(-127), new Color(0x08306b));
        assertEquals(MatrixChart.colour(0), new Color(0xf7f7f4));
        assertEquals(MatrixChart.colour(127), new Color(0x7f2704));
    }

    @Test
    public void aPageInAFrameIsEscapedAndSeesNothingAround() {
        String frame = InlinePage.html("<p title=\"a\">1 < 2 & 3</p></iframe><script>", 300);
        assertFalse(frame.substring(0, frame.length() - "</iframe>".length()).contains("</iframe>"));
        assertFalse(frame.contains("<script>") || frame.contains("title=\"a\""));
        assertTrue(frame.contains("&quot;a&quot;") && frame.contains("&amp; 3"), frame);
        assertTrue(frame.contains("sandbox=\"allow-scripts\"") && frame.contains("height: 300px"), frame);
        assertThrows(IllegalArgumentException.class, () -> InlinePage.html("", 0));
    }

    @Test
    public void aReportInAFrameLoadsNothingFromTheNetwork() {
        String page = ComparisonPage.render(new Comparisons(2, 4, 3).table(0), List.of());
        assertTrue(page.contains("default-src "));
        assertFalse(page.matches("(?s).*<(script|img|link)[^>]+(src|href)=\"http.*"));
        assertTrue(InlinePage.html(page, 700).contains("default-src "));
    }

    @Test
    public void theSummaryOfAComparisonIsItsNumbersWithoutCosts() {
        String summary = MarkdownTable.summary(Compared.of(
                Compared.cell("student", "single", "student", 60, 62), Compared.cell("a|b", "single", "a|b", 63, 64)));
        List<String> lines = summary.lines().toList();
        assertEquals(lines.size(), 6);
        assertTrue(lines.get(5).startsWith("Bold: better than the student alone."), summary);
        assertTrue(lines.get(0).startsWith("| Recipe | Seeds | Last | vs. alone |"), summary);
        assertTrue(lines.get(2).startsWith("| student | 2 | 61.00 ± 1.41 | – |"), summary);
        assertTrue(lines.get(3).startsWith("| a\\|b | 2 | 63.50 ± 0.71 | +2.50"), summary);
        assertFalse(summary.contains("memory"));
    }

    private static BufferedImage forest(double[] alone, double[] channel) {
        return ForestChart.image(Compared.of(
                Compared.cell("student", "single", "student", alone),
                Compared.cell("channel", "single", "channel", channel)));
    }

    /** A square matrix from its bytes, of one green image. */
    private static Matrices matrices(String network, int... levels) {
        byte[] bytes = new byte[levels.length == 2 ? 4 : levels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) levels[i % levels.length];
        }
        Matrices.Values values = new Matrices.Values(
                (int) Math.sqrt(bytes.length),
                (int) Math.sqrt(bytes.length),
                Base64.getEncoder().encodeToString(bytes));
        return new Matrices(
                Matrices.FORMAT,
                network,
                "conv",
                List.of(new Matrices.Shown(png(Color.GREEN), "disc", values, values)));
    }

    private static String png(Color colour) {
        BufferedImage bitmap = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, 4).forEach(i -> bitmap.setRGB(i % 2, i / 2, colour.getRGB()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(bitmap, "png", bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static boolean shows(BufferedImage bitmap, Color colour) {
        int wanted = colour.getRGB();
        return Arrays.stream(bitmap.getRGB(0, 0, bitmap.getWidth(), bitmap.getHeight(), null, 0, bitmap.getWidth()))
                .anyMatch(pixel -> pixel == wanted);
    }
}
