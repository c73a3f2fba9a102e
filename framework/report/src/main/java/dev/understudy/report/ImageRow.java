package dev.understudy.report;

import dev.understudy.report.internal.chart.ChartStyle;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/** Small images side by side, each with its caption. */
public final class ImageRow {
    private static final int SIDE = 112;
    private static final int GAP = 16;
    private static final int CAPTION = 26;
    private static final int COLUMNS = 5;

    private ImageRow() {}

    /**
     * Draws them, five in a row.
     *
     * @param pngs PNG files in base64, one or more
     * @param captions a short one for each, such as its class
     * @return the images enlarged to 112 pixels, each pixel a square
     * @throws IllegalArgumentException if there is no image, or not a caption for each
     */
    public static BufferedImage image(List<String> pngs, List<String> captions) {
        if (pngs.isEmpty() || pngs.size() != captions.size()) {
            throw new IllegalArgumentException(
                    "Wanted one or more images and a caption for each, got " + pngs.size() + " and " + captions.size());
        }
        int columns = Math.min(COLUMNS, pngs.size());
        int rows = (pngs.size() + columns - 1) / columns;
        BufferedImage sheet = ChartStyle.paper(GAP + columns * (SIDE + GAP), GAP + rows * (SIDE + CAPTION));
        Graphics2D pen = ChartStyle.pen(sheet);
        pen.setFont(ChartStyle.font(12));
        pen.setColor(ChartStyle.MUTED);
        for (int i = 0; i < pngs.size(); i++) {
            int x = GAP + i % columns * (SIDE + GAP);
            int y = GAP + i / columns * (SIDE + CAPTION);
            pen.drawImage(decoded(pngs.get(i)), x, y, SIDE, SIDE, null);
            pen.drawString(captions.get(i), x, y + SIDE + 15);
        }
        pen.dispose();
        return sheet;
    }

    static BufferedImage decoded(String png) {
        try {
            BufferedImage bitmap =
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
            if (bitmap == null) {
                throw new IllegalArgumentException("Wanted a PNG file in base64, got something else");
            }
            return bitmap;
        } catch (IOException e) {
            throw new UncheckedIOException("A PNG file in memory cannot be read", e);
        }
    }
}
