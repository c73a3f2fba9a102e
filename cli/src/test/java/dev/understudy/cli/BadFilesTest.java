package dev.understudy.cli;

import static org.testng.Assert.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class BadFilesTest {

    @DataProvider
    public Object[][] teachers() {
        return new Object[][] {{"none.safetensors"}, {"none.pt"}, {"none-0000.params"}};
    }

    @Test(dataProvider = "teachers")
    public void aTeacherThatIsMissingIsRefused(String name) {
        assertTeacherRefused(Cli.folder().resolve(name), "0.0625");
    }

    @Test
    public void aTeacherOfNoKnownKindIsRefused() throws IOException {
        assertTeacherRefused(write("teacher.txt", "hello".getBytes(StandardCharsets.UTF_8)), "0.0625");
    }

    @DataProvider
    public Object[][] garbage() {
        return new Object[][] {{"garbage.safetensors", 4096}, {"empty.safetensors", 0}, {"garbage.pt", 4096}};
    }

    @Test(dataProvider = "garbage")
    public void aTeacherOfGarbageIsRefused(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        assertTeacherRefused(write(name, bytes), "0.0625");
    }

    @Test
    public void aTeacherThatIsCutIsRefused() throws IOException {
        Cli.finished();
        byte[] whole = Files.readAllBytes(Cli.teacher("0.0625", 1));
        for (int size : new int[] {4, 1000, whole.length / 2, whole.length - 1}) {
            assertTeacherRefused(write("cut.safetensors", Arrays.copyOf(whole, size)), "0.0625");
        }
    }

    @Test
    public void aTeacherOfOtherShapesIsRefused() throws IOException {
        Cli.finished();
        Path weights = Cli.teacher("0.0625", 1);
        assertTeacherRefused(weights, "0.125", "01conv1_01weights_weight should be (8, 3, 3, 3), it is (4, 3, 3, 3)");
    }

    @Test
    public void aStudentIsNoTeacher() {
        assertTeacherRefused(
                Cli.finished().resolve("channel-seed1.safetensors"), "0.0625", "it has 22 parameters, the network 52");
    }

    @Test
    public void aTeacherOfFewerClassesThanTheDataHasIsRefused() throws IOException {
        Cli.finished();
        Path weights = Cli.teacher("0.0625", 1);
        Path images = ImageFolders.folder(12);
        Path output = Cli.fresh();
        Cli.run(Cli.train(
                        output,
                        "channel",
                        "--dataset",
                        "folder",
                        "--data",
                        images.toString(),
                        "--train-size",
                        "0",
                        "--teacher",
                        weights.toString()))
                .refused(weights.toString(), "should be (12, 32), it is (10, 32)");
        assertFalse(Files.exists(output));
    }

    @DataProvider
    public Object[][] data() {
        return new Object[][] {
            {"cifar10", "data_batch_1.bin: wanted a file of 30730000 bytes, there is none"},
            {"cifar100", "train.bin: wanted a file of 153700000 bytes, there is none"},
            {"mnist", "train-images-idx3-ubyte: wanted this file"},
            {"fashion-mnist", "train-images-idx3-ubyte: wanted this file"},
            {"folder", "wanted a folder for each of two or more classes, got []"},
        };
    }

    @Test(dataProvider = "data")
    public void aFolderWithoutTheDataIsRefused(String dataset, String message) {
        Path empty = Cli.folder();
        assertDataRefused(dataset, empty, empty.toString(), message);
        Path missing = Cli.fresh();
        assertDataRefused(dataset, missing, missing + ": wanted a folder, there is none");
    }

    @Test
    public void aFileInPlaceOfAFolderIsRefused() throws IOException {
        Path file = write("file", new byte[1]);
        assertDataRefused("cifar10", file, file + ": wanted a folder, there is a file");
    }

    @Test
    public void aCutCifarFileIsRefused() throws IOException {
        Path file = write("data_batch_1.bin", new byte[30_730]);
        Path folder = Cli.folder();
        Path cut = Files.move(file, folder.resolve("data_batch_1.bin"));
        assertDataRefused("cifar10", folder, cut + ": wanted 30730000 bytes, got 30730; the file is cut");
    }

    @Test
    public void anImageThatDoesNotDecodeIsRefused() throws IOException {
        Path images = ImageFolders.folder(2);
        Path broken = images.resolve("class1").resolve("0.png");
        Files.write(broken, "no image".getBytes(StandardCharsets.UTF_8));
        assertDataRefused("folder", images, broken.toString());
    }

    @Test
    public void moreImagesThanThereAreAreRefused() throws IOException {
        Path output = Cli.fresh();
        Cli.run(Cli.train(
                        output,
                        "student",
                        "--dataset",
                        "folder",
                        "--data",
                        ImageFolders.folder(2).toString()))
                .refused("folder: wanted 200 training images, there are ");
        assertFalse(Files.exists(output));
    }

    @Test
    public void aFolderOfImagesIsAskedFor() {
        Path output = Cli.fresh();
        Cli.run(Cli.train(output, "student", "--dataset", "folder"))
                .refused("folder: wanted a folder", "none was given");
        assertFalse(Files.exists(output));
    }

    private static void assertTeacherRefused(Path file, String width, String... parts) {
        Path output = Cli.fresh();
        Cli.Result result = Cli.run(Cli.train(output, "channel", "--width", width, "--teacher", file.toString()));
        result.refused(file.toString());
        result.refused(parts);
        assertFalse(Files.exists(output));
    }

    private static void assertDataRefused(String dataset, Path folder, String... parts) {
        Path output = Cli.fresh();
        Cli.run(Cli.train(output, "channel", "--dataset", dataset, "--data", folder.toString()))
                .refused(parts);
        assertFalse(Files.exists(output));
    }

    private static Path write(String name, byte[] bytes) throws IOException {
        return Files.write(Cli.folder().resolve(name), bytes);
    }
}
