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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of {@linkplain OutputFile kept outputs} with a budget; other files in it stay. A file's time of change is that of its last use.
 *
 * @param folder the folder
 * @param mostBytes how much may lie in it
 */
record OutputCache(Path folder, long mostBytes) {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutputCache.class);

    /** Who still writes, writes more often. */
    private static final Duration ABANDONED = Duration.ofHours(1);

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
            boolean finished = OutputFile.NAME
                    .matcher(stored.path.getFileName().toString())
                    .matches();
            if (finished && !spared.contains(stored.path)) {
                others.add(stored);
            } else if (!finished && stored.used.isBefore(Instant.now().minus(ABANDONED))) {
                Files.deleteIfExists(stored.path);
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
        return AtomicFiles.isUnfinished(path, OutputFile.NAME)
                || (OutputFile.NAME.matcher(path.getFileName().toString()).matches()
                        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** Opens a file, which is thereby used. */
    OutputReader open(OutputFile file) throws IOException {
        OutputReader reader = new OutputReader(file);
        try {
            Files.setLastModifiedTime(file.path(), FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOGGER.debug("{} will look unused: {}", file.path(), Reasons.of(e));
        }
        return reader;
    }
}
