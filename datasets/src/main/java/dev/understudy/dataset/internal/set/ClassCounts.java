package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.Images;
import dev.understudy.dataset.internal.digest.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How many images each class has in each split, in few lines. */
public final class ClassCounts {
    private static final int COLUMNS = 80;

    /** From here on only the classes with fewest and most are named. */
    private static final int MOST_NAMED = 10;

    private final List<String> names;
    private final Map<String, int[]> parts = new LinkedHashMap<>();

    private ClassCounts(List<String> names) {
        this.names = names;
    }

    public static ClassCounts of(String part, Images images) {
        return new ClassCounts(images.classNames()).and(part, images);
    }

    /** Beside another split; one that is empty is left out. */
    public ClassCounts and(String part, Images images) {
        if (images.size() > 0) {
            parts.put(part, Stratified.counts(images));
        }
        return this;
    }

    /** How many, which classes have none, then the notes. */
    public List<String> lines(List<String> notes) {
        List<String> lines = new ArrayList<>(wrapped(counts()));
        parts.forEach((part, counts) -> {
            List<String> none = IntStream.range(0, counts.length)
                    .filter(label -> counts[label] == 0)
                    .mapToObj(this::name)
                    .toList();
            if (!none.isEmpty()) {
                lines.add("No " + part + " images of " + FolderNames.some(none));
            }
        });
        notes.forEach(note -> lines.add(Printable.of(note)));
        return lines;
    }

    private String counts() {
        String title = "Images (" + String.join(" + ", parts.keySet()) + "): ";
        if (parts.values().stream().allMatch(ClassCounts::isEven)) {
            return title + each(0) + " for each of " + names.size() + " classes";
        }
        if (names.size() <= MOST_NAMED) {
            return title
                    + IntStream.range(0, names.size())
                            .mapToObj(label -> name(label) + " " + each(label))
                            .collect(Collectors.joining(", "));
        }
        int[] first = parts.values().iterator().next();
        List<Integer> byCount =
                new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
        byCount.sort((a, b) -> Integer.compare(first[a], first[b]));
        int fewest = byCount.get(0);
        int most = byCount.get(byCount.size() - 1);
        return title + names.size() + " classes, from " + name(fewest) + " " + each(fewest) + ", to " + name(most) + " "
                + each(most);
    }

    private String each(int label) {
        return parts.values().stream()
                .map(counts -> Integer.toString(counts[label]))
                .collect(Collectors.joining(" + "));
    }

    private static boolean isEven(int[] counts) {
        return Arrays.stream(counts).distinct().count() == 1;
    }

    private String name(int label) {
        return Printable.of(names.get(label));
    }

    /** Broken behind commas. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String part : text.split("(?<=, )", -1)) {
            if (!line.isEmpty() && line.length() + part.strip().length() > COLUMNS) {
                lines.add(line.stripTrailing());
                line = "  ";
            }
            line += part;
        }
        lines.add(line);
        return Collections.unmodifiableList(lines);
    }
}
