package dev.understudy.dataset;

import static dev.understudy.dataset.Fuzz.FEWER;
import static dev.understudy.dataset.Fuzz.ROUNDS;
import static dev.understudy.dataset.Fuzz.TIME_LIMIT;
import static dev.understudy.dataset.Fuzz.assertPlausible;
import static dev.understudy.dataset.Fuzz.refused;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.dataset.internal.download.Archive;
import dev.understudy.dataset.internal.download.DataFile;
import dev.understudy.dataset.internal.download.Download;
import dev.understudy.dataset.internal.download.DownloadFolder;
import dev.understudy.dataset.internal.set.Cifar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Thousands of damaged files of each format. Each either loads to something plausible or is refused in one line that
 * names a file, and takes no more memory than fits its size. A reader that hangs runs into the time limit. {@link
 * ImageFuzzTest} has images.
 */
public class FuzzTest {

    private static byte[] idx(int magic, int[] sizes, byte[] content) {
        ByteBuffer bytes =
                ByteBuffer.allocate(4 + 4 * sizes.length + content.length).putInt(magic);
        Arrays.stream(sizes).forEach(bytes::putInt);
        return bytes.put(content).array();
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(2).nextBytes(bytes);
        return bytes;
    }

    @DataProvider
    static Object[][] idxFiles() {
        return new Object[][] {
            {"t10k-images-idx3-ubyte", false},
            {"t10k-images-idx3-ubyte.gz", true},
            {"train-labels-idx1-ubyte", false},
            {"train-labels-idx1-ubyte.gz", true}
        };
    }

    @Test(dataProvider = "idxFiles", timeOut = TIME_LIMIT)
    public void damagedIdxFilesLoadOrAreRefused(String name, boolean packed) throws Exception {
        Path folder = Tiny.folder();
        byte[] imageFiles = idx(0x803, new int[] {6, 5, 4}, noise(120));
        byte[] labels = idx(0x801, new int[] {6}, new byte[] {0, 1, 2, 3, 4, 9});
        for (String part : List.of("train", "t10k")) {
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), imageFiles);
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels);
        }
        Files.delete(folder.resolve(name.replace(".gz", "")));
        byte[] plain = name.contains("images") ? imageFiles : labels;
        Path file = folder.resolve(name);
        Files.write(file, packed ? gzipped(plain) : plain);
        DataOptions options = DataOptions.defaults().folder(folder);
        Shape shape = new Shape(1, 5, 4);
        int refused = refused(file, folder, () -> assertPlausible(Datasets.open("mnist", options), shape));
        Assert.assertTrue(refused > ROUNDS / 4, refused + " refused");
    }

    @DataProvider
    static Object[][] labelBytes() {
        return new Object[][] {{1}, {2}};
    }

    /** Once against the checksum of the good file, once as if a damaged one were the official one. */
    @Test(dataProvider = "labelBytes", timeOut = TIME_LIMIT)
    public void damagedCifarFilesLoadOrAreRefused(int labelBytes) throws Exception {
        Cifar official = labelBytes == 1 ? Cifar.CIFAR10 : Cifar.CIFAR100;
        Path folder = Tiny.folder();
        byte[] good = noise(2 * (labelBytes + 3072));
        for (int i = 0; i < 2; i++) {
            good[i * (labelBytes + 3072) + labelBytes - 1] = (byte) i;
        }
        Path train = folder.resolve("train.bin");
        Files.write(folder.resolve("test.bin"), good);
        Files.write(train, good);
        DataOptions options = DataOptions.defaults().folder(folder).validationSize(0);
        Shape shape = new Shape(3, 32, 32);
        int refused = refused(
                train, folder, () -> assertPlausible(cifar(official, good, good).open(options, NOWHERE), shape));
        Assert.assertTrue(refused > ROUNDS * 9 / 10, refused + " refused");
        refused(FEWER, train, folder, good, () -> {
            byte[] there = Files.readAllBytes(train);
            byte[] sized = Arrays.copyOf(there, good.length);
            Files.write(train, sized);
            assertPlausible(cifar(official, sized, good).open(options, NOWHERE), shape);
        });
    }

    private static final DownloadFolder NOWHERE =
            new DownloadFolder(Path.of("nowhere"), Download.standard(), file -> file);

    private static Cifar cifar(Cifar official, byte[] train, byte[] test) {
        return new Cifar(
                official.name(),
                official.folder(),
                official.archive(),
                List.of(file("train.bin", train)),
                List.of(file("test.bin", test)),
                official.labelBytes(),
                official.classNames());
    }

    private static DataFile file(String name, byte[] bytes) {
        return new DataFile(name, bytes.length, Checksum.sha256("").of(bytes));
    }

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (String name : List.of("set/a.bin", "set/" + "long".repeat(40))) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(300);
                tar.putArchiveEntry(entry);
                tar.write(noise(300));
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** The checksum of a gzipped file notices most damage; so the tar is damaged before it is packed as well. */
    @Test(timeOut = TIME_LIMIT)
    public void damagedArchivesUnpackIntoTheirFolderOrAreRefused() throws Exception {
        Path place = Tiny.folder();
        Path archive = place.resolve("set.tar.gz");
        int refused = refused(FEWER, archive, archive, gzipped(tar()), () -> unpack(archive));
        Assert.assertTrue(refused > FEWER / 2, refused + " refused");
        Path plain = place.resolve("set.tar");
        refused(ROUNDS, plain, archive, tar(), () -> {
            Files.write(archive, gzipped(Files.readAllBytes(plain)));
            unpack(archive);
        });
    }

    /** Unpacks, and looks whether anything came out elsewhere, or anything but plain files and folders. */
    private static void unpack(Path archive) throws IOException {
        Path place = archive.resolveSibling("place");
        Path into = place.resolve("into");
        try {
            Archive.unpack(archive, into);
        } finally {
            try (Stream<Path> out = Files.walk(place)) {
                for (Path path : out.toList()) {
                    Assert.assertTrue(path.startsWith(into) || path.equals(place), path.toString());
                    Assert.assertFalse(Files.isSymbolicLink(path), path.toString());
                    Assert.assertTrue(Files.isDirectory(path) || Files.size(path) < 10_000, path.toString());
                }
            }
            Archive.remove(into);
        }
    }
}
