package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.TestSplit;
import dev.understudy.dataset.internal.decode.Decoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Images in one folder per class: with a train and a test folder above them, or without. */
public final class Folder {
    private static final String NAME = "folder";
    private static final long TEST_SEED = 20_210_002;
    private static final int TEST_SHARE = 5;

    private final DataOptions options;
    private final FolderLayout layout;
    private final ClassImages finder = new ClassImages();
    private final List<String> notes = new ArrayList<>();

    private Folder(DataOptions options) {
        this.options = options;
        this.layout = FolderLayout.of(root(options));
        notes.addAll(layout.notes());
    }

    private static Path root(DataOptions options) {
        Path folder = options.folder();
        if (folder == null) {
            throw new DataException("folder: wanted a folder with one folder of images per class, none was given");
        }
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": wanted a folder, there is none");
        }
        return folder;
    }

    public static Splits open(DataOptions options) {
        return new Folder(options).splits();
    }

    /** What is tested on, whether there are images to train with or not. */
    public static TestSplit openTest(DataOptions options) {
        return new Folder(options).testSplit();
    }

    private Splits splits() {
        Path place = layout.train();
        SortedMap<String, Path> classes = classes(place);
        if (classes.size() < 2) {
            throw new DataException(place + ": wanted a folder for each of two or more classes, got " + classes.keySet()
                    + hint(place, classes));
        }
        List<String> names = List.copyOf(classes.keySet());
        classes.values().forEach(Folder::checkAny);
        Images train = images(place, classes, names);
        Path test = layout.test();
        if (test == null) {
            Tested cut = tested(train);
            return SplitCutter.cut(NAME, cut.rest, cut.test, options, allNotes());
        }
        checkAny(test);
        Images tested = images(test, known(test, names), names);
        Path validation = layout.validation();
        return validation == null
                ? SplitCutter.cut(NAME, train, tested, options, allNotes())
                : SplitCutter.given(
                        NAME, train, images(validation, known(validation, names), names), tested, options, allNotes());
    }

    private TestSplit testSplit() {
        Path test = layout.test();
        Path place = test == null ? layout.train() : test;
        SortedMap<String, Path> classes = classes(place);
        if (classes.isEmpty()) {
            throw new DataException(place + ": wanted a folder for each class, there are none" + hint(place, classes));
        }
        checkAny(place);
        Images images = images(place, classes, List.copyOf(classes.keySet()));
        return new TestSplit(NAME, test == null ? tested(images).test : images, allNotes());
    }

    /**
     * What is tested on where there is no folder for it.
     *
     * @param test a fifth of each class, the same in every run
     * @param rest the others
     */
    private record Tested(Images test, Images rest) {}

    private Tested tested(Images all) {
        int[] order = Stratified.order(all, TEST_SEED);
        int held = all.size() / TEST_SHARE;
        if (held == 0) {
            throw new DataException(options.folder() + ": wanted " + TEST_SHARE + " or more images, got " + all.size());
        }
        return new Tested(
                all.subset(Stratified.sorted(order, 0, held)),
                all.subset(Stratified.sorted(order, held, order.length)));
    }

    /** The folders of classes, by their names. */
    private static SortedMap<String, Path> classes(Path place) {
        SortedMap<String, Path> classes = new TreeMap<>();
        for (Path folder : FolderNames.folders(place)) {
            String name = FolderNames.ofClass(folder);
            if (classes.put(name, folder) != null) {
                throw new DataException(place + ": wanted one folder for a class, got two named " + name
                        + ", written with other bytes (Unicode's NFC and NFD); put their images together");
            }
        }
        return classes;
    }

    /** Those of another split, which must be among those to train with. */
    private static SortedMap<String, Path> known(Path place, List<String> names) {
        SortedMap<String, Path> classes = classes(place);
        List<String> unknown =
                classes.keySet().stream().filter(name -> !names.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new DataException(place + ": wanted classes that are trained, got " + FolderNames.some(unknown)
                    + "; trained are " + FolderNames.some(names));
        }
        return classes;
    }

    /** What may have been meant where there are too few classes. */
    private static String hint(Path place, Map<String, Path> classes) {
        long loose = FolderNames.list(place).stream()
                .filter(path -> ImageExtensions.isImage(path) && !Files.isDirectory(path))
                .count();
        if (loose > 0) {
            return " and " + loose + " images in no class's folder";
        }
        for (Path only : classes.values()) {
            if (!FolderNames.folders(only).isEmpty()) {
                return "; is " + only + " meant?";
            }
        }
        return "";
    }

    private Images images(Path place, SortedMap<String, Path> classes, List<String> names) {
        if (!place.equals(layout.root())) {
            finder.beside(place);
        }
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        classes.forEach((name, folder) -> {
            List<Path> found = finder.of(folder);
            files.addAll(found);
            labels.addAll(Collections.nCopies(found.size(), names.indexOf(name)));
        });
        checkHeaders(files);
        int[] numbers = labels.stream().mapToInt(Integer::intValue).toArray();
        return new FolderImages(
                place, List.copyOf(files), numbers, names, options.size(), options.upright(), ImageCacheBudget.HEAP);
    }

    /** Refuses what is called an image and is none; says how many there are besides the first one. */
    private static void checkHeaders(List<Path> files) {
        List<DataException> refused = files.parallelStream()
                .flatMap(file -> {
                    try {
                        Decoder.checkHeader(file);
                        return Stream.<DataException>empty();
                    } catch (DataException e) {
                        return Stream.of(e);
                    }
                })
                .toList();
        if (!refused.isEmpty()) {
            DataException first = refused.get(0);
            int more = refused.size() - 1;
            String others = more == 0 ? "" : more == 1 ? "; nor is another file" : "; nor are " + more + " other files";
            throw new DataException(first.getMessage() + others, first);
        }
    }

    /** Refuses a folder without images; says what else is in it. */
    private static void checkAny(Path place) {
        ClassImages inside = new ClassImages();
        if (inside.of(place).isEmpty()) {
            throw new DataException(place + ": wanted images (" + String.join(", ", ImageExtensions.ALL)
                    + "), there are none" + (inside.leftOut().isEmpty() ? "" : "; it holds " + inside.leftOut()));
        }
    }

    private List<String> allNotes() {
        finder.beside(layout.root());
        List<String> all = new ArrayList<>(notes);
        if (!finder.leftOut().isEmpty()) {
            all.add(layout.root() + ": left out: " + finder.leftOut());
        }
        return all;
    }
}
