package dev.understudy.dataset;

import dev.understudy.dataset.internal.download.DownloadFolder;
import dev.understudy.dataset.internal.set.Cifar;
import dev.understudy.dataset.internal.set.Folder;
import dev.understudy.dataset.internal.set.Idx;
import dev.understudy.dataset.internal.set.Shapes;
import java.util.List;

/** The datasets that can be opened by name. */
public final class Datasets {
    private static final List<String> NAMES =
            List.of("shapes", "cifar10", "cifar100", "mnist", "fashion-mnist", "folder");

    private Datasets() {}

    /**
     * The names that {@link #open} knows.
     *
     * @return "shapes" first, which needs no file
     */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Opens a dataset: reads and checks its files, downloads them where no folder is given and they have an official
     * place, and cuts off the validation split.
     *
     * <p>"cifar10" and "cifar100" want the official binary files and check their SHA-256; their folder may also be the
     * parent of the one in the archive. "mnist" and "fashion-mnist" want IDX files, plain or gzipped.
     *
     * <p>"folder" wants {@code DIR/train/CLASS/...} and {@code DIR/test/CLASS/...}; {@code DIR/val/CLASS/...} beside
     * them is the validation split, and what is tested on where there is no test folder. Where there is neither, or
     * classes lie in the folder itself, a fifth of each class is tested on. Folders of splits may be written in
     * capitals, and as "training", "valid", "validation" or "testing". Images are found in sub-folders of a class
     * too. What is no image by its ending is left out, and so is what is hidden; {@link Splits#notes()} says how
     * many. A file that is called an image and is none is refused. Names of classes are read as UTF-8 whatever the
     * locale.
     *
     * <p>Images are held in memory as bytes, as {@link Images} counts them. Those of "folder" are decoded when they
     * are first read and then held too, until all folders together take a quarter of what the heap may grow to; the
     * others are decoded each time. What is held does not notice that a file changes.
     *
     * <p>Files may come from anywhere: what one announces is believed only where it can be true and fits into half of
     * Java's memory, pipes and devices are refused. In "folder", links to files are followed wherever they lead, and a
     * class may be a link to a folder; links to folders below are left out. Downloads go through the proxy of Java's settings ({@code https.proxyHost}) or of the environment ({@code https_proxy},
     * {@code no_proxy}); one that was cut is continued by the next run.
     *
     * @param name one of {@link #names()}
     * @param options which part of it, and where its files lie
     * @return the splits
     * @throws DataException where the name is not known or a file is missing, cut, too long or damaged
     */
    public static Splits open(String name, DataOptions options) {
        return open(name, options, DownloadFolder.official());
    }

    /**
     * Opens what trained networks are measured on, and no more: of "folder" the test images alone need be there, in
     * classes of their own.
     *
     * @param name one of {@link #names()}
     * @param options where its files lie
     * @return the test split, the same as that of {@link #open}
     * @throws DataException where the name is not known or a file is missing, cut, too long or damaged
     */
    public static TestSplit openTest(String name, DataOptions options) {
        if (name.equals("folder")) {
            return Folder.openTest(options);
        }
        Splits splits = open(name, options);
        return new TestSplit(splits.name(), splits.test(), splits.notes());
    }

    static Splits open(String name, DataOptions options, DownloadFolder store) {
        return switch (name) {
            case "shapes" -> Shapes.open(options);
            case "cifar10" -> Cifar.CIFAR10.open(options, store);
            case "cifar100" -> Cifar.CIFAR100.open(options, store);
            case "mnist" -> Idx.MNIST.open(options, store);
            case "fashion-mnist" -> Idx.FASHION_MNIST.open(options, store);
            case "folder" -> Folder.open(options);
            default -> throw new DataException("No dataset named \"" + name + "\"; there are " + NAMES);
        };
    }
}
