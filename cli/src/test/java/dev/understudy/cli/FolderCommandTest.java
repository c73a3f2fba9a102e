package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.file.MeasuredNetwork;
import dev.understudy.cli.file.NetworkFile;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Folders of a user's images: what is said about them, and whether a network's classes are theirs. */
public class FolderCommandTest {

    private static final Pattern ACCURACY = Pattern.compile("student-seed1 +[0-9,]+ +([0-9.]+) ");

    private Path images = Path.of("");
    private Path run = Path.of("");
    private String printed = "";

    @BeforeClass
    public void train() throws IOException {
        images = ImageFolders.folder(2);
        rename("class0", "B\u00e4r");
        rename("class1", "wolf");
        Files.writeString(images.resolve("wolf/1.webm"), "no image");
        Files.writeString(images.resolve("wolf/.DS_Store"), "no image");
        run = Cli.fresh();
        printed = Cli.run(folder(run, images, "student", "--flip", "no"))
                .succeeded()
                .out();
    }

    private void rename(String from, String to) throws IOException {
        Files.move(images.resolve(from), images.resolve(to));
    }

    private static List<String> folder(Path output, Path images, String... words) {
        List<String> all = Stream.concat(
                        Stream.of(words),
                        Stream.of(
                                "--dataset",
                                "folder",
                                "--data",
                                images.toString(),
                                "--train-size",
                                "0",
                                "--teacher-seed",
                                "77"))
                .toList();
        return Cli.train(output, all.toArray(String[]::new));
    }

