package dev.understudy.dataset.internal.download;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.digest.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.testng.Assert;

/** A file of 100,000 bytes on a server of one's own, and the place that it is fetched to. */
final class ServedFile {

    static final byte[] CONTENT = new byte[100_000];
    static final Checksum RIGHT;

    static {
        new Random(1).nextBytes(CONTENT);
        RIGHT = Checksum.md5("").of(CONTENT);
    }

    private static final int CUT = 40_000;

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private Path target = Path.of("data.bin");

    WireMockServer server() {
        return server;
    }

    /** A server that knows nothing, and a place that nothing was fetched to. */
    void reset() {
        server.resetAll();
        target = Tiny.folder().resolve("data.bin");
    }

    RemoteFile remote(Checksum checksum) {
        return new RemoteFile(server.baseUrl() + "/", "data.bin", CONTENT.length, checksum);
    }

    Path target() {
        return target;
    }

    Path part() {
        return target.resolveSibling("data.bin.part");
    }

    void sends(byte[] body) {
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(body)));
    }

    /** From byte 40,000 on, to whoever asks for that. */
    void sendsRest() {
        server.stubFor(get("/data.bin")
                .withHeader("Range", equalTo("bytes=" + CUT + "-"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 40000-99999/100000")
                        .withBody(Arrays.copyOfRange(CONTENT, CUT, CONTENT.length))));
    }

    void assertAsked(int times) {
        server.verify(times, getRequestedFor(urlEqualTo("/data.bin")));
    }

    void assertFetched() throws IOException {
        Assert.assertEquals(Files.readAllBytes(target), CONTENT);
        Assert.assertFalse(Files.exists(part()));
    }

    void assertNotFetched(Download download, RemoteFile file, Object... parts) {
        Tiny.assertFails(() -> download.fetch(file, target), parts);
        Assert.assertFalse(Files.exists(target));
    }
}
