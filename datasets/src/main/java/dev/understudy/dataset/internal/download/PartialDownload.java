package dev.understudy.dataset.internal.download;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.internal.digest.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on its way: into a {@code .part} file beside the target, continued where an earlier attempt, or an earlier
 * process, was cut, and moved into place only once its size and checksum are right. An {@code IOException} means that
 * another attempt is worth while.
 */
final class PartialDownload {
    private static final Logger LOGGER = LoggerFactory.getLogger(PartialDownload.class);
    private static final int CHUNK = 1 << 16;
    private static final long MEGABYTE = 1_000_000;
    private static final long NEWS = 20 * MEGABYTE;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int SERVER_ERRORS = 500;

    /** Request timeout, too many requests. */
    private static final Set<Integer> PASSING = Set.of(408, 429);

    private final HttpClient client;
    private final Duration stall;
    private final RemoteFile file;
    private final Path target;
    private final Path part;

    PartialDownload(HttpClient client, Duration stall, RemoteFile file, Path target) {
        this.client = client;
        this.stall = stall;
        this.file = file;
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
    }

    void attempt() throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        boolean pieced = have >= file.size() || receive(have);
        Checksum got = file.checksum().of(part);
        if (!got.equals(file.checksum())) {
            throw wrong(pieced, got.hex());
        }
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    DataException failed(String got, @Nullable Throwable cause) {
        return new DataException(target + ": wanted to download it from " + file.address() + ", got " + got, cause);
    }

    /** Throws a wrong file away. One that was put together from several attempts is worth another one. */
    private IOException wrong(boolean pieced, String got) throws IOException {
        Files.delete(part);
        String message = "wanted " + file.size() + " bytes with " + file.checksum() + ", got " + got;
        if (pieced) {
            return new IOException(message);
        }
        throw new DataException(target + ": downloaded from " + file.address() + ": " + message);
    }

    /** Asks for what is missing, and says whether it came without what is there. */
    private boolean receive(long have) throws IOException, InterruptedException {
        LOGGER.info("Downloading {} from byte {}", file.address(), have);
        HttpRequest.Builder request = HttpRequest.newBuilder(file.address()).timeout(stall);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean rest = response.statusCode() == PARTIAL;
            if (rest) {
                checkRange(response, have);
            } else {
                checkWhole(response, have);
            }
            save(body, rest ? have : 0);
            return rest && have > 0;
        }
    }

    private static void checkRange(HttpResponse<?> response, long have) throws IOException {
        String range = response.headers().firstValue("Content-Range").orElse("");
        if (!range.startsWith("bytes " + have + "-")) {
            throw new IOException("a part of the file that was not asked for: " + range);
        }
    }

    /** A page that says something else must not take the place of what has come so far. */
    private void checkWhole(HttpResponse<?> response, long have) throws IOException {
        int status = response.statusCode();
        if (status == RANGE_NOT_SATISFIABLE && have > 0) {
            throw wrong(true, "a file at the server that is shorter than the " + have + " bytes here");
        }
        if (status >= SERVER_ERRORS || PASSING.contains(status)) {
            throw new IOException("status " + status);
        }
        if (status != OK) {
            throw failed("status " + status, null);
        }
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
            throw failed("a web page, of a proxy or a login perhaps", null);
        }
        long size = response.headers().firstValueAsLong("Content-Length").orElse(file.size());
        if (size != file.size()) {
            throw failed(size + " bytes instead of " + file.size(), null);
        }
    }

    private void save(InputStream body, long from) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long have = from;
        try (OutputStream out = open(from > 0)) {
            for (int n = read(body, chunk); n >= 0 && have <= file.size(); n = read(body, chunk)) {
                write(out, chunk, n);
                if (have / NEWS < (have + n) / NEWS) {
                    LOGGER.info("{}: {} MB so far", file.address(), (have + n) / MEGABYTE);
                }
                have += n;
            }
        }
        if (have > file.size()) {
            throw wrong(from > 0, "more");
        }
        if (have < file.size()) {
            throw new IOException("the end after " + have + " of " + file.size() + " bytes");
        }
    }

    private OutputStream open(boolean append) {
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

    private void write(OutputStream out, byte[] chunk, int length) {
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
}
