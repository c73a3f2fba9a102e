package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.dataset.internal.download.DataFile;
import dev.understudy.dataset.internal.download.Download;
import dev.understudy.dataset.internal.download.DownloadFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.testng.Assert;
import org.testng.annotations.Test;

public class CifarTest {
    private static final DownloadFolder NOWHERE =
            new DownloadFolder(Path.of("nowhere"), Download.standard(), UnaryOperator.identity());

    /** Records with the label bytes (9, label) or (label), then bytes that count on from the record's number. */
    private static byte[] records(int labelBytes, int... labels) {
        int size = labelBytes + 3072;
        byte[] bytes = new byte[labels.length * size];
        for (int i = 0; i < bytes.length; i++) {
            int within = i % size - labelBytes;
            bytes[i] = (byte) (within == -1 ? labels[i / size] : within < 0 ? 9 : i / size + within);
        }
        return bytes;
    }

    private static Cifar cifar(int labelBytes, byte[] train, byte[] test) {
        Cifar official = labelBytes == 1 ? Cifar.CIFAR10 : Cifar.CIFAR100;
        return new Cifar(
                official.name(),
                official.folder(),
                official.archive(),
                List.of(file("train_1.bin", train), file("train_2.bin", train)),
                List.of(file("test.bin", test)),
                labelBytes,
                official.classNames());
    }

    private static DataFile file(String name, byte[] bytes) {
        return new DataFile(name, bytes.length, Checksum.sha256("").of(bytes));
    }

    private static Path write(byte[] train, byte[] test) throws IOException {
        Path folder = Tiny.folder();
        Files.write(folder.resolve("train_1.bin"), train);
        Files.write(folder.resolve("train_2.bin"), train);
        Files.write(folder.resolve("test.bin"), test);
        return folder;
    }

    private static DataOptions in(Path folder) {
        return DataOptions.defaults().folder(folder).validationSize(0);
    }

    @Test
    public void theOneLabelByteOfCifar10IsTheLabel() throws Exception {
        byte[] test = records(1, 3, 9);
        Splits splits = cifar(1, test, test).open(in(write(test, test)), NOWHERE);
        Assert.assertEquals(splits.name(), "cifar10");
        Assert.assertEquals(Tiny.labels(splits.test()), new int[] {3, 9});
        Assert.assertEquals(splits.train().size(), 4);
        Assert.assertEquals(splits.test().shape(), new Shape(3, 32, 32));
        byte[] image = new byte[3072];
        splits.test().read(1, image, 0);
        Assert.assertEquals(image[0], 1);
        Assert.assertEquals(image[3071], (byte) (1 + 3071));
    }

    @Test
    public void theSecondLabelByteOfCifar100IsTheLabel() throws Exception {
        byte[] test = records(2, 99, 0, 42);
        Splits splits = cifar(2, test, test).open(in(write(test, test)), NOWHERE);
        Assert.assertEquals(Tiny.labels(splits.test()), new int[] {99, 0, 42});
        Assert.assertEquals(splits.test().classNames().get(42), "leopard");
        int[] train = Tiny.labels(splits.train());
        Arrays.sort(train);
        Assert.assertEquals(train, new int[] {0, 0, 42, 42, 99, 99});
    }

    @Test
    public void theClassNamesAreTheOfficialOnes() {
        Assert.assertEquals(Cifar.CIFAR10.classNames().size(), 10);
        Assert.assertEquals(Cifar.CIFAR100.classNames().size(), 100);
        Assert.assertEquals(Cifar.CIFAR100.classNames().get(99), "worm");
    }

    @Test
    public void theParentOfTheFolderWillDo() throws Exception {
        byte[] bytes = records(1, 3, 9);
        Path inner = write(bytes, bytes);
        Path parent = Tiny.folder();
        Files.move(inner, parent.resolve("cifar-10-batches-bin"));
        Assert.assertEquals(
                cifar(1, bytes, bytes).open(in(parent), NOWHERE).test().size(), 2);
    }

    @Test
    public void aMissingFolderOrFileIsNamed() throws Exception {
        byte[] bytes = records(1, 3, 9);
        Path folder = write(bytes, bytes);
        Path file = folder.resolve("train_2.bin");
        Files.delete(file);
        Tiny.assertFails(() -> cifar(1, bytes, bytes).open(in(folder), NOWHERE), file, "wanted a file", "none");
        Path missing = folder.resolve("missing");
        Tiny.assertFails(() -> cifar(1, bytes, bytes).open(in(missing), NOWHERE), missing, "wanted a folder");
        Path official = folder.resolve("data_batch_1.bin");
        Tiny.assertFails(() -> Datasets.open("cifar10", in(folder)), official, "30730000 bytes");
    }

    @Test
    public void aCutAndAnOversizedFileAreNamed() throws Exception {
        byte[] bytes = records(1, 3, 9);
        Path folder = write(bytes, bytes);
        Path file = folder.resolve("test.bin");
        Files.write(file, Arrays.copyOf(bytes, 5000));
        Tiny.assertFails(
                () -> cifar(1, bytes, bytes).open(in(folder), NOWHERE), file, "wanted 6146 bytes", "got 5000", "cut");
        Files.write(file, Arrays.copyOf(bytes, 6147));
        Tiny.assertFails(
                () -> cifar(1, bytes, bytes).open(in(folder), NOWHERE), file, "wanted 6146", "got 6147", "too long");
    }

    @Test
    public void aSingleFlippedBitIsNoticed() throws Exception {
        byte[] bytes = records(1, 3, 9);
        byte[] damaged = bytes.clone();
        damaged[4000] ^= 1;
        Path folder = write(bytes, damaged);
        String wanted = Checksum.sha256("").of(bytes).hex();
        String got = Checksum.sha256("").of(damaged).hex();
        Tiny.assertFails(
                () -> cifar(1, bytes, bytes).open(in(folder), NOWHERE), folder.resolve("test.bin"), wanted, got);
    }

    @Test
    public void aLabelOutOfRangeIsNamedWithItsRecord() throws Exception {
        byte[] good = records(1, 3, 9);
        byte[] bad = records(1, 3, 10);
        Path folder = write(good, bad);
        Tiny.assertFails(
                () -> cifar(1, good, bad).open(in(folder), NOWHERE),
                folder.resolve("test.bin"),
                "label from 0 to 9",
                "record 1",
                "got 10");
    }

    @Test
    public void theCheckedFilesAreThoseOfTheOfficialArchives() {
        Assert.assertEquals(
                Cifar.CIFAR10.train().stream().map(DataFile::name).toList(),
                IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> "data_batch_" + i + ".bin")
                        .toList());
        Assert.assertEquals(Cifar.CIFAR100.train().get(0).size(), 50_000 * 3074L);
        Assert.assertEquals(Cifar.CIFAR100.test().get(0).size(), 10_000 * 3074L);
    }
}
