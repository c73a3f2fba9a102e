package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.dataset.internal.download.DataFile;
import dev.understudy.dataset.internal.download.DownloadFolder;
import dev.understudy.dataset.internal.download.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A CIFAR set in its official binary layout: records of one or two label bytes and 3,072 image bytes.
 *
 * @param folder what the archive's folder is called
 * @param labelBytes how many label bytes a record has; the last one counts
 */
public record Cifar(
        String name,
        String folder,
        RemoteFile archive,
        List<DataFile> train,
        List<DataFile> test,
        int labelBytes,
        List<String> classNames) {
    private static final Shape SHAPE = new Shape(3, 32, 32);
    private static final String PLACE = "https://www.cs.toronto.edu/~kriz/";

    public static final Cifar CIFAR10 = new Cifar(
            "cifar10",
            "cifar-10-batches-bin",
            new RemoteFile(
                    PLACE, "cifar-10-binary.tar.gz", 170_052_171, Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530")),
            List.of(
                    batch("data_batch_1.bin", "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
                    batch("data_batch_2.bin", "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
                    batch("data_batch_3.bin", "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
                    batch("data_batch_4.bin", "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
                    batch("data_batch_5.bin", "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add")),
            List.of(batch("test_batch.bin", "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b")),
            1,
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"));

    public static final Cifar CIFAR100 = new Cifar(
            "cifar100",
            "cifar-100-binary",
            new RemoteFile(
                    PLACE, "cifar-100-binary.tar.gz", 168_513_733, Checksum.md5("03b5dce01913d631647c71ecec9e9cb8")),
            List.of(new DataFile(
                    "train.bin",
                    153_700_000,
                    Checksum.sha256("f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29"))),
            List.of(new DataFile(
                    "test.bin",
                    30_740_000,
                    Checksum.sha256("d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a"))),
            2,
            lines("cifar100.txt"));

    private static DataFile batch(String name, String sha256) {
        return new DataFile(name, 30_730_000, Checksum.sha256(sha256));
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Cifar.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Splits open(DataOptions options, DownloadFolder store) {
        Path given = options.folder();
        Path place = given == null ? store.unpacked(archive, folder) : DownloadFolder.locate(given, folder);
        return SplitCutter.cut(name, read(place, train), read(place, test), options);
    }

    private Images read(Path place, List<DataFile> files) {
        int record = labelBytes + (int) SHAPE.size();
        List<byte[]> blocks = new ArrayList<>();
        int[] labels = new int[0];
        for (DataFile file : files) {
            byte[] bytes = file.read(place);
            blocks.add(bytes);
            labels = append(labels, labels(place.resolve(file.name()), bytes, record));
        }
        return new MemoryImages(SHAPE, classNames, labels, blocks, labelBytes);
    }

    private int[] labels(Path file, byte[] bytes, int record) {
        int[] labels = new int[bytes.length / record];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = DataFile.label(file, i, bytes[i * record + labelBytes - 1], classNames.size());
        }
        return labels;
    }

    private static int[] append(int[] left, int[] right) {
        int[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}
