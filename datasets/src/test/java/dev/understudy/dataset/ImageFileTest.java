package dev.understudy.dataset;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.testng.annotations.Test;

/** Images of bytes that come from anywhere. */
public final class ImageFileTest {

    private static final Shape SHAPE = new Shape(3, 4, 4);

    private static byte[] png() throws IOException {
        BufferedImage image = new BufferedImage(9, 6, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 54; i++) {
            image.setRGB(i % 9, i / 9, 0x01_02_03 * (i + 7) * 31);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    public void bytesAreTheImageThatAFileIs() throws IOException {
        Path file = Files.createTempFile("image", ".png");
        Files.write(file, png());
        byte[] wanted = ImageFile.read(file, SHAPE);
        assertEquals(wanted.length, 48);
        assertEquals(ImageFile.decode("anywhere", png(), SHAPE, false), wanted);
        assertEquals(ImageFile.decode("anywhere", png(), SHAPE, true), ImageFile.readUpright(file, SHAPE));
        Files.delete(file);
    }

    @Test
    public void whatIsNoImageIsSaidWithItsName() throws IOException {
        assertEquals(
                refusal("no image".getBytes(StandardCharsets.US_ASCII)),
                "hdfs://a/b.png: wanted an image (PNG, JPEG, BMP, GIF or WebP), got something else");
        assertEquals(
                refusal(Arrays.copyOf(png(), 60)),
                "hdfs://a/b.png: wanted an image, it does not decode: it ends too early");
        assertEquals(
                refusal(new byte[0]),
                "hdfs://a/b.png: wanted an image (PNG, JPEG, BMP, GIF or WebP), got something else");
    }

    private static String refusal(byte[] content) {
        return String.valueOf(
                expectThrows(DataException.class, () -> ImageFile.decode("hdfs://a/b.png", content, SHAPE, false))
                        .getMessage());
    }

    @Test
    public void imagesAreToldByTheirNames() {
        assertTrue(ImageFile.isImage(Path.of("a/b.PNG")));
        assertTrue(ImageFile.isImage(Path.of("b.jpeg")));
        assertFalse(ImageFile.isImage(Path.of("png")));
        assertFalse(ImageFile.isImage(Path.of("a.png/b.txt")));
    }
}
