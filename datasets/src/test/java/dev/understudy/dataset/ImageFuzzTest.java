package dev.understudy.dataset;

import static dev.understudy.dataset.Fuzz.FEWER;
import static dev.understudy.dataset.Fuzz.TIME_LIMIT;
import static dev.understudy.dataset.Fuzz.assertPlausible;
import static dev.understudy.dataset.Fuzz.refused;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.internal.decode.Decoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Thousands of damaged images of each format, with the demands of {@link FuzzTest}. */
public class ImageFuzzTest {

    private static byte[] image(String format, int type) throws IOException {
        BufferedImage bitmap = new BufferedImage(24, 16, type);
        Random random = new Random(3);
        for (int i = 0; i < 24 * 16; i++) {
            bitmap.setRGB(i % 24, i / 24, 0xFF000000 + i * 0x050100 + random.nextInt(40));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Assert.assertTrue(ImageIO.write(bitmap, format, bytes));
        return bytes.toByteArray();
    }

    @DataProvider
    static Object[][] images() {
        return new Object[][] {
            {"png", BufferedImage.TYPE_INT_RGB},
            {"png", BufferedImage.TYPE_BYTE_INDEXED},
            {"jpg", BufferedImage.TYPE_INT_RGB},
            {"bmp", BufferedImage.TYPE_INT_RGB},
            {"gif", BufferedImage.TYPE_BYTE_INDEXED}
        };
    }

    @DataProvider
    static Object[][] variants() {
        return Stream.of(
                        "jpeg-progressive-420.jpg",
                        "jpeg-440.jpg",
                        "jpeg-ycck.jpg",
                        "jpeg-orientation-6.jpg",
                        "png-palette-4-transparent.png",
                        "png-interlaced-rgb-16.png",
                        "gif-part-transparent.gif",
                        "bmp-rle8.bmp",
                        "bmp-os2-2.bmp",
                        "bmp-32-alpha-108.bmp",
                        "webp-lossy-alpha.webp",
                        "webp-lossless-palette-16.webp",
                        "webp-animated-part.webp",
                        "webp-orientation-6.webp")
                .map(name -> new Object[] {name})
                .toArray(Object[][]::new);
    }

    @Test(dataProvider = "variants", timeOut = TIME_LIMIT)
    public void damagedVariantsDecodeOrAreRefused(String name) throws Exception {
        byte[] good;
        try (InputStream in = Objects.requireNonNull(ImageFuzzTest.class.getResourceAsStream("images/" + name))) {
            good = in.readAllBytes();
        }
        Path file = Tiny.folder().resolve(name);
        int refused = refused(FEWER, file, file, good, () -> Decoder.square(file, 8, true));
        Assert.assertTrue(refused > FEWER / 20, refused + " refused");
        refused(FEWER, file, file, good, () -> {
            Files.write(file, withRightChecksums(Files.readAllBytes(file)));
            Decoder.square(file, 8, true);
        });
    }

    /** A damaged PNG whose damage its checksums do not betray; other files as they are. */
    private static byte[] withRightChecksums(byte[] bytes) {
        ByteBuffer png = ByteBuffer.wrap(bytes.clone());
        int at = 8;
        while (bytes.length > at + 12 && bytes[0] == (byte) 0x89) {
            int length = png.getInt(at);
            if (length < 0 || length > bytes.length - at - 12) {
                break;
            }
            CRC32 sum = new CRC32();
            sum.update(bytes, at + 4, length + 4);
            png.putInt(at + 8 + length, (int) sum.getValue());
            at += 12 + length;
        }
        return png.array();
    }

    @Test(dataProvider = "images", timeOut = TIME_LIMIT)
    public void damagedImagesLoadOrAreRefused(String format, int type) throws Exception {
        Path folder = Tiny.folder();
        byte[] good = image(format, type);
        for (String place : List.of("train/cat", "train/dog", "test/cat", "test/dog")) {
            Files.createDirectories(folder.resolve(place));
            Files.write(folder.resolve(place).resolve("1." + format), good);
        }
        Path file = folder.resolve("train/cat/1." + format);
        DataOptions options = DataOptions.defaults().folder(folder).size(8);
        Shape shape = new Shape(3, 8, 8);
        refused(file, file, () -> assertPlausible(Datasets.open("folder", options), shape));
    }
}
