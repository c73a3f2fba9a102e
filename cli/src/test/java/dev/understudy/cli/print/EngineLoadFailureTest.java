package dev.understudy.cli.print;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class EngineLoadFailureTest {

    private static final List<String> MOUNTS = List.of(
            "overlay / overlay rw,relatime 0 0",
            "tmpfs /cache tmpfs rw,nosuid,noexec 0 0",
            "x /cache/inner ext4 rw 0 0");

    @DataProvider
    public Object[][] reasons() {
        return new Object[][] {
            {
                new FileSystemException("/cache/libtorch.so", null, "No space left on device"),
                "/cache/libtorch.so: No space left on device"
            },
            {new FileSystemException("/cache", null, "Read-only file system"), "/cache: Read-only file system"},
            {
                new UnsatisfiedLinkError(
                        "/c/libtorch.so: libgomp.so.1: cannot open shared object file: No such file or directory"),
                "libgomp.so.1 is not on this system; its package has to be installed"
            },
            {
                new UnsatisfiedLinkError(
                        "/cache/a/libc10.so: /cache/a/libc10.so: failed to map segment from shared object"),
                "/cache/a/libc10.so lies on a file system that runs no programs (mounted noexec)"
            },
            {
                new UnsatisfiedLinkError(
                        "/c/libc10.so: failed to map segment from shared object: Operation not permitted"),
                "/c/libc10.so: failed to map segment from shared object: Operation not permitted"
            },
            {
                new UnsatisfiedLinkError("/c/libtorch.so: version `GLIBC_2.34' not found"),
                "version `GLIBC_2.34' not found"
            },
        };
    }

    @Test(dataProvider = "reasons")
    public void theReasonIsSaidWithTheFolderAndTheVariable(Throwable reason, String words) {
        String line = EngineLoadFailure.explain(loading(reason), MOUNTS).orElseThrow();
        assertTrue(line.startsWith("The engine's libraries cannot be loaded: "), line);
        assertTrue(line.contains(words), line);
        assertTrue(
                line.endsWith("; they are unpacked into " + Utils.getEngineCacheDir() + ", DJL_CACHE_DIR names another"
                        + " folder"),
                line);
    }

    @DataProvider
    public Object[][] others() {
        return new Object[][] {
            {new UnsatisfiedLinkError("/elsewhere/libc10.so: failed to map segment from shared object")},
            {new UnsatisfiedLinkError("/cache/inner/libc10.so: failed to map segment from shared object")},
            {new UnsatisfiedLinkError("/cache/libc10.so: cannot map: Cannot allocate memory")},
            {new OutOfMemoryError("Java heap space")},
        };
    }

    @Test(dataProvider = "others")
    public void tooLittleMemoryIsLeftToThoseWhoKnowOfIt(Throwable reason) {
        assertEquals(EngineLoadFailure.explain(loading(reason), MOUNTS), Optional.empty());
    }

    @Test
    public void whatHasNothingToDoWithAnEngineIsNotIts() {
        assertEquals(EngineLoadFailure.explain(new IOException("No space left on device"), MOUNTS), Optional.empty());
    }

    /** As DJL's classes throw it. */
    private static Throwable loading(Throwable reason) {
        RuntimeException failed = new IllegalStateException("Failed to load PyTorch native library", reason);
        failed.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("ai.djl.pytorch.jni.LibUtils", "loadLibrary", "LibUtils.java", 1)
        });
        return new RuntimeException("wrapped", failed);
    }
}
