package dev.understudy.dataset;

import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import dev.understudy.dataset.internal.decode.Decoder;
import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.dataset.internal.download.Archive;
import dev.understudy.dataset.internal.download.DataFile;
import dev.understudy.dataset.internal.download.Download;
import dev.understudy.dataset.internal.download.DownloadFolder;
import dev.understudy.dataset.internal.set.Cifar;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Thousands of damaged files of every format. Each either loads to something plausible or is refused in one line that
 * names a file, and takes no more memory than fits its size. A reader that hangs runs into the time limit.
 */
public class FuzzTest {
    private static final int ROUNDS = 2_000;

    /** Where a format is damaged in a second way besides. */
    private static final int FEWER = 500;

    private static final int TIME_LIMIT = 300_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a reader may take whatever the file's size, and for each of its bytes. */
    private static final long MOST_BESIDES = 4_000_000;

    /** A packed byte may announce a thousand, an image's byte ten thousand pixels. */
    private static final long MOST_PER_BYTE = 24 * 10_000;

    private interface Loading {
        void load() throws IOException;
    }

    private static int refused(Path file, Path named, Loading loading) throws IOException {
        return refused(ROUNDS, file, named, Files.readAllBytes(file), loading);
    }

    /** Damages a file of a good set again and again, and says how often it was refused. */
    private static int refused(int rounds, Path file, Path named, byte[] good, Loading loading) throws IOException {
        Mutations mutations = new Mutations(good, 1);
        Files.write(file, good);
        loading.load();
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = mutations.next();
            Files.write(file, bytes);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                loading.load();
            } catch (DataException e) {
                refused++;
                String message = String.valueOf(e.getMessage());
                Assert.assertEquals(message.lines().count(), 1, message);
                Assert.assertTrue(message.startsWith(named.toString()), message);
            } catch (IOException | RuntimeException | Error e) {
                throw new AssertionError(file + ", round " + round + ": " + e, e);
            }
            long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
            long most = MOST_BESIDES + MOST_PER_BYTE * bytes.length;
            Assert.assertTrue(taken <= most, file + ", round " + round + ": " + taken + " bytes of " + most);
        }
        return refused;
    }

    private static void assertPlausible(Splits splits, Shape shape) {
        for (Images images : List.of(splits.train(), splits.validation(), splits.test())) {
            Assert.assertEquals(images.shape().dimension(), shape.dimension());
            byte[] image = new byte[(int) images.shape().size()];
            for (int i = 0; i < images.size(); i++) {
                int label = images.label(i);
                Assert.assertTrue(label >= 0 && label < images.classNames().size(), "label " + label);
                images.read(i, image, 0);
            }
        }
    }

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
        try (InputStream in = Objects.requireNonNull(FuzzTest.class.getResourceAsStream("images/" + name))) {
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
