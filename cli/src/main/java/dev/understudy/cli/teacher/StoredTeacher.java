package dev.understudy.cli.teacher;

import dev.understudy.cli.file.HomeFolder;
import dev.understudy.cli.file.NetworkCards;
import dev.understudy.cli.file.NetworkFile;
import dev.understudy.cli.file.SavedStudent;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.ResultException;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds teachers among those that are stored on this machine. */
public final class StoredTeacher {

    /** The setting of a run or a comparison that names the folders of its teachers, separated by blanks. */
    public static final String SETTING = "stored teacher";

    private StoredTeacher() {}

    /**
     * The keys of a run's or a comparison's own teachers.
     *
     * @param run its folder
     * @return none where there were none, or the teacher is a file of the user's
     */
    public static List<String> keys(Path run) {
        Path summary = run.resolve("summary.json");
        Map<String, String> settings = Map.of();
        if (SavedStudent.isComparison(run)) {
            settings = SavedStudent.comparison(run).settings();
        } else if (Files.isRegularFile(summary)) {
            settings = RunSummary.read(summary).settings();
        }
        String keys = settings.getOrDefault(SETTING, "");
        return keys.isEmpty() ? List.of() : List.of(keys.split(" ", -1));
    }

    /**
     * The teacher of a key.
     *
     * @param key the key
     * @return empty where it is not stored here
     */
    public static Optional<NetworkFile> of(String key) throws IOException {
        Path card = folder().resolve(key).resolve(NetworkCards.CARD);
        return Files.isRegularFile(card) ? Optional.of(NetworkFile.read(card)) : Optional.empty();
    }

    /**
     * A stored teacher that differs in some settings alone.
     *
     * @param network its network's name
     * @param settings all of the teacher that is wanted
     * @param but in which it may differ
     * @return its card, if there is one
     */
    static Optional<NetworkCard> stale(String network, Map<String, String> settings, Set<String> but)
            throws IOException {
        Map<String, String> wanted = without(settings, but);
        return cards().stream()
                .flatMap(file -> readable(file).stream())
                .filter(card -> card.network().equals(network)
                        && without(card.settings(), but).equals(wanted))
                .findFirst();
    }

    /** A card that cannot be read is refused where its teacher is wanted, not here. */
    private static Optional<NetworkCard> readable(Path file) {
        try {
            return Optional.of(NetworkCard.read(file));
        } catch (ResultException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> without(Map<String, String> settings, Set<String> names) {
        Map<String, String> rest = new TreeMap<>(settings);
        rest.keySet().removeAll(names);
        return rest;
    }

    private static Path folder() {
        return HomeFolder.folder().resolve("teachers");
    }

    private static List<Path> cards() throws IOException {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        List<Path> cards = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder())) {
            folders.map(each -> each.resolve(NetworkCards.CARD))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(cards::add);
        }
        return cards;
    }
}
