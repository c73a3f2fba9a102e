package dev.understudy.spark.internal.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of one machine through which text gets into a process's words, and out of them. */
final class TextFile implements AutoCloseable {

    private final Path path;

    private TextFile(Path path) {
        this.path = path;
    }

    static TextFile empty() throws IOException {
        return new TextFile(Files.createTempFile("understudy-step", ".json"));
    }

    static TextFile of(String text) throws IOException {
        TextFile file = empty();
        Files.writeString(file.path, text);
        return file;
    }

    Path path() {
        return path;
    }

    String text() throws IOException {
        return Files.readString(path);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
