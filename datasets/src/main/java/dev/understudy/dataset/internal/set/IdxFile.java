package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.internal.download.Archive;
import dev.understudy.dataset.internal.download.DataFile;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An IDX file of bytes: two zero bytes, the type, the number of dimensions, each dimension's size as a big-endian
 * integer, then the content. It may be gzipped.
 */
final class IdxFile {
    private static final int UNSIGNED_BYTES = 0x0800;
    private static final long MOST_BYTES =
            Math.min(Integer.MAX_VALUE - 16L, Runtime.getRuntime().maxMemory() / 2);

    /** Deflate packs no more than this into a byte. */
    private static final long MOST_PER_PACKED_BYTE = 1032;

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
        try (InputStream file = DataFile.open(path);
                InputStream in = path.equals(plain) ? file : Archive.gunzip(file)) {
            long most = path.equals(plain) ? Files.size(path) : Files.size(path) * MOST_PER_PACKED_BYTE;
            return read(path, new DataInputStream(in), dimensions, most);
        } catch (DataException e) {
            throw e;
        } catch (EOFException e) {
            throw new DataException(path + ": wanted an IDX file of " + dimensions + " dimensions, it is cut", e);
        } catch (IOException | RuntimeException e) {
            throw DataFile.unreadable(path, e);
        }
    }

    /** What the header announces is believed, and memory taken for it, only where the file can hold as much. */
    private static IdxFile read(Path path, DataInputStream in, int dimensions, long most) throws IOException {
        checkBeginning(path, in.readInt(), dimensions);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            sizes.add(in.readInt());
        }
        int wanted = count(path, sizes);
        long room = most - Integer.BYTES * (1L + dimensions);
        byte[] content = new byte[wanted <= room ? wanted : 0];
        long got = wanted <= room ? in.readNBytes(content, 0, wanted) : room;
        if (got < wanted) {
            throw new DataException(
                    path + ": wanted " + wanted + " bytes after the header, got " + got + "; it is cut");
        }
        if (in.read() >= 0) {
            throw new DataException(path + ": wanted " + wanted + " bytes after the header, got more; it is too long");
        }
        return new IdxFile(path, sizes, content);
    }

    private static void checkBeginning(Path path, int got, int dimensions) {
        int wanted = UNSIGNED_BYTES + dimensions;
        if (got != wanted) {
            throw new DataException(
                    String.format("%s: wanted an IDX file that begins with 0x%08x, got 0x%08x", path, wanted, got));
        }
    }

    private static int count(Path path, List<Integer> sizes) {
        long bytes = 1;
        for (int size : sizes) {
            bytes = Math.min(bytes * Math.max(size, 0), MOST_BYTES + 1);
        }
        if (bytes < 1 || bytes > MOST_BYTES) {
            throw new DataException(path + ": wanted sizes of 1 and more, up to " + MOST_BYTES
                    + " bytes together (half of Java's memory, at most 2 GB), got " + sizes);
        }
        return (int) bytes;
    }
}
