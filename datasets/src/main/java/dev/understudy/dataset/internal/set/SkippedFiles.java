package dev.understudy.dataset.internal.set;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What lies in a folder of images and is not read, counted by the reason. */
final class SkippedFiles {

    /** Why something is left out that is not told by its ending. */
    enum Reason {
        HIDDEN("hidden", "hidden"),
        LINKED_FOLDER("link to a folder", "links to folders"),
        NO_CLASS("image in no class's folder", "images in no class's folder");

        private final String one;
        private final String several;

        Reason(String one, String several) {
            this.one = one;
            this.several = several;
        }

        private String words(int count) {
            return count + " " + (count == 1 ? one : several);
        }
    }

    private final Map<String, Integer> endings = new TreeMap<>();
    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);

    /** A file whose ending is not that of an image. */
    void file(Path file) {
        String ending = ImageExtensions.of(file);
        endings.merge(ending.isEmpty() ? "without an ending" : "." + ending, 1, Integer::sum);
    }

    void add(Reason reason) {
        reasons.merge(reason, 1, Integer::sum);
    }

    boolean isEmpty() {
        return endings.isEmpty() && reasons.isEmpty();
    }

    /** "9 .webp, 3 .txt, 2 hidden", the most frequent ending first. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        endings.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(each -> parts.add(each.getValue() + " " + each.getKey()));
        reasons.forEach((reason, count) -> parts.add(reason.words(count)));
        return String.join(", ", parts);
    }
}
