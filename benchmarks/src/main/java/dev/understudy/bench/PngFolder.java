package dev.understudy.bench;

import dev.understudy.bench.step.BenchSizes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder of images, one folder a class. */
public final class PngFolder {

    private static final int COLOURS = 1 << 24;

    private PngFolder() {}

    /** Writes an epoch of PNG files; noise, which makes the largest files that images of this size can be. */
    public static void write(Path folder, BenchSizes sizes) throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < sizes.epoch(); i++) {
            Path place = Files.createDirectories(folder.resolve("class" + i % sizes.classes()));
            ImageIO.write(
                    noise(sizes.side(), random),
                    "png",
                    place.resolve(i + ".png").toFile());
        }
    }

    private static BufferedImage noise(int side, Random random) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            image.setRGB(i % side, i / side, random.nextInt(COLOURS));
        }
        return image;
    }
}
