package dev.understudy.internal.cache;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of {@linkplain OutputFile kept outputs} with a budget; other files in it stay. A file's time of change is that
 * of its last use. Ranges that are still to be joined do not count: they go when they are, or are forgotten.
 *
 * @param folder the folder
 * @param mostBytes how much may lie in it
 */
record OutputCache(Path folder, long mostBytes) {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutputCache.class);

    /** Who still writes, writes more often. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** Who still joins ranges had one of them written since. */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private record Stored(Path path, long bytes, Instant used) {}

    static long bytes(Collection<OutputFile> files) {
        return files.stream().mapToLong(OutputFile::length).sum();
    }

    /** Removes what was used longest ago until the wanted files fit beside the rest. */
    void makeRoom(Set<OutputFile> wanted) throws IOException {
        ManagedFolder.claim("The folder of kept outputs", folder, "outputs");
        Set<Path> spared = wanted.stream().map(OutputFile::path).collect(Collectors.toSet());
        List<Stored> others = new ArrayList<>();
        for (Stored stored : stored()) {
            if (!is(stored.path, OutputFile.NAME)) {
                Duration patience = is(stored.path, OutputFile.RANGE_NAME) ? FORGOTTEN : ABANDONED;
                if (stored.used.isBefore(Instant.now().minus(patience))) {
                    Files.deleteIfExists(stored.path);
                }
            } else if (!spared.contains(stored.path)) {
                others.add(stored);
            }
        }
        others.sort(Comparator.comparing(Stored::used));
        long left = mostBytes
                - bytes(wanted)
                - others.stream().mapToLong(Stored::bytes).sum();
        for (Stored oldest : others) {
            if (left >= 0) {
                break;
            }
            Files.deleteIfExists(oldest.path);
            left += oldest.bytes;
        }
    }

    private List<Stored> stored() throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.list(folder)) {
            paths = all.filter(OutputCache::isOurs).toList();
        }
        List<Stored> stored = new ArrayList<>();
        for (Path path : paths) {
            // Another process may have taken it away since.
            if (Files.exists(path)) {
                stored.add(new Stored(
                        path, Files.size(path), Files.getLastModifiedTime(path).toInstant()));
            }
        }
        return stored;
    }

    private static boolean isOurs(Path path) {
        boolean whole = is(path, OutputFile.NAME) || is(path, OutputFile.RANGE_NAME);
        return whole
                ? Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                : AtomicFiles.isUnfinished(path, OutputFile.NAME)
                        || AtomicFiles.isUnfinished(path, OutputFile.RANGE_NAME);
    }

    private static boolean is(Path path, Pattern name) {
        return name.matcher(path.getFileName().toString()).matches();
    }

    /** Opens files, which are thereby used. */
    ShardReader open(OutputShards shards) throws IOException {
        ShardReader reader = new ShardReader(shards);
        for (OutputFile file : shards.files()) {
            try {
                Files.setLastModifiedTime(file.path(), FileTime.from(Instant.now()));
            } catch (IOException e) {
                LOGGER.debug("{} will look unused: {}", file.path(), Reasons.of(e));
            }
        }
        return reader;
    }

    /** Removes ranges, and what others have begun of them. */
    void remove(Set<OutputFile> ranges) throws IOException {
        Set<String> names = ranges.stream()
                .map(range -> String.valueOf(range.path().getFileName()))
                .collect(Collectors.toSet());
        for (Stored stored : stored()) {
            String name = stored.path.getFileName().toString();
            if (names.contains(name) || names.stream().anyMatch(range -> name.startsWith("." + range + "."))) {
                Files.deleteIfExists(stored.path);
            }
        }
    }
}
