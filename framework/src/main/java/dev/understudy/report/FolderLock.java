package dev.understudy.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** That one process at a time works in a folder. The lock goes with the process, however that ends. */
public final class FolderLock implements AutoCloseable {

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param folder the folder
     * @param file stands for the lock; made where it is missing, in a folder that is there
     * @return the lock, to be closed
     * @throws ReportException when another has the lock, or there can be none
     */
    @SuppressWarnings("resource")
    public static FolderLock of(Path folder, Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FolderLock lock = new FolderLock(folder, channel);
            if (!lock.tried()) {
                lock.close();
                throw new ReportException(
                        "Another process works in " + folder + "; wait for it, or choose another folder");
            }
            return lock;
        } catch (IOException e) {
            throw new ReportException("The folder " + folder + " cannot be locked: " + Reasons.of(e), e);
        }
    }

    private boolean tried() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ReportException("The lock on " + folder + " cannot be taken back: " + Reasons.of(e), e);
        }
    }
}
