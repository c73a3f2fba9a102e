package dev.understudy;

import java.io.IOException;
import java.nio.file.Path;
import org.testng.SkipException;

/** A file system of its own, small enough to be filled. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one; skips the test where that cannot be done.
     *
     * @param folder there already
     * @param size as {@code mount} takes it, such as 8k
     */
    public static SmallDisk at(Path folder, String size) throws IOException, InterruptedException {
        if (!System.getProperty("os.name", "").startsWith("Linux")
                || command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()) != 0) {
            throw new SkipException("A small disk can be had by root on Linux alone");
        }
        return new SmallDisk(folder);
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    private static int command(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Takes it away, with all that is on it. */
    @Override
    public void close() throws IOException {
        try {
            command("umount", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
