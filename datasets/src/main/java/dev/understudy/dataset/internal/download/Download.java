package dev.understudy.dataset.internal.download;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches files over HTTP, as often as it takes within reason.
 *
 * @param stall how long a server may be silent
 * @param attempts how often a broken connection is tried
 * @param pause how long before the second attempt; twice as long before each further one
 */
public record Download(Duration stall, int attempts, Duration pause, Proxies proxies) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Download.class);
    private static final int LONGEST_PAUSE_FACTOR = 64;

    public static Download standard() {
        return new Download(Duration.ofSeconds(30), 5, Duration.ofSeconds(1), new Proxies(System.getenv()));
    }

    void fetch(RemoteFile file, Path target) {
        RetryPolicy<Object> retry = RetryPolicy.builder()
                .handle(IOException.class)
                .withMaxAttempts(attempts)
                .withBackoff(pause, pause.multipliedBy(LONGEST_PAUSE_FACTOR))
                .onRetry(event -> LOGGER.warn("{}: trying again after {}", file.address(), event.getLastException()))
                .build();
        PartialDownload fetch = new PartialDownload(client(), stall, file, target);
        try {
            Failsafe.with(retry).run(fetch::attempt);
        } catch (FailsafeException e) {
            throw fetch.failed(String.valueOf(e.getCause()), e.getCause());
        }
    }

    private HttpClient client() {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(stall)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(proxies);
        proxies.authenticator().ifPresent(client::authenticator);
        return client.build();
    }
}
