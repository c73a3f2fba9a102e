package dev.understudy.spark.internal.grid;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads on the driver what tasks tell. */
public final class ProgressReader {

    private final Path folder;
    private final Consumer<String> log;
    private final Map<Path, Long> read = new HashMap<>();

    /**
     * Of a folder.
     *
     * @param folder where tasks tell
     * @param log is told each line
     */
    public ProgressReader(Path folder, Consumer<String> log) {
        this.folder = folder;
        this.log = log;
    }

    /** Passes on all lines that have come since. What cannot be read now is read later. */
    public void look() {
        List<Path> files;
        try (Stream<Path> inside = Files.list(folder)) {
            files = inside.filter(file -> file.toString().endsWith(ProgressFile.ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return;
        }
        files.forEach(file -> read.compute(file, (same, from) -> lines(file, from == null ? 0 : from)));
    }

    /** How far whole lines go. */
    private long lines(Path file, long from) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, Math.min(Integer.MAX_VALUE >> 4, open.length() - from))];
            open.seek(from);
            open.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(log);
            return from + end;
        } catch (IOException e) {
            return from;
        }
    }
}
