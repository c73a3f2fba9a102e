package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.TestSplit;
import dev.understudy.dataset.Tiny;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Where splits and classes lie in folders of images, what is left out and what is said about it. */
public class FolderLayoutTest {

    /** Makes each image that is named, 2 x 2 and black. */
    private static Path folder(String... names) throws IOException {
        Path folder = Tiny.folder();
        for (String name : names) {
            image(folder.resolve(name));
        }
        return folder;
    }

    private static void image(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        BufferedImage bitmap = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
        Assert.assertTrue(ImageIO.write(bitmap, "png", file.toFile()));
    }

    /** A number of images in each of two classes. */
    private static void classes(Path place, int each) throws IOException {
        for (int i = 0; i < each; i++) {
            image(place.resolve("cat/" + i + ".png"));
            image(place.resolve("dog/" + i + ".png"));
        }
    }

    private static Splits open(Path folder) {
        return Datasets.open("folder", DataOptions.defaults().folder(folder).size(2));
    }

    private static List<Integer> sizes(Splits splits) {
        return List.of(
                splits.train().size(), splits.validation().size(), splits.test().size());
    }

    @DataProvider
    public Object[][] names() {
        return new Object[][] {
            {"train", "test"}, {"Train", "Test"}, {"TRAIN", "testing"}, {"training", "TESTING"},
        };
    }

    @Test(dataProvider = "names")
    public void splitsGoByTheUsualNamesInAnyCapitals(String train, String test) throws Exception {
        Path folder = Tiny.folder();
        classes(folder.resolve(train), 10);
        classes(folder.resolve(test), 3);
        Splits splits = open(folder);
        Assert.assertEquals(sizes(splits), List.of(18, 2, 6));
        Assert.assertEquals(splits.notes(), List.of());
    }

    @DataProvider
    public Object[][] validations() {
        return new Object[][] {{"val"}, {"valid"}, {"validation"}, {"Val"}};
    }

    @Test(dataProvider = "validations")
    public void withoutATestFolderTheValidationFolderIsTestedOn(String name) throws Exception {
        Path folder = Tiny.folder();
        classes(folder.resolve("train"), 10);
        classes(folder.resolve(name), 3);
        Splits splits = open(folder);
        Assert.assertEquals(sizes(splits), List.of(18, 2, 6));
        Assert.assertEquals(splits.notes(), List.of(folder + ": no test folder; " + name + " is tested on"));
    }

    @Test
    public void besideATestFolderTheValidationFolderIsTheValidationSplit() throws Exception {
        Path folder = Tiny.folder();
        classes(folder.resolve("train"), 10);
        classes(folder.resolve("val"), 4);
        classes(folder.resolve("test"), 3);
        Assert.assertEquals(sizes(open(folder)), List.of(20, 8, 6));
        DataOptions fewer = DataOptions.defaults().folder(folder).size(2).validationSize(2);
        Assert.assertEquals(sizes(Datasets.open("folder", fewer)), List.of(20, 2, 6));
        Tiny.assertFails(() -> Datasets.open("folder", fewer.validationSize(9)), "wanted 9 validation", "there are 8");
    }

    @Test
    public void ofTrainAloneAFifthIsTestedOn() throws Exception {
        Path folder = Tiny.folder();
        classes(folder.resolve("train"), 10);
        Splits splits = open(folder);
        Assert.assertEquals(sizes(splits), List.of(15, 1, 4));
        Assert.assertEquals(splits.notes(), List.of(folder + ": no test folder; a fifth of each class is tested on"));
    }

    @Test
    public void testAloneIsMeasuredOnAndNotTrained() throws Exception {
        Path folder = Tiny.folder();
        classes(folder.resolve("test"), 2);
        Tiny.assertFails(() -> open(folder), folder, "in a folder named train, got test");
        TestSplit test = Datasets.openTest(
                "folder", DataOptions.defaults().folder(folder).size(2));
        Assert.assertEquals(Tiny.labels(test.images()), new int[] {0, 0, 1, 1});
    }

    @Test
    public void whatIsTestedOnIsTheSameWithTheTrainingImagesAndWithout() throws Exception {
        Path folder = Tiny.folder();
        classes(folder, 10);
        TestSplit test = Datasets.openTest(
                "folder", DataOptions.defaults().folder(folder).size(2));
        Assert.assertEquals(test.images().fingerprint(), open(folder).test().fingerprint());
        Assert.assertEquals(
                Datasets.openTest("shapes", DataOptions.defaults()).images().size(), 1000);
    }

    @Test
    public void trainMayBeAClass() throws Exception {
        Path folder = folder("bus/1.png", "bus/2.png", "bus/3.png", "train/1.png", "train/2.png", "train/3.png");
        Assert.assertEquals(open(folder).train().classNames(), List.of("bus", "train"));
        image(folder.resolve("train/old/4.png"));
        Tiny.assertFails(() -> open(folder), folder, "got train with folders in it beside bus", "rename train");
    }

    @Test
    public void imagesWithoutClassesAreNoClassesNamedAfterSplits() throws Exception {
        Path folder = folder("train/1.png", "train/2.png", "test/1.png", "test/2.png");
        Tiny.assertFails(() -> open(folder), folder.resolve("train"), "got [] and 2 images in no class's folder");
    }

