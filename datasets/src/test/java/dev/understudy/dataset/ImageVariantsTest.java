package dev.understudy.dataset;

import dev.understudy.dataset.internal.decode.Decoder;
import dev.understudy.dataset.internal.decode.Planes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Images of every variant that people meet, against what Pillow reads from the same bytes. How they were made stands in
 * the README beside them.
 */
public class ImageVariantsTest {
    private static final double MOST_MEAN = 2;

    /** Java and libjpeg-turbo may round another way in a JPEG; everything else is coded exactly. */
    private static final int MOST_IN_JPEG = 2;

    /** For each image that is not read, what its line says. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("refused-jpeg-cut.jpg", "it ends too early"),
            Map.entry("refused-jpeg-progressive-cut.jpg", "it ends too early"),
            Map.entry("refused-jpeg-no-end.jpg", "it ends too early"),
            Map.entry("refused-jpeg-12-bit.jpg", "a JPEG with 12 bits a sample is not read; convert it to 8"),
            Map.entry("refused-jpeg-lossless.jpg", "a lossless JPEG is not read"),
            Map.entry("refused-jpeg-two-components.jpg", "a JPEG of 2 components is not read"),
            Map.entry("refused-png-cut.png", "it ends too early"),
            Map.entry("refused-png-no-palette.png", "does not decode"),
            Map.entry("refused-gif-cut.gif", "does not decode"),
            Map.entry("refused-gif-no-image.gif", "there is no image in it"),
            Map.entry("refused-bmp-cut.bmp", "it ends too early"),
            Map.entry("refused-webp-cut.webp", "it ends too early"),
            Map.entry("refused-webp-lossless-cut.webp", "it ends too early"));

    private final List<String> lines = new ArrayList<>();

    private static Path folder() throws Exception {
        return Path.of(Objects.requireNonNull(ImageVariantsTest.class.getResource("images"))
                .toURI());
    }

    private static Object[][] names(String start, String end) throws Exception {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("(" + start + ").*" + end))
                    .filter(name -> end.startsWith(".upright") || !name.contains(".upright"))
                    .sorted()
                    .map(name -> new Object[] {name.substring(0, name.length() - end.length())})
                    .toArray(Object[][]::new);
        }
    }

    @DataProvider
    static Object[][] variants() throws Exception {
        return names("jpeg|png|gif|bmp|webp", ".ppm");
    }

    @DataProvider
    static Object[][] turned() throws Exception {
        return names("jpeg|png|webp", ".upright.ppm");
    }

    @DataProvider
    static Object[][] resized() throws Exception {
        return names("resize", ".ppm");
    }

    @DataProvider
    static Object[][] refused() throws Exception {
        return names("refused", "");
    }

    /** Channel by channel, as Pillow gave them. */
    private static byte[] pillows(String name, int width, int height) throws Exception {
        byte[] ppm = Files.readAllBytes(folder().resolve(name + ".ppm"));
        byte[] head = ("P6\n" + width + " " + height + "\n255\n").getBytes(StandardCharsets.US_ASCII);
        int pixels = width * height;
        Assert.assertEquals(Arrays.copyOf(ppm, head.length), head, name + ": another size");
        Assert.assertEquals(ppm.length, head.length + 3 * pixels);
        byte[] planes = new byte[3 * pixels];
        for (int i = 0; i < planes.length; i++) {
            planes[i % 3 * pixels + i / 3] = ppm[head.length + i];
        }
        return planes;
    }

    private static Planes read(String name, boolean upright) throws Exception {
        return Decoder.decoding(folder().resolve(name), upright, planes -> planes);
    }

    private void compare(String name, byte[] got, byte[] wanted, int most) {
        int greatest = 0;
        double sum = 0;
        for (int i = 0; i < wanted.length; i++) {
            int difference = Math.abs((got[i] & 0xFF) - (wanted[i] & 0xFF));
            greatest = Math.max(greatest, difference);
            sum += difference;
        }
        double mean = sum / wanted.length;
        lines.add(String.format(Locale.ROOT, "%-40s %8d %8.3f", name, greatest, mean));
        Assert.assertTrue(mean <= MOST_MEAN && greatest <= most, lines.get(lines.size() - 1));
    }

    private void compare(String name, Planes got, String wanted) throws Exception {
        int most = name.startsWith("jpeg") ? MOST_IN_JPEG : 0;
        compare(wanted, got.bytes(), pillows(wanted, got.width(), got.height()), most);
    }

    @Test(dataProvider = "variants")
    public void anImageHasPillowsColours(String name) throws Exception {
        compare(name, read(name, false), name);
    }

    /** Whether Java reads it depends on which libjpeg it was built with. */
    @Test
    public void arithmeticCodingIsReadOrNamed() throws Exception {
        Path file = folder().resolve("arithmetic.jpg");
        Planes got;
        try {
            got = read("arithmetic.jpg", false);
        } catch (DataException e) {
            Tiny.assertFails(() -> read("arithmetic.jpg", false), file, "a JPEG with arithmetic coding is not read");
            return;
        }
        compare("jpeg", got, "arithmetic.jpg");
    }

    @Test(dataProvider = "turned")
    public void anImageIsTurnedUprightAsPillowTurnsIt(String name) throws Exception {
        compare(name, read(name, true), name + ".upright");
    }

    @Test
    public void aFolderAndOneFileAreTurnedAlike() throws Exception {
        Path folder = Tiny.folder();
        String name = "jpeg-orientation-6.jpg";
        for (String place : List.of("train/cat", "train/dog", "test/cat", "test/dog")) {
            Files.createDirectories(folder.resolve(place));
            Files.copy(folder().resolve(name), folder.resolve(place).resolve(name));
        }
        DataOptions options = DataOptions.defaults().folder(folder).size(9);
        Images lying = Datasets.open("folder", options).test();
        Images upright = Datasets.open("folder", options.upright(true)).test();
        byte[] image = new byte[3 * 9 * 9];
        upright.read(0, image, 0);
        Assert.assertEquals(image, ImageFile.readUpright(folder().resolve(name), upright.shape()));
        Assert.assertNotEquals(image, ImageFile.read(folder().resolve(name), upright.shape()));
        lying.read(0, image, 0);
        Assert.assertEquals(image, ImageFile.read(folder().resolve(name), lying.shape()));
        Assert.assertNotEquals(upright.fingerprint(), lying.fingerprint());
    }

    @Test(dataProvider = "resized")
    public void aSquareIsResizedAsPillowDoes(String name) throws Exception {
        int dot = name.lastIndexOf('.');
        int side = Integer.parseInt(name.substring(dot + 1));
        byte[] got = Decoder.square(folder().resolve(name.substring(0, dot)), side, false);
        compare(name, got, pillows(name, side, side), 1);
    }

    @Test(dataProvider = "refused")
    public void anImageThatIsNotReadIsNamedAndSoIsWhy(String name) throws Exception {
        Path file = folder().resolve(name);
        Tiny.assertFails(() -> Decoder.square(file, 4, false), file, Objects.requireNonNull(REFUSED.get(name)));
    }

    @AfterClass
    public void print() {
        System.out.println("image                                  greatest     mean");
        lines.forEach(System.out::println);
        System.out.println(lines.size() + " images");
    }
}
