package @package@;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Images to learn from until there are real ones: stripes across, stripes down and rings, in a folder per class. */
public final class SampleImages {

    /** Their side in pixels. */
    public static final int SIDE = 16;

    private static final List<String> CLASSES = List.of("across", "down", "rings");

    private SampleImages() {}

    /**
     * Draws them, the same each time: {@code DIR/train/CLASS/*.png} and {@code DIR/test/CLASS/*.png}.
     *
     * @param folder where to
     * @throws IOException when they cannot be written
     */
    public static void draw(Path folder) throws IOException {
        draw(folder.resolve("train"), 80, new Random(1));
        draw(folder.resolve("test"), 40, new Random(2));
    }

    private static void draw(Path split, int each, Random random) throws IOException {
        for (String name : CLASSES) {
            Path folder = Files.createDirectories(split.resolve(name));
            for (int number = 0; number < each; number++) {
                ImageIO.write(image(name, random), "png", folder.resolve(number + ".png").toFile());
            }
        }
    }

    private static BufferedImage image(String name, Random random) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = image.createGraphics();
        brush.setColor(new Color(random.nextInt(100), random.nextInt(100), random.nextInt(100)));
        brush.fillRect(0, 0, SIDE, SIDE);
        brush.setColor(new Color(120 + random.nextInt(130), 120 + random.nextInt(130), 120 + random.nextInt(130)));
        int gap = 3 + random.nextInt(3);
        for (int at = random.nextInt(gap); at < SIDE; at += gap) {
            switch (name) {
                case "across" -> brush.drawLine(0, at, SIDE, at);
                case "down" -> brush.drawLine(at, 0, at, SIDE);
                default -> brush.drawOval((SIDE - at) / 2, (SIDE - at) / 2, at, at);
            }
        }
        brush.dispose();
        return image;
    }
}
