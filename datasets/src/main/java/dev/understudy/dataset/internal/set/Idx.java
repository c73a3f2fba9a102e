package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.dataset.internal.download.DataFile;
import dev.understudy.dataset.internal.download.DownloadFolder;
import dev.understudy.dataset.internal.download.RemoteFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A set of ten classes in MNIST's IDX files.
 *
 * @param remote the four gzipped files at their official place
 */
public record Idx(String name, List<RemoteFile> remote, List<String> classNames) {
    private static final String TRAIN = "train";
    private static final String TEST = "t10k";

    public static final Idx MNIST = new Idx(
            "mnist",
            remote(
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    List.of(9_912_422, 28_881, 1_648_877, 4_542),
                    List.of(
                            "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                            "d53e105ee54ea40749a09fcbcd1e9432",
                            "9fb629c4189551a2d022fa330f9573f3",
                            "ec29112dd5afa0611ce80d1b7f02629c")),
            IntStream.range(0, 10).mapToObj(Integer::toString).toList());

    public static final Idx FASHION_MNIST = new Idx(
            "fashion-mnist",
            remote(
                    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                    List.of(26_421_880, 29_515, 4_422_102, 5_148),
                    List.of(
                            "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                            "25c81989df183df01b3e8a0aad5dffbe",
                            "bef4ecab320f06d8554ea6380940ec79",
                            "bb300cfdad3c16e7a12a480ee83cd310")),
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot"));

    /** Images and labels to train with, then those to test with. */
    private static List<RemoteFile> remote(String place, List<Integer> sizes, List<String> sums) {
        List<String> names = List.of(images(TRAIN), labels(TRAIN), images(TEST), labels(TEST));
        return IntStream.range(0, names.size())
                .mapToObj(i -> new RemoteFile(place, names.get(i) + ".gz", sizes.get(i), Checksum.md5(sums.get(i))))
                .toList();
    }

    private static String images(String part) {
        return part + "-images-idx3-ubyte";
    }

    private static String labels(String part) {
        return part + "-labels-idx1-ubyte";
    }

    public Splits open(DataOptions options, DownloadFolder store) {
        Path given = options.folder();
        Path place = given == null ? store.files(remote, name) : DownloadFolder.locate(given, name);
        Images train = read(place, TRAIN);
        Images test = read(place, TEST);
        if (!train.shape().equals(test.shape())) {
            throw new DataException(place.resolve(images(TEST)) + ": wanted images of " + train.shape()
                    + " as in the training file, got " + test.shape());
        }
        return SplitCutter.cut(name, train, test, options);
    }

    private Images read(Path place, String part) {
        IdxFile images = IdxFile.read(place, images(part), 3);
        IdxFile labels = IdxFile.read(place, labels(part), 1);
        int count = labels.sizes().get(0);
        if (count != images.sizes().get(0)) {
            throw new DataException(labels.path() + ": wanted " + images.sizes().get(0)
                    + " labels, one for each image of " + images.path().getFileName() + ", got " + count);
        }
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = DataFile.label(labels.path(), i, labels.content()[i], classNames.size());
        }
        Shape shape = new Shape(1, images.sizes().get(1), images.sizes().get(2));
        return new MemoryImages(shape, classNames, numbers, List.of(images.content()), 0);
    }
}
