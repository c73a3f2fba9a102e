package dev.understudy.internal.file;

import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what a run wrote, whole, unless it is larger than any run writes. */
public final class BoundedFile {
    private static final long MOST_BYTES = 256L << 20;

    private BoundedFile() {}

    public static byte[] read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new ResultException(file + ": has " + size + " bytes, up to " + MOST_BYTES + " are read");
        }
        return Files.readAllBytes(file);
    }
}
