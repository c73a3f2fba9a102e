package dev.understudy.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small folders of images. */
public final class ImageFolders {

    private static final int EACH = 10;
    private static final int SIDE = 32;

    private ImageFolders() {}

    /** {@code class0/0.png} and so on, ten grey images a class. */
    public static Path folder(int classes) throws IOException {
        Path folder = Cli.folder();
        for (int label = 0; label < classes; label++) {
            Path place = Files.createDirectory(folder.resolve("class" + label));
            for (int number = 0; number < EACH; number++) {
                BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                    int grey = (pixel * (label + 1) + number) % 256;
                    image.setRGB(pixel % SIDE, pixel / SIDE, grey << 16 | grey << 8 | grey);
                }
                ImageIO.write(image, "png", place.resolve(number + ".png").toFile());
            }
        }
        return folder;
    }
}
