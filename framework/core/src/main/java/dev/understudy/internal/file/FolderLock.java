package dev.understudy.internal.file;

import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * That one training at a time works in a folder, of this process and of others. The lock goes with the process, however
 * that ends.
 */
public final class FolderLock implements AutoCloseable {

    /** Those of this process: on POSIX, opening and closing such a file a second time would drop the lock on it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final long LOOK_MILLISECONDS = 200;

    private static volatile Duration patience = Duration.ZERO;

    private final Path folder;
    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path folder, Path file, FileChannel channel) {
        this.folder = folder;
        this.file = file;
        this.channel = channel;
    }

    /**
     * How long to wait for a lock that another has, from now on in this process: on a cluster, work that is begun again
     * elsewhere may meet the process that was given up while that one ends.
     *
     * @param longest no time unless this says otherwise
     */
    public static void waitAtMost(Duration longest) {
        patience = longest;
    }

    /**
     * Locks a folder.
     *
     * @param folder the folder
     * @param file stands for the lock; made where it is missing, in a folder that is there
     * @return the lock, to be closed
     * @throws ResultException when another has the lock, or there can be none
     */
    public static FolderLock of(Path folder, Path file) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            Path real = file.toAbsolutePath().resolveSibling(".").toRealPath().resolve(file.getFileName());
            FolderLock lock = tried(folder, real);
            while (lock == null && System.nanoTime() < end) {
                Thread.sleep(LOOK_MILLISECONDS);
                lock = tried(folder, real);
            }
            if (lock == null) {
                throw new ResultException(
                        "Another training works in " + folder + "; wait for it, or choose another folder");
            }
            return lock;
        } catch (IOException e) {
            throw new ResultException("The folder " + folder + " cannot be locked: " + Reasons.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Stopped");
        }
    }

    /** Null where another has it. */
    private static @Nullable FolderLock tried(Path folder, Path file) throws IOException {
        if (!HELD.add(file)) {
            return null;
        }
        FileChannel channel = null;
        try {
            channel = locked(file);
            return channel == null ? null : new FolderLock(folder, file, channel);
        } finally {
            if (channel == null) {
                HELD.remove(file);
            }
        }
    }

    private static @Nullable FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Other classes of this name hold it, in the same process.
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new ResultException("The lock on " + folder + " cannot be taken back: " + Reasons.of(e), e);
        } finally {
            HELD.remove(file);
        }
    }
}
