package dev.understudy.dataset.internal.set;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Names of classes, compared. */
public final class ClassNames {
    private ClassNames() {}

    /** Letters with marks as one character each (NFC), so that a name is the same however it was written. */
    static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** For each name its label among others; -1 where it is not among them. */
    static int[] labels(List<String> names, List<String> among) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int label = 0; label < among.size(); label++) {
            numbers.putIfAbsent(composed(among.get(label)), label);
        }
        return names.stream()
                .mapToInt(name -> numbers.getOrDefault(composed(name), -1))
                .toArray();
    }

    /** What is unlike in two lists, as the end of a message. */
    public static String difference(List<String> wanted, List<String> got) {
        List<String> missing =
                wanted.stream().filter(name -> !got.contains(name)).toList();
        List<String> more = got.stream().filter(name -> !wanted.contains(name)).toList();
        if (missing.isEmpty() && more.isEmpty()) {
            return IntStream.range(0, Math.min(wanted.size(), got.size()))
                    .filter(label -> !wanted.get(label).equals(got.get(label)))
                    .mapToObj(label -> "got another order: class " + label + " is " + got.get(label) + " where "
                            + wanted.get(label) + " is wanted")
                    .findFirst()
                    .orElse("got names that come twice");
        }
        return (missing.isEmpty() ? "" : FolderNames.some(missing) + " not among them, ")
                + (more.isEmpty() ? "got no others" : "got others: " + FolderNames.some(more));
    }
}
