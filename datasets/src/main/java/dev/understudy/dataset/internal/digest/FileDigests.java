package dev.understudy.dataset.internal.digest;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.UserHome;
import dev.understudy.dataset.internal.download.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What files hold, by digests of 16 bytes. Those of a folder are kept in a file of ours by path, size and times of change,
 * so that only what changed is read again: 32 bytes a file, sorted, and a checksum.
 *
 * @param keeping the folder of such files, made where it is missing; null for none
 * @param clock tells the time, in milliseconds since 1970
 */
public record FileDigests(@Nullable Path keeping, LongSupplier clock) {

    private static final Logger LOGGER = LoggerFactory.getLogger(FileDigests.class);

    private static final int DIGEST = 16;
    private static final int RECORD = 2 * DIGEST;

    /** A file this young may yet change without another time of change. */
    private static final long YOUNG_MILLIS = 2_000;

    /** So many are read without a word. */
    private static final int MANY = 10_000;

    /** In the folder {@code digests} of UNDERSTUDY_HOME; nowhere for a user without a home. */
    public static FileDigests official() {
        try {
            return new FileDigests(UserHome.folder().resolve("digests"), System::currentTimeMillis);
        } catch (DataException e) {
            LOGGER.debug("Digests of files are not kept", e);
            return new FileDigests(null, System::currentTimeMillis);
        }
    }

    /** What files held when they were looked at. */
    public static final class Held {

        private final Path root;
        private final List<Path> files;

        /** What each is found by, and its digest. */
        private final byte[] records;

        private Held(Path root, List<Path> files, byte[] records) {
            this.root = root;
            this.files = files;
            this.records = records;
        }

        /** 16 bytes for each file, in their order. */
        public byte[] digests() {
            byte[] digests = new byte[files.size() * DIGEST];
            for (int i = 0; i < files.size(); i++) {
                System.arraycopy(records, i * RECORD + DIGEST, digests, i * DIGEST, DIGEST);
            }
            return digests;
        }

        /**
         * Whether a file holds the same still. It is read again where its size or times of change are others.
         *
         * @param index its place
         * @throws DataException where it cannot be read
         */
        public boolean isSame(int index) {
            int at = index * RECORD;
            byte[] now = new byte[DIGEST];
            key(root, files.get(index), now, 0);
            return Arrays.equals(now, 0, DIGEST, records, at, at + DIGEST)
                    || Arrays.equals(digest(files.get(index)), 0, DIGEST, records, at + DIGEST, at + RECORD);
        }
    }

    /**
     * Of files of a folder.
     *
     * @param root the folder
     * @param files files in it
     * @return what they hold now
     * @throws DataException naming a file that cannot be read
     */
    public Held of(Path root, List<Path> files) {
        Path table = keeping == null ? null : keeping.resolve(name(root));
        byte[] known = table == null ? new byte[0] : read(table);
        byte[] records = new byte[files.size() * RECORD];
        boolean[] old = new boolean[files.size()];
        long young = clock.getAsLong() - YOUNG_MILLIS;
        int[] missing = IntStream.range(0, files.size())
                .parallel()
                .filter(i -> {
                    old[i] = key(root, files.get(i), records, i * RECORD) < young;
                    return !find(known, records, i * RECORD);
                })
                .toArray();
        if (missing.length > MANY) {
            LOGGER.info("Reading {} files of {} once, to know them by what they hold", missing.length, root);
        }
        AtomicInteger kept = new AtomicInteger();
        Arrays.stream(missing).parallel().forEach(i -> {
            byte[] digest = digest(files.get(i));
            System.arraycopy(digest, 0, records, i * RECORD + DIGEST, DIGEST);
            kept.addAndGet(old[i] ? 1 : 0);
        });
        if (table != null && kept.get() > 0) {
            write(table, records, old);
        }
        return new Held(root, files, records);
    }

    private static String name(Path root) {
        try {
            return Fingerprint.start().text(root.toRealPath().toString()).finish();
        } catch (IOException e) {
            throw DataFile.unreadable(root, e);
        }
    }

    /** Writes what a file is found by, and says when it last changed. */
    private static long key(Path root, Path file, byte[] into, int offset) {
        try {
            boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            Map<String, Object> found =
                    Files.readAttributes(file, unix ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime");
            MessageDigest digest = Checksum.digest("SHA-256");
            digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
            long last = 0;
            for (String each : List.of("size", "lastModifiedTime", "ctime")) {
                Object value = found.get(each);
                long number = value instanceof FileTime time
                        ? time.to(TimeUnit.NANOSECONDS)
                        : value instanceof Number size ? size.longValue() : 0;
                last = value instanceof FileTime time ? Math.max(last, time.toMillis()) : last;
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
            }
            System.arraycopy(digest.digest(), 0, into, offset, DIGEST);
            return last;
        } catch (IOException e) {
            throw DataFile.unreadable(file, e);
        }
    }

    private static byte[] digest(Path file) {
        try {
            return Checksum.bytes("SHA-256", file);
        } catch (IOException e) {
            throw DataFile.unreadable(file, e);
        }
    }

    /** Completes a record whose key is known. */
    private static boolean find(byte[] known, byte[] records, int offset) {
        int low = 0;
        int high = known.length / RECORD - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = middle * RECORD;
            int order = Arrays.compareUnsigned(known, at, at + DIGEST, records, offset, offset + DIGEST);
            if (order == 0) {
                System.arraycopy(known, at + DIGEST, records, offset + DIGEST, DIGEST);
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** The records of a table; none where it is missing or not as it was written. */
    private static byte[] read(Path table) {
        try {
            byte[] bytes = Files.exists(table) ? Files.readAllBytes(table) : new byte[0];
            int length = bytes.length - RECORD;
            if (length < 0 || length % RECORD != 0) {
                return new byte[0];
            }
            byte[] records = Arrays.copyOf(bytes, length);
            boolean whole = Arrays.equals(
                    Checksum.digest("SHA-256").digest(records), Arrays.copyOfRange(bytes, length, bytes.length));
            return whole ? records : new byte[0];
        } catch (IOException e) {
            LOGGER.debug("{} cannot be read", table, e);
            return new byte[0];
        }
    }

    /** What cannot be kept is read again the next time. */
    private static void write(Path table, byte[] records, boolean[] which) {
        byte[] sorted = sorted(records, which);
        try {
            Files.createDirectories(table.resolveSibling("."));
            Path part = Files.createTempFile(
                    table.resolveSibling("."), table.getFileName().toString(), ".part");
            try {
                Files.write(part, sorted);
                Files.write(part, Checksum.digest("SHA-256").digest(sorted), StandardOpenOption.APPEND);
                Files.move(part, table, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOGGER.debug("{} cannot be written", table, e);
        }
    }

    private static byte[] sorted(byte[] records, boolean[] which) {
        List<Integer> order = IntStream.range(0, which.length)
                .filter(i -> which[i])
                .boxed()
                .sorted((a, b) -> Arrays.compareUnsigned(
                        records, a * RECORD, a * RECORD + DIGEST, records, b * RECORD, b * RECORD + DIGEST))
                .toList();
        byte[] sorted = new byte[order.size() * RECORD];
        for (int i = 0; i < order.size(); i++) {
            System.arraycopy(records, order.get(i) * RECORD, sorted, i * RECORD, RECORD);
        }
        return sorted;
    }
}
