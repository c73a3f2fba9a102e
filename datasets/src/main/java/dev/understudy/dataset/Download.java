package dev.understudy.dataset;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches files over HTTP: into a {@code .part} file beside the target, continued where an earlier attempt was cut,
 * and moved into place only once the checksum is right.
 *
 * @param stall how long a server may be silent
 * @param attempts how often a broken connection is tried
 * @param pause how long before the second attempt; twice as long before each further one
 */
record Download(Duration stall, int attempts, Duration pause) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Download.class);
    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_PAUSE_FACTOR = 64;
    private static final long MEGABYTE = 1_000_000;
    private static final long NEWS = 20 * MEGABYTE;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int SERVER_ERRORS = 500;

    static Download standard() {
        return new Download(Duration.ofSeconds(30), 5, Duration.ofSeconds(1));
    }

    void fetch(RemoteFile file, Path target) {
        RetryPolicy<Object> retry = RetryPolicy.builder()
                .handle(IOException.class)
                .withMaxAttempts(attempts)
                .withBackoff(pause, pause.multipliedBy(LONGEST_PAUSE_FACTOR))
                .onRetry(event -> LOGGER.warn("{}: trying again after {}", file.address(), event.getLastException()))
                .build();
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(stall)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            Failsafe.with(retry).run(() -> attempt(client, file, target));
        } catch (FailsafeException e) {
            throw failed(file, target, String.valueOf(e.getCause()), e.getCause());
        }
    }

    private static DataException failed(RemoteFile file, Path target, String got, @Nullable Throwable cause) {
        return new DataException(target + ": wanted to download it from " + file.address() + ", got " + got, cause);
    }

    private void attempt(HttpClient client, RemoteFile file, Path target) throws IOException, InterruptedException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        long have = Files.exists(part) ? Files.size(part) : 0;
        LOGGER.info("Downloading {} from byte {}", file.address(), have);
        HttpRequest.Builder request = HttpRequest.newBuilder(file.address()).timeout(stall);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean resumed = resumes(response, have);
            if (response.statusCode() == OK || resumed) {
                save(body, part, resumed, file);
            } else if (response.statusCode() != RANGE_NOT_SATISFIABLE) {
                refuse(file, target, response.statusCode());
            }
        }
        finish(file, part, target, have > 0);
    }

    /** Whether the answer is the rest of the file, from exactly the byte asked for. */
    private static boolean resumes(HttpResponse<InputStream> response, long have) throws IOException {
        if (response.statusCode() != PARTIAL) {
            return false;
        }
        String range = response.headers().firstValue("Content-Range").orElse("");
        if (!range.startsWith("bytes " + have + "-")) {
            throw new IOException("a part of the file that was not asked for: " + range);
        }
        return true;
    }

    private static void refuse(RemoteFile file, Path target, int status) throws IOException {
        if (status >= SERVER_ERRORS) {
            throw new IOException("status " + status);
        }
        throw new DataException(target + ": wanted to download it from " + file.address() + ", got status " + status);
    }

    private void save(InputStream body, Path part, boolean append, RemoteFile file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long have = append ? Files.size(part) : 0;
        try (OutputStream out = open(part, append)) {
            for (int n = read(body, chunk); n >= 0; n = read(body, chunk)) {
                write(out, chunk, n, part);
                if (have / NEWS < (have + n) / NEWS) {
                    LOGGER.info("{}: {} MB so far", file.address(), (have + n) / MEGABYTE);
                }
                have += n;
            }
        }
    }

    private static OutputStream open(Path part, boolean append) {
        try {
            return Files.newOutputStream(
                    part,
                    StandardOpenOption.CREATE,
                    append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw DataFile.unwritable(part, e);
        }
    }

    private static void write(OutputStream out, byte[] chunk, int length, Path part) {
        try {
            out.write(chunk, 0, length);
        } catch (IOException e) {
            throw DataFile.unwritable(part, e);
        }
    }

    /** Reads what has come. A server that falls silent is noticed by closing the stream: it ignores interrupts. */
    private int read(InputStream body, byte[] chunk) throws IOException {
        CompletableFuture<Boolean> silent =
                new CompletableFuture<Boolean>().completeOnTimeout(true, stall.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> unused = silent.thenAccept(late -> close(body, late));
        try {
            return body.read(chunk);
        } catch (IOException e) {
            throw silent.getNow(false) ? new IOException("silence for " + stall.toSeconds() + " seconds", e) : e;
        } finally {
            silent.complete(false);
        }
    }

    private static void close(InputStream body, boolean late) {
        if (late) {
            try {
                body.close();
            } catch (IOException e) {
                LOGGER.debug("A silent connection did not close", e);
            }
        }
    }

    /** A wrong file is thrown away, and tried again only if it was put together from several attempts. */
    private static void finish(RemoteFile file, Path part, Path target, boolean pieced) throws IOException {
        Checksum got = file.checksum().of(part);
        if (got.equals(file.checksum())) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.delete(part);
        String message = "wanted " + file.checksum() + ", got " + got.hex();
        if (pieced) {
            throw new IOException(message);
        }
        throw new DataException(target + ": downloaded from " + file.address() + ": " + message);
    }
}
