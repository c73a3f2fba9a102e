package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** How training images are varied and mixed, from the command line. */
public final class AugmentationOptionsTest {

    private static Map<String, String> settings(Path run) {
        return RunSummary.read(run.resolve("summary.json")).settings();
    }

    @Test
    public void everythingAtOnceTrainsAndIsWrittenDown() {
        Path run = Cli.fresh();
        Cli.run(Cli.train(
                        run,
                        "student",
                        "--crop",
                        "resized",
                        "--crop-scale",
                        "0.5",
                        "--flip",
                        "no",
                        "--color-jitter",
                        "0.4,0.3,0.2,0.1",
                        "--rand-augment",
                        "2",
                        "--cutout",
                        "8",
                        "--cutmix",
                        "1"))
                .succeeded();
        Map<String, String> settings = settings(run);
        assertEquals(
                settings.get("augmentation"),
                "Augmentation[padding=0, flip=false, resizedCrop=ResizedCrop[scale=Range[least=0.5, most=1.0],"
                        + " ratio=Range[least=0.75, most=1.3333333333333333]],"
                        + " colorJitter=ColorJitter[brightness=Range[least=0.6, most=1.4],"
                        + " contrast=Range[least=0.7, most=1.3], saturation=Range[least=0.8, most=1.2],"
                        + " hue=Range[least=-0.1, most=0.1]],"
                        + " randAugment=RandAugment[operations=2, square=false], cutout=8]");
        assertEquals(settings.get("flip"), "no");
        assertEquals(settings.get("mixing"), "CutMix[alpha=1.0]");
    }

    @Test
    public void withoutThemItIsAsEver() {
        Map<String, String> settings = settings(Cli.finished());
        assertEquals(settings.get("augmentation"), "Augmentation[padding=4, flip=true]");
        assertNull(settings.get("mixing"));
    }

    @Test
    public void noCropIsNoCrop() {
        Path run = Cli.fresh();
        Cli.run(Cli.train(run, "student", "--crop", "none", "--color-jitter", "0.5", "--train-size", "100"))
                .succeeded();
        String augmentation = String.valueOf(settings(run).get("augmentation"));
        assertTrue(augmentation.startsWith("Augmentation[padding=0, flip=true, colorJitter="), augmentation);
    }

    @DataProvider
    public static Object[][] refused() {
        return new Object[][] {
            {"--crop big", "--crop must be padded, resized or none, got big"},
            {"--crop-scale 0.5", "--crop-scale 0.5 is for --crop resized, got --crop padded"},
            {"--crop resized --crop-scale 0", "--crop-scale must be above 0 and at most 1, got 0.0"},
            {"--color-jitter red", "--color-jitter must be one number, or three or four with commas between, got red"},
            {"--color-jitter 1,2", "--color-jitter must be one number, or three or four with commas between, got 1,2"},
            {"--color-jitter 1,1,1,1", "--color-jitter 1,1,1,1: Wanted a strength from 0 to 0.5 for hue, got 1.0"},
            {"--color-jitter -1", "--color-jitter -1: Wanted a strength of 0 or more for brightness, got -1.0"},
            {"--rand-augment 0", "--rand-augment must be from 1 to 14, got 0"},
            {"--cutout 0", "--cutout must be from 1 to 32 pixels, the side of the images, got 0"},
            {"--cutout 33", "--cutout must be from 1 to 32 pixels, the side of the images, got 33"},
            {"--mixup 0", "--mixup must be above 0, got 0.0"},
            {"--cutmix NaN", "--cutmix must be above 0, got NaN"},
            {"--mixup 1 --cutmix 1", "--mixup and --cutmix: a batch is mixed in one way; leave one of the two out"},
            {
                "--mixup 1 --fixed-augmentations 1 --keep-teacher 1m",
                "--mixup: the teacher's outputs for mixed images do not come again; leave --keep-teacher out"
            },
        };
    }

    @Test(dataProvider = "refused")
    public void mistakesAreRefusedInOneLine(String options, String message) {
        Path run = Cli.fresh();
        Cli.run(Cli.train(run, ("student " + options).split(" ", -1))).refused(message);
        assertFalse(Files.exists(run.resolve("summary.json")));
    }

    /** Before its teacher is trained. */
    @Test
    public void aRecipeThatMixesIsNotMixedAgain() throws IOException {
        Path run = Cli.fresh();
        Cli.Result result = Cli.run(Cli.train(run, "kd-mixup", "--mixup", "0.2", "--teacher-seed", "4711"));
        result.refused("\"kd-mixup\": its batches are changed by Mixup[alpha=1.0] already; leave --mixup out");
        assertFalse(result.out().contains("epoch"), result.out());
    }

    private static String teacher(String... words) {
        Path run = Cli.fresh();
        Cli.run(Cli.train(
                        run,
                        Stream.concat(Stream.of("kd", "--teacher-seed", "4712"), Stream.of(words))
                                .toArray(String[]::new)))
                .succeeded();
        return String.valueOf(settings(run).get("stored teacher"));
    }

    /** A teacher of ours sees the same images, but never mixed ones. */
    @Test
    public void theTeacherIsTheSameForMixedImagesAndAnotherForOthers() {
        String plain = teacher();
        assertEquals(teacher("--mixup", "0.2"), plain);
        assertNotEquals(teacher("--cutout", "8"), plain);
    }
}
