package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where in a folder the splits lie.
 *
 * @param root the folder
 * @param splits the folder of each split that there is; empty where the classes lie in the root itself
 * @param others folders beside those of the splits
 */
record FolderLayout(Path root, Map<Part, Path> splits, List<Path> others) {

    /** A split, by the names that its folder goes by, in capitals or not. */
    enum Part {
        TRAIN("train training"),
        VALIDATION("val valid validation"),
        TEST("test testing");

        private final String names;

        /** By its names, with blanks between. */
        Part(String names) {
            this.names = names;
        }

        static @Nullable Part of(Path folder) {
            String name = FolderNames.of(folder).toLowerCase(Locale.ROOT);
            for (Part part : values()) {
                if (Set.of(part.names.split(" ", -1)).contains(name)) {
                    return part;
                }
            }
            return null;
        }
    }

    /**
     * Looks at a folder. One that is called like a split is a split where it holds folders, or where there are no
     * others: "train" may be a class, too.
     */
    static FolderLayout of(Path root) {
        Map<Part, Path> splits = new EnumMap<>(Part.class);
        List<Path> others = new ArrayList<>();
        for (Path folder : FolderNames.folders(root)) {
            Part part = Part.of(folder);
            Path twin = part == null ? null : splits.put(part, folder);
            if (twin != null) {
                throw new DataException(root + ": wanted one folder for a split, got " + twin.getFileName() + " and "
                        + folder.getFileName() + "; rename or move one");
            }
            if (part == null) {
                others.add(folder);
            }
        }
        boolean nested = splits.values().stream()
                .anyMatch(folder -> !FolderNames.folders(folder).isEmpty());
        if (!nested && !(others.isEmpty() && !splits.isEmpty())) {
            return new FolderLayout(root, Map.of(), List.of());
        }
        if (splits.size() == 1) {
            checkAlone(root, splits.values().iterator().next(), others);
        }
        return new FolderLayout(root, Collections.unmodifiableMap(splits), List.copyOf(others));
    }

    /** One that is called like a split may be a class with sub-folders, where there are others with images. */
    private static void checkAlone(Path root, Path split, List<Path> others) {
        for (Path other : others) {
            if (FolderNames.list(other).stream()
                    .anyMatch(path -> ImageExtensions.isImage(path) && !Files.isDirectory(path))) {
                throw new DataException(root + ": wanted folders of classes, or train and test with such folders in"
                        + " them; got " + split.getFileName() + " with folders in it beside " + other.getFileName()
                        + " with images in it; move one of them, or rename " + split.getFileName()
                        + " if it is a class");
            }
        }
    }

    /** The training images; the root itself where there are no splits. */
    Path train() {
        if (splits.isEmpty()) {
            return root;
        }
        Path train = splits.get(Part.TRAIN);
        if (train == null) {
            throw new DataException(root + ": wanted the training images in a folder named train, got " + found()
                    + " and no train; rename the folder to train with");
        }
        return train;
    }

    /** What is tested on: test, or else what is called validation; null where neither is there. */
    @Nullable
    Path test() {
        Path test = splits.get(Part.TEST);
        return test == null ? splits.get(Part.VALIDATION) : test;
    }

    /** What settings are chosen by; null where it is to be cut from the training images. */
    @Nullable
    Path validation() {
        return splits.containsKey(Part.TEST) ? splits.get(Part.VALIDATION) : null;
    }

    /** What was taken for what, where it may surprise. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        Path test = test();
        if (test == null) {
            notes.add(root + ": no test folder; a fifth of each class is tested on");
        } else if (!splits.containsKey(Part.TEST)) {
            notes.add(root + ": no test folder; " + test.getFileName() + " is tested on");
        }
        if (!others.isEmpty()) {
            notes.add(root + ": left out beside " + found() + ": "
                    + FolderNames.some(others.stream().map(FolderNames::of).toList()));
        }
        return notes;
    }

    private String found() {
        return splits.values().stream().map(FolderNames::of).collect(Collectors.joining(", "));
    }
}
