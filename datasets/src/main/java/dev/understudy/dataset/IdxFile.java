package dev.understudy.dataset;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * An IDX file of bytes: two zero bytes, the type, the number of dimensions, each dimension's size as a big-endian
 * integer, then the content. It may be gzipped.
 */
final class IdxFile {
    private static final int UNSIGNED_BYTES = 0x0800;
    private static final long MOST_BYTES = Integer.MAX_VALUE - 16L;

    private final Path path;
    private final List<Integer> sizes;
    private final byte[] content;

    private IdxFile(Path path, List<Integer> sizes, byte[] content) {
        this.path = path;
        this.sizes = List.copyOf(sizes);
        this.content = content;
    }

    Path path() {
        return path;
    }

    List<Integer> sizes() {
        return sizes;
    }

    /** What stands after the header; not copied. */
    byte[] content() {
        return content;
    }

    /** Reads NAME, or NAME.gz where that is missing. */
    static IdxFile read(Path folder, String name, int dimensions) {
        Path plain = folder.resolve(name);
        Path path = Files.exists(plain) ? plain : folder.resolve(name + ".gz");
        if (!Files.exists(path)) {
            throw new DataException(plain + ": wanted this file or " + path.getFileName() + ", there is neither");
        }
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
                InputStream in = path.equals(plain) ? file : new GZIPInputStream(file)) {
            return read(path, new DataInputStream(in), dimensions);
        } catch (EOFException e) {
            throw new DataException(path + ": wanted an IDX file of " + dimensions + " dimensions, it is cut", e);
        } catch (IOException e) {
            throw DataFile.unreadable(path, e);
        }
    }

    private static IdxFile read(Path path, DataInputStream in, int dimensions) throws IOException {
        int wanted = UNSIGNED_BYTES + dimensions;
        int magic = in.readInt();
        if (magic != wanted) {
            throw new DataException(
                    String.format("%s: wanted an IDX file that begins with 0x%08x, got 0x%08x", path, wanted, magic));
        }
        List<Integer> sizes = new ArrayList<>();
        long bytes = 1;
        for (int i = 0; i < dimensions; i++) {
            int size = in.readInt();
            sizes.add(size);
            bytes = Math.min(bytes * Math.max(size, 0), MOST_BYTES + 1);
        }
        if (bytes < 1 || bytes > MOST_BYTES) {
            throw new DataException(path + ": wanted sizes of 1 and more, up to 2 GB together, got " + sizes);
        }
        byte[] content = in.readNBytes((int) bytes);
        if (content.length < bytes) {
            throw new DataException(
                    path + ": wanted " + bytes + " bytes after the header, got " + content.length + "; it is cut");
        }
        if (in.read() >= 0) {
            throw new DataException(path + ": wanted " + bytes + " bytes after the header, got more; it is too long");
        }
        return new IdxFile(path, sizes, content);
    }
}
