package dev.understudy.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Pictures in one folder per class: with a train and a test folder above them, or without. */
final class Folder {
    private static final String NAME = "folder";
    private static final List<String> ENDINGS = List.of("png", "jpg", "jpeg", "bmp", "gif");
    private static final long TEST_SEED = 20_210_002;
    private static final int TEST_SHARE = 5;

    private Folder() {}

    static Splits open(DataOptions options) {
        Path folder = options.folder();
        if (folder == null) {
            throw new DataException("folder: wanted a folder with one folder of pictures per class, none was given");
        }
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": wanted a folder, there is none");
        }
        Path train = folder.resolve("train");
        Path test = folder.resolve("test");
        if (Files.isDirectory(train) && Files.isDirectory(test)) {
            List<String> classes = classes(train);
            checkClasses(test, classes);
            return Splits.cut(
                    NAME, pictures(train, classes, options, folder), pictures(test, classes, options, folder), options);
        }
        return withoutTest(pictures(folder, classes(folder), options, folder), options);
    }

    /** A fifth of each class becomes the test split, the same in every run. */
    private static Splits withoutTest(Pictures all, DataOptions options) {
        int[] order = Stratified.order(all, TEST_SEED);
        int held = all.size() / TEST_SHARE;
        if (held == 0) {
            throw new DataException(
                    options.folder() + ": wanted " + TEST_SHARE + " or more pictures, got " + all.size());
        }
        Pictures test = all.subset(Stratified.sorted(order, 0, held));
        Pictures train = all.subset(Stratified.sorted(order, held, order.length));
        return Splits.cut(NAME, train, test, options);
    }

    private static List<String> classes(Path folder) {
        List<String> classes = list(folder).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .toList();
        if (classes.size() < 2) {
            throw new DataException(folder + ": wanted a folder for each of two or more classes, got " + classes);
        }
        return classes;
    }

    private static void checkClasses(Path test, List<String> classes) {
        for (String name : classes(test)) {
            if (!classes.contains(name)) {
                throw new DataException(test.resolve(name) + ": wanted a class that train has, there are " + classes);
            }
        }
    }

    private static Pictures pictures(Path folder, List<String> classes, DataOptions options, Path root) {
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<Path> found = pictures(folder.resolve(classes.get(label)), root);
            files.addAll(found);
            labels.addAll(Collections.nCopies(found.size(), label));
        }
        files.parallelStream().forEach(Decoder::checkHeader);
        int[] numbers = labels.stream().mapToInt(Integer::intValue).toArray();
        return new FolderPictures(folder, List.copyOf(files), numbers, classes, options.size(), Budget.HEAP);
    }

    /** The pictures of one class. Links may lead to other pictures of the folder, not out of it. */
    private static List<Path> pictures(Path place, Path root) {
        List<Path> found = Files.isDirectory(place)
                ? list(place).stream().filter(Folder::isPicture).toList()
                : List.of();
        if (found.isEmpty()) {
            throw new DataException(
                    place + ": wanted pictures of the class (" + String.join(", ", ENDINGS) + "), there are none");
        }
        checkInside(place, root);
        found.stream().filter(Files::isSymbolicLink).forEach(link -> checkInside(link, root));
        return found;
    }

    private static void checkInside(Path path, Path root) {
        try {
            Path real = path.toRealPath();
            if (!real.startsWith(root.toRealPath())) {
                throw new DataException(path + ": wanted only what lies in " + root + ", got a link to " + real);
            }
        } catch (IOException e) {
            throw DataFile.unreadable(path, e);
        }
    }

    private static boolean isPicture(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return !Files.isDirectory(path) && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /** What is in a folder, without hidden things, by name: paths themselves are in another order on Windows. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw DataFile.unreadable(folder, e);
        }
    }
}