    private static double accuracy(Cli.Result result) {
        Matcher matcher = ACCURACY.matcher(result.succeeded().out());
        assertTrue(matcher.find(), result.out());
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    public void trainingSaysWhatIsInEachClassAndWhatIsLeftOut() throws IOException {
        List<String> wanted = List.of(
                "Images (train + validation + test): B\u00e4r 7 + 1 + 2, wolf 8 + 0 + 2",
                "No validation images of wolf",
                images + ": no test folder; a fifth of each class is tested on",
                images + ": left out: 1 .webm, 1 hidden");
        assertEquals(printed.lines().limit(4).toList(), wanted);
        assertEquals(Files.readAllLines(run.resolve("log.txt")).subList(0, 4), wanted);
    }

    @Test
    public void whetherImagesWereTurnedIsWrittenDownForLater() throws IOException {
        Path turned = Cli.fresh();
        Cli.run(folder(turned, images, "student", "--exif-orientation")).succeeded();
        Path card = NetworkFile.files(turned).get(0);
        assertEquals(NetworkCard.read(card).settings().get("exif-orientation"), "yes");
        assertTrue(MeasuredNetwork.of(card).upright());
        Path onnx = Cli.folder().resolve("student.onnx");
        Cli.run(List.of("export", card.toString(), "--output", onnx.toString())).succeeded();
        assertTrue(MeasuredNetwork.of(onnx).upright());
        assertFalse(MeasuredNetwork.of(NetworkFile.files(run).get(0)).upright());
    }

    @Test
    public void imagesTooSmallForTheNetworkAreRefused() throws IOException {
        Cli.Result result = Cli.run(folder(Cli.fresh(), images, "student", "--size", "1"));
        assertEquals(result.status(), Main.MISTAKE);
        assertTrue(result.err().contains("cannot take an input of shape (1, 3, 1, 1)"), result.err());
        assertTrue(result.err().contains("; it needs larger images"), result.err());
    }

    @Test
    public void flipsAreAnOptionThatIsWrittenDown() {
        RunSummary summary = RunSummary.read(run.resolve("summary.json"));
        assertEquals(summary.settings().get("flip"), "no");
        assertEquals(
                RunSummary.read(Cli.finished().resolve("summary.json"))
                        .settings()
                        .get("flip"),
                "yes");
        Cli.run(folder(Cli.fresh(), images, "student", "--flip", "maybe"))
                .refused("--flip must be yes or no, got maybe");
    }

    @Test
    public void withoutAFolderOneIsAskedForByTheOption() {
        Cli.run("evaluate " + run).refused(run.resolve("student-seed1.json") + "", "--data DIR");
        Cli.run("latency " + run.resolve("student-seed1.json")).refused("--data DIR");
    }

    @Test
    public void testImagesAloneAreMeasuredOn() throws IOException {
        Path other = Cli.folder();
        Files.createDirectory(other.resolve("Test"));
        Files.move(ImageFolders.folder(1).resolve("class0"), other.resolve("Test/wolf"));
        Cli.Result result = Cli.run("evaluate " + run + " --data " + other);
        assertEquals(
                result.succeeded().out().lines().limit(2).toList(),
                List.of("Images (test): B\u00e4r 0, wolf 10", "No test images of B\u00e4r"));
    }

    @Test
    public void otherClassesAreRefusedByName() throws IOException {
        Cli.run("evaluate " + run + " --data " + ImageFolders.folder(2))
                .refused("student for 2 classes", "classes B\u00e4r, wolf; got images of class0, class1");
    }

    /** With two classes, who is taken for the other is right where it was wrong. */
    @Test
    public void labelsFollowTheNamesOfARun() throws IOException {
        Path swapped = Cli.copy(run);
        Path card = swapped.resolve("student-seed1.json");
        String text = Files.readString(card);
        assertTrue(text.contains("\"B\u00e4r\", \"wolf\""), text);
        Files.writeString(card, text.replace("\"B\u00e4r\", \"wolf\"", "\"wolf\", \"B\u00e4r\""));
        double right = accuracy(Cli.run("evaluate " + run + " --data " + images));
        double wrong = accuracy(Cli.run("evaluate " + swapped + " --data " + images));
        assertEquals(right + wrong, 100, 0.01);
    }

    @Test
    public void anExportedStudentKnowsItsClasses() throws IOException {
        Path onnx = Cli.folder().resolve("student.onnx");
        Cli.run("export " + run.resolve("student-seed1.json") + " --output " + onnx)
                .succeeded();
        Cli.run("evaluate " + onnx + " --data " + images).succeeded();
        Cli.run("evaluate " + onnx + " --data " + ImageFolders.folder(2)).refused("got images of class0, class1");
        Cli.run("evaluate " + onnx).refused("student.onnx", "--data DIR");
    }

    @Test
    public void aTeacherOfOtherClassesIsRefused() throws IOException {
        Path taught = Cli.fresh();
        Cli.run(folder(taught, images, "kd", "--flip", "no")).succeeded();
        Path teacher = stored();
        Cli.run(folder(Cli.fresh(), images, "kd", "--teacher", teacher.toString()))
                .succeeded();
        Cli.run(folder(Cli.fresh(), ImageFolders.folder(2), "kd", "--teacher", teacher.toString()))
                .refused("--teacher " + teacher, "its class 0 of 2 is B\u00e4r, the data set's class0");
        Path onnx = Cli.folder().resolve("teacher.onnx");
        Cli.run("export " + teacher.resolveSibling("network.json") + " --output " + onnx)
                .succeeded();
        Cli.run(folder(Cli.fresh(), ImageFolders.folder(2), "kd", "--teacher", onnx.toString()))
                .refused("--teacher " + onnx, "its class 0 of 2 is B\u00e4r, the data set's class0");
    }

    /** Whoever made it did not say them; what lies beside it is something else. */
    @Test(dependsOnMethods = "aTeacherOfOtherClassesIsRefused")
    public void aTeacherThatDoesNotSayItsClassesIsTaken() throws IOException {
        Path folder = Cli.folder();
        Path teacher = Files.copy(stored(), folder.resolve("mine.safetensors"));
        Files.writeString(folder.resolve("mine.json"), "{\"mine\": 1}");
        Cli.run(folder(Cli.fresh(), ImageFolders.folder(2), "kd", "--teacher", teacher.toString()))
                .succeeded();
    }

    private static Path stored() throws IOException {
        try (Stream<Path> folders = Files.list(Cli.HOME.resolve("teachers"))) {
            return folders.filter(folder -> NetworkCard.read(folder.resolve("network.json"))
                            .classNames()
                            .contains("wolf"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("teacher.safetensors");
        }
    }
}
