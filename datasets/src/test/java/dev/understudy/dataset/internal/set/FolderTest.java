package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.ImageFile;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.decode.Decoder;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.testng.Assert;
import org.testng.annotations.Test;

public class FolderTest {
    private static final int RED = 0xFFC81400; // 200, 20, 0

    private static void image(Path file, int width, int height, int rgb) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        BufferedImage bitmap = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            bitmap.setRGB(i % width, i / width, rgb);
        }
        write(bitmap, file);
    }

    private static void write(BufferedImage bitmap, Path file) throws IOException {
        String name = file.toString();
        File target = file.toFile();
        Assert.assertTrue(ImageIO.write(bitmap, name.substring(name.lastIndexOf('.') + 1), target));
    }

    private static Path split() throws IOException {
        Path folder = Tiny.folder();
        image(folder.resolve("train/cat/1.png"), 4, 4, RED);
        image(folder.resolve("train/cat/2.bmp"), 9, 5, RED);
        image(folder.resolve("train/dog/1.png"), 4, 4, 0xFF0000FF);
        image(folder.resolve("test/cat/1.gif"), 4, 4, RED);
        image(folder.resolve("test/dog/1.jpg"), 16, 16, 0xFF808080);
        return folder;
    }

    private static Splits open(Path folder) {
        return Datasets.open("folder", DataOptions.defaults().folder(folder).size(4));
    }

    private static byte[] read(Images images, int index) {
        byte[] bytes = new byte[(int) images.shape().size()];
        images.read(index, bytes, 0);
        return bytes;
    }

    @Test
    public void trainAndTestFoldersBecomeTheSplits() throws Exception {
        Path folder = split();
        Files.writeString(folder.resolve("train/cat/notes.txt"), "not an image");
        Splits splits = open(folder);
        Assert.assertEquals(splits.train().classNames(), List.of("cat", "dog"));
        Assert.assertEquals(splits.train().size(), 3);
        Assert.assertEquals(Tiny.labels(splits.test()), new int[] {0, 1});
        Assert.assertEquals(splits.test().shape(), new Shape(3, 4, 4));
        byte[] wanted = new byte[48];
        Arrays.fill(wanted, 0, 16, (byte) 200);
        Arrays.fill(wanted, 16, 32, (byte) 20);
        Assert.assertEquals(read(splits.test(), 0), wanted);
    }

    @Test
    public void classesAreInTheSameOrderWhereCaseIsIgnoredInPaths() throws Exception {
        Path folder = Tiny.folder();
        for (String name : List.of("ant", "Bee", "cat")) {
            for (int i = 0; i < 5; i++) {
                image(folder.resolve(name).resolve(i + ".png"), 4, 4, RED);
            }
        }
        Assert.assertEquals(open(folder).train().classNames(), List.of("Bee", "ant", "cat"));
    }

    @Test
    public void withoutATestFolderAFifthOfEachClassIsTheTestSplit() throws Exception {
        Path folder = Tiny.folder();
        for (int i = 0; i < 10; i++) {
            image(folder.resolve("cat/" + i + ".png"), 4, 4, RED + i);
            image(folder.resolve("dog/" + i + ".PNG"), 4, 4, i);
        }
        Splits splits = open(folder);
        Assert.assertEquals(Stratified.counts(splits.test()), new int[] {2, 2});
        Assert.assertEquals(splits.train().size() + splits.validation().size(), 16);
        Assert.assertEquals(open(folder).test().fingerprint(), splits.test().fingerprint());
    }

    @Test
    public void grayImagesKeepTheirSamples() throws Exception {
        Path folder = split();
        BufferedImage gray = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSample(1, 0, 0, 100);
        write(gray, folder.resolve("test/cat/0.png"));
        byte[] bytes = read(open(folder).test(), 0);
        Assert.assertEquals(new int[] {bytes[1], bytes[17], bytes[33], bytes[0]}, new int[] {100, 100, 100, 0});
    }

    @Test
    public void transparentPartsAreBlack() throws Exception {
        Path folder = split();
        BufferedImage bitmap = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
        bitmap.setRGB(0, 0, 0xFFFFFFFF);
        bitmap.setRGB(1, 0, 0x00FFFFFF);
        write(bitmap, folder.resolve("test/cat/0.png"));
        byte[] bytes = read(open(folder).test(), 0);
        Assert.assertEquals(new int[] {bytes[0], bytes[1]}, new int[] {-1, 0});
    }

    @Test
    public void aBatchOfADatasetIsReadFromTheFiles() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : LabeledImageDataset.of(open(split()).test(), 2).getData(manager)) {
                Assert.assertEquals(batch.getData().singletonOrThrow().getShape(), new Shape(2, 3, 4, 4));
                Assert.assertEquals(batch.getData().singletonOrThrow().getFloat(0, 0, 3, 3), 200 / 255f, 1e-6f);
                batch.close();
            }
        }
    }

    @Test
    public void aChangedFileChangesTheFingerprint() throws Exception {
        Path folder = split();
        String before = open(folder).test().fingerprint();
        image(folder.resolve("test/cat/1.gif"), 40, 40, RED);
        Assert.assertNotEquals(open(folder).test().fingerprint(), before);
    }

    @Test
    public void anEmptyClassFolderIsNamed() throws Exception {
        Path folder = split();
        Files.delete(folder.resolve("train/dog/1.png"));
        Tiny.assertFails(() -> open(folder), folder.resolve("train/dog"), "there are none");
    }

    @Test
    public void aTestClassThatIsNotTrainedIsRefused() throws Exception {
        Path folder = split();
        image(folder.resolve("test/bird/1.png"), 4, 4, RED);
        Tiny.assertFails(() -> open(folder), folder.resolve("test"), "got bird", "trained are cat, dog");
    }

    @Test
    public void aClassOfOtherCapitalsIsAnotherClass() throws Exception {
        Path folder = split();
        image(folder.resolve("test/Dog/1.png"), 4, 4, RED);
        Tiny.assertFails(() -> open(folder), folder.resolve("test"), "got Dog", "trained are cat, dog");
    }

    @Test
    public void aTrainedClassWithoutTestImagesIsNamed() throws Exception {
        Path folder = split();
        image(folder.resolve("train/bird/1.png"), 4, 4, RED);
        Files.createDirectory(folder.resolve("test/bird"));
        Splits splits = open(folder);
        Assert.assertEquals(Tiny.labels(splits.test()), new int[] {1, 2});
        Assert.assertTrue(splits.lines().contains("No test images of bird"), splits.lines() + "");
    }

    @Test
    public void aFileThatIsNoImageIsNamed() throws Exception {
        Path folder = split();
        Path file = folder.resolve("train/dog/2.png");
        Files.writeString(file, "not an image");
        Tiny.assertFails(() -> open(folder), file, "something else");
        Files.writeString(folder.resolve("test/dog/3.png"), "nor this");
        Files.writeString(folder.resolve("train/dog/3.png"), "nor this");
        Tiny.assertFails(() -> open(folder), file, "something else; nor is another file");
        Files.delete(folder.resolve("train/dog/3.png"));
        Files.write(file, new byte[0]);
        Tiny.assertFails(() -> open(folder), file, "wanted an image");
    }

    @Test
    public void aCutImageIsNamedWhenItIsRead() throws Exception {
        Random random = new Random(1);
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            noise.setRGB(i % 64, i / 64, random.nextInt());
        }
        for (String ending : List.of("png", "jpg", "bmp", "gif")) {
            Path folder = split();
            Path file = folder.resolve("test/cat/0." + ending);
            write(noise, file);
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            Tiny.assertFails(() -> read(open(folder).test(), 0), file, "does not decode");
        }
    }

    @Test
    public void linksToFilesAreFollowedWhereverTheyLead() throws Exception {
        Path folder = split();
        Files.createSymbolicLink(folder.resolve("train/dog/2.png"), Path.of("1.png"));
        Path elsewhere = split();
        Files.createSymbolicLink(folder.resolve("train/dog/3.png"), elsewhere.resolve("train/dog/1.png"));
        Assert.assertEquals(open(folder).train().size(), 5);
        Files.createSymbolicLink(folder.resolve("train/bird"), elsewhere.resolve("train/dog"));
        Assert.assertEquals(Stratified.counts(open(folder).train()), new int[] {1, 2, 3});
    }

    @Test
    public void linksToFoldersBelowAClassAreLeftOut() throws Exception {
        Path folder = split();
        Files.createSymbolicLink(folder.resolve("train/dog/up"), Path.of(".."));
        Splits splits = open(folder);
        Assert.assertEquals(splits.train().size(), 3);
        Assert.assertEquals(splits.notes(), List.of(folder + ": left out: 1 link to a folder"));
        Path circle = folder.resolve("train/dog/2.png");
        Files.createSymbolicLink(circle, Path.of("2.png"));
        Tiny.assertFails(() -> open(folder), circle, "not there or not readable");
    }

    @Test(timeOut = 60_000)
    public void aPipeThatIsCalledAnImageIsNotWaitedFor() throws Exception {
        Path folder = split();
        Path file = folder.resolve("train/dog/2.png");
        Tiny.pipe(file);
        Tiny.assertFails(() -> open(folder), file, "a pipe");
        Tiny.assertFails(() -> ImageFile.read(file, new Shape(3, 4, 4)), file, "a pipe");
    }

    @Test
    public void anImageIsNotDecodedThatAnnouncesMorePixelsThanItHolds() throws Exception {
        Path folder = split();
        Path file = folder.resolve("train/dog/1.png");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(16, 9_000).putInt(20, 9_000);
        Files.write(file, bytes);
        Tiny.assertFails(() -> open(folder), file, bytes.length + " bytes", "9000 x 9000");
        ByteBuffer.wrap(bytes).putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
        Files.write(file, bytes);
        Tiny.assertFails(() -> open(folder), file, "at most 100000000 pixels", "2000000000 x 2000000000");
    }

    @Test
    public void pixelsThatDoNotFitIntoTheMemoryAreRefusedBeforehand() throws Exception {
        Path file = split().resolve("train/dog/1.png");
        Tiny.assertFails(
                () -> Decoder.checkMemory(file.toString(), Long.MAX_VALUE, "9 x 9 pixels"),
                file,
                "Java's memory",
                "9 x 9");
        Decoder.checkMemory(file.toString(), 1, "1 x 1 pixels");
    }

    @Test
    public void imagesOfOtherKindsAreRefusedWhateverTheyAreCalled() throws Exception {
        Path folder = split();
        Path file = folder.resolve("train/dog/2.png");
        for (String format : List.of("tif", "wbmp")) {
            BufferedImage bitmap = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY);
            Assert.assertTrue(ImageIO.write(bitmap, format, file.toFile()));
            Tiny.assertFails(() -> open(folder), file, "PNG, JPEG, BMP, GIF or WebP");
        }
    }

    @Test
    public void namesWithLineEndsDoNotMakeTheMessageLonger() throws Exception {
        Path folder = split();
        Path file = folder.resolve("train/dog/a\nb\u001B[31m.png");
        Files.writeString(file, "not an image");
        Tiny.assertFails(() -> open(folder), "a?b?[31m.png: wanted an image");
    }

    @Test
    public void aFolderThatIsMissingOrHasNoClassesIsNamed() throws Exception {
        Path folder = Tiny.folder();
        Path missing = folder.resolve("missing");
        Tiny.assertFails(() -> open(missing), missing, "wanted a folder");
        Tiny.assertFails(() -> open(folder), folder, "two or more classes", "[]");
        Tiny.assertFails(() -> Datasets.open("folder", DataOptions.defaults()), "folder", "none was given");
    }
}
