package dev.understudy.internal.file;

import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * That one training at a time works in a folder, of this process and of others. The lock goes with the process, however
 * that ends.
 */
public final class FolderLock implements AutoCloseable {

    /** Those of this process: on POSIX, opening and closing such a file a second time would drop the lock on it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path folder, Path file, FileChannel channel) {
        this.folder = folder;
        this.file = file;
        this.channel = channel;
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
        try {
            Path real = file.toAbsolutePath().resolveSibling(".").toRealPath().resolve(file.getFileName());
            if (!HELD.add(real)) {
                throw taken(folder);
            }
            boolean locked = false;
            try {
                FolderLock lock = new FolderLock(folder, real, locked(folder, real));
                locked = true;
                return lock;
            } finally {
                if (!locked) {
                    HELD.remove(real);
                }
            }
        } catch (IOException e) {
            throw new ResultException("The folder " + folder + " cannot be locked: " + Reasons.of(e), e);
        }
    }

    private static FileChannel locked(Path folder, Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw taken(folder);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw taken(folder);
        }
        return channel;
    }

    private static ResultException taken(Path folder) {
        return new ResultException("Another training works in " + folder + "; wait for it, or choose another folder");
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
