package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import dev.understudy.internal.file.FolderLock;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.annotations.Test;

/** A lock holds against this process and others until it is closed. */
public final class FolderLockTest {

    private final Path folder;
    private final Path file;

    public FolderLockTest() throws IOException {
        folder = Files.createTempDirectory("lock");
        file = folder.resolve(".lock");
    }

    /** Another process that tries to get the lock. */
    static final class Other {

        private Other() {}

        /**
         * Prints what came of it.
         *
         * @param args the folder
         */
        public static void main(String[] args) {
            Path folder = Path.of(args[0]);
            try {
                FolderLock.of(folder, folder.resolve(".lock")).close();
                System.out.print("got it");
            } catch (ResultException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    private String elsewhere() throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String here(Path where) {
        return Samples.refusal(() -> FolderLock.of(folder, where));
    }

    @Test
    public void aSecondAttemptHereIsRefusedAndTheFirstKeepsTheLock() throws IOException {
        String refusal = "Another training works in " + folder + "; wait for it, or choose another folder";
        FolderLock lock = FolderLock.of(folder, file);
        assertEquals(here(file), refusal);
        assertEquals(here(folder.resolve("../" + folder.getFileName() + "/.lock")), refusal);
        assertEquals(elsewhere(), refusal, "not dropped by the attempts here");
        lock.close();
        assertEquals(elsewhere(), "got it");
        FolderLock next = FolderLock.of(folder, file);
        lock.close();
        assertEquals(here(file), refusal, "closing the first again takes nothing from the next");
        next.close();
        FolderLock.of(folder, file).close();
    }

    @Test
    public void aLinkIsNotLocked() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "text");
        Path link = Files.createSymbolicLink(folder.resolve(".link"), users);
        expectThrows(ResultException.class, () -> FolderLock.of(folder, link));
        assertEquals(Files.readString(users), "text");
    }
}
