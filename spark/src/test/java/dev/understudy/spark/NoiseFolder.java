package dev.understudy.spark;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of images full of noise. */
final class NoiseFolder {

    private NoiseFolder() {}

    /** Images in turns in folders of some names, the same each time. */
    static Path write(Path folder, List<String> names, int count) throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB);
            for (int j = 0; j < 480; j++) {
                image.setRGB(j % 24, j / 24, random.nextInt());
            }
            Path file = folder.resolve(names.get(i % names.size())).resolve("image %04d.png".formatted(i));
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        return folder;
    }
}