    @Test
    public void twoFoldersOfOneSplitAreRefused() throws Exception {
        Path folder = Tiny.folder();
        classes(folder.resolve("train"), 2);
        classes(folder.resolve("val"), 2);
        classes(folder.resolve("valid"), 2);
        Tiny.assertFails(() -> open(folder), folder, "got val and valid");
    }

    @Test
    public void aFolderAboveTheOneThatIsMeantIsToldSo() throws Exception {
        Path folder = Tiny.folder();
        classes(folder.resolve("pets/train"), 2);
        classes(folder.resolve("pets/test"), 2);
        Tiny.assertFails(() -> open(folder), folder, "got [pets]; is " + folder.resolve("pets") + " meant?");
    }

    @Test
    public void foldersBesideTheSplitsAreNamed() throws Exception {
        Path folder = Tiny.folder();
        classes(folder.resolve("train"), 2);
        classes(folder.resolve("test"), 2);
        image(folder.resolve("unlabelled/1.png"));
        Assert.assertEquals(open(folder).notes(), List.of(folder + ": left out beside train, test: unlabelled"));
    }

    @Test
    public void whatIsLeftOutIsCountedByTheReason() throws Exception {
        Path folder = folder("loose.png", "train/loose.png", "__MACOSX/cat/1.png", "train/cat/.hidden/1.png");
        classes(folder.resolve("train"), 2);
        classes(folder.resolve("test"), 2);
        for (String name : List.of("a.tif", "b.TIF", "README", "notes.txt", ".DS_Store", "Thumbs.db")) {
            Files.writeString(folder.resolve("train/dog").resolve(name), "no image");
        }
        Splits splits = open(folder);
        Assert.assertEquals(splits.train().size(), 4);
        Assert.assertEquals(
                splits.notes(),
                List.of(folder + ": left out: 2 .tif, 1 .txt, 1 without an ending, 4 hidden,"
                        + " 2 images in no class's folder"));
    }

    @Test
    public void imagesInSubFoldersBelongToTheClass() throws Exception {
        Path folder = folder("train/cat/1.png", "train/cat/old/2.png", "train/cat/old/older/3.png");
        classes(folder.resolve("test"), 1);
        image(folder.resolve("train/dog/1.png"));
        Assert.assertEquals(Stratified.counts(open(folder).train()), new int[] {3, 1});
    }

    @Test
    public void endingsAreKnownInCapitalsAndByTheirOtherNames() throws Exception {
        Path folder = folder("cat/1.png", "cat/2.PNG", "dog/1.png");
        for (String name : List.of("3.JPG", "4.jpeg", "5.jpe", "6.JFIF", "7.dib")) {
            Files.copy(folder.resolve("cat/1.png"), folder.resolve("cat").resolve(name));
        }
        Splits splits = open(folder);
        Assert.assertEquals(splits.train().size() + splits.test().size(), 8);
        Assert.assertEquals(splits.notes(), List.of(folder + ": no test folder; a fifth of each class is tested on"));
    }

    @Test
    public void aClassWhoseImagesAreAllLeftOutSaysWhatItHolds() throws Exception {
        Path folder = folder("cat/1.png");
        Files.createDirectory(folder.resolve("dog"));
        Files.writeString(folder.resolve("dog/1.heic"), "");
        Files.writeString(folder.resolve("dog/2.heic"), "");
        Tiny.assertFails(() -> open(folder), folder.resolve("dog"), "there are none; it holds 2 .heic");
    }

    @Test
    public void oneClassIsTooFew() throws Exception {
        Path folder = folder("cat/1.png", "cat/2.png");
        Tiny.assertFails(() -> open(folder), folder, "two or more classes, got [cat]");
        Path images = folder("1.png", "2.png");
        Tiny.assertFails(() -> open(images), images, "got [] and 2 images in no class's folder");
    }

    @Test
    public void tinyClassesAreNamedWhereASplitLacksThem() throws Exception {
        Path folder = Tiny.folder();
        classes(folder, 20);
        image(folder.resolve("owl/1.png"));
        Splits splits = open(folder);
        Assert.assertEquals(
                splits.lines(),
                List.of(
                        "Images (train + validation + test): cat 14 + 2 + 4, dog 15 + 1 + 4,",
                        "  owl 1 + 0 + 0",
                        "No validation images of owl",
                        "No test images of owl",
                        folder + ": no test folder; a fifth of each class is tested on"));
    }

    @Test
    public void namesBeyondAsciiAreOneClassHoweverTheyAreWritten() throws Exception {
        Path folder = Tiny.folder();
        for (String name : List.of("train/\u00c4pfel", "test/A\u0308pfel", "train/\u732b", "test/\u732b")) {
            image(folder.resolve(name).resolve("1.png"));
        }
        Splits splits = open(folder);
        Assert.assertEquals(splits.test().classNames(), List.of("\u00c4pfel", "\u732b"));
        Assert.assertEquals(Tiny.labels(splits.test()), new int[] {0, 1});
        image(folder.resolve("train/A\u0308pfel/2.png"));
        Tiny.assertFails(() -> open(folder), folder.resolve("train"), "two named \u00c4pfel", "NFC");
    }
}
