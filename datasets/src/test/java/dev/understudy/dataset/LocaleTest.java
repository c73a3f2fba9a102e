package dev.understudy.dataset;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Folders of images in a process whose locale knows no letters but ASCII's. */
public class LocaleTest {

    private static void image(Path file, int blue) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        BufferedImage bitmap = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4; i++) {
            bitmap.setRGB(i % 2, i / 2, blue << 16);
        }
        Assert.assertTrue(ImageIO.write(bitmap, "png", file.toFile()));
    }

    /** What {@link FolderLister} prints in a locale. */
    private static List<String> lines(Path folder, String locale) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                FolderLister.class.getName(),
                folder.toString());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.lines().toList();
        }
    }

    @Test
    public void namesAreTheSameInALocaleWithoutUnicode() throws Exception {
        Path folder = Tiny.folder();
        List<String> names = List.of("Zebra", "\u00c4pfel", "\u00d6l", "\u732b", "\ud83d\ude3a");
        for (String name : names) {
            image(folder.resolve("train").resolve(name).resolve("\u00fc.png"), 1);
            image(folder.resolve("train").resolve(name).resolve("\u00e4.png"), 2);
        }
        image(folder.resolve("test/\u00d6l/\u00fc.png"), 3);
        image(folder.resolve("test/\u00d6l/\u00e4.png"), 4);
        List<String> wanted = List.of(
                "Images (train + validation + test): Zebra 1 + 1 + 0, \u00c4pfel 2 + 0 + 0,",
                "  \u00d6l 2 + 0 + 2, \u732b 2 + 0 + 0, \ud83d\ude3a 2 + 0 + 0",
                "No validation images of \u00c4pfel, \u00d6l, \u732b, \ud83d\ude3a",
                "No test images of Zebra, \u00c4pfel, \u732b, \ud83d\ude3a",
                "2 4",
                "2 3");
        Assert.assertEquals(lines(folder, "C.UTF-8"), wanted);
        Assert.assertEquals(lines(folder, "C"), wanted);
    }

    /** The byte of an umlaut in Latin-1 is no letter in UTF-8. */
    @Test
    public void aNameInAnotherEncodingIsRefused() throws Exception {
        Path folder = Tiny.folder();
        Process made = new ProcessBuilder("sh", "-c", "mkdir \"$(printf 'B\\344r')\" && mkdir Wolf")
                .directory(folder.toFile())
                .start();
        Assert.assertEquals(made.onExit().join().exitValue(), 0);
        String message = String.join("", lines(folder, "C"));
        Assert.assertTrue(message.contains("named in UTF-8") && message.endsWith("rename it"), message);
    }
}
