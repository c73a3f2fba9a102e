package dev.understudy.dataset.internal.download;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.UserHome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that downloaded data is kept in. One process at a time changes it.
 *
 * @param folder made where it is missing
 * @param source where a remote file is really fetched from
 */
public record DownloadFolder(Path folder, Download download, UnaryOperator<RemoteFile> source) {
    private static final Logger LOGGER = LoggerFactory.getLogger(DownloadFolder.class);

    /** The folder {@code data} in UNDERSTUDY_HOME, or in .understudy in the user's home; and the official places. */
    public static DownloadFolder official() {
        return new DownloadFolder(UserHome.folder().resolve("data"), Download.standard(), UnaryOperator.identity());
    }

    /** The given folder, or the one of this name in it. */
    public static Path locate(Path given, String name) {
        if (!Files.isDirectory(given)) {
            throw new DataException(given + ": wanted a folder, there is " + (Files.exists(given) ? "a file" : "none"));
        }
        Path inner = given.resolve(name);
        return Files.isDirectory(inner) ? inner : given;
    }

    /** The unpacked content of an archive that holds one folder, fetched if it is not there yet. */
    public Path unpacked(RemoteFile archive, String name) {
        Path target = folder.resolve(name);
        synchronized (DownloadFolder.class) {
            if (!Files.isDirectory(target)) {
                locked(() -> unpack(archive, name));
            }
        }
        return target;
    }

    private void unpack(RemoteFile archive, String name) throws IOException {
        Path target = folder.resolve(name);
        if (Files.isDirectory(target)) {
            return;
        }
        Path packed = folder.resolve(archive.name());
        Path work = folder.resolve(name + ".part");
        fetch(archive, packed);
        Archive.remove(work);
        try {
            Archive.unpack(packed, work);
            if (!Files.isDirectory(work.resolve(name))) {
                throw new DataException(packed + ": wanted a folder " + name + " in it, there is none");
            }
            Files.move(work.resolve(name), target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Archive.remove(work);
        }
        Files.delete(packed);
    }

    /** A folder with these files, each fetched if it is not there yet. */
    public Path files(List<RemoteFile> files, String name) {
        Path target = folder.resolve(name);
        synchronized (DownloadFolder.class) {
            locked(() -> {
                Files.createDirectories(target);
                for (RemoteFile file : files) {
                    fetch(file, target.resolve(file.name()));
                }
            });
        }
        return target;
    }

    /** A file that is there was right when it came: downloads move into place only then. */
    private void fetch(RemoteFile file, Path target) {
        if (!Files.exists(target)) {
            download.fetch(source.apply(file), target);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void locked(Work work) {
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                if (lock.isValid()) {
                    work.run();
                }
            }
        } catch (IOException e) {
            throw DataFile.unwritable(folder, e);
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock = channel.tryLock();
        if (lock != null) {
            return lock;
        }
        LOGGER.info("Another process is downloading into {}; waiting for it", folder);
        return channel.lock();
    }
}
