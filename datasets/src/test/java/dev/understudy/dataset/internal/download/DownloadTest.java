package dev.understudy.dataset.internal.download;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.digest.Checksum;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

@Test(singleThreaded = true)
public class DownloadTest {
    private static final byte[] CONTENT = new byte[100_000];
    private static final Checksum RIGHT;

    static {
        new Random(1).nextBytes(CONTENT);
        RIGHT = Checksum.md5("").of(CONTENT);
    }

    private static final Proxies NONE = new Proxies(Map.of());

    private final Download download = new Download(Duration.ofSeconds(10), 3, Duration.ofMillis(1), NONE);
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private Path target = Path.of("data.bin");

    @BeforeClass
    public void start() {
        server.start();
    }

    @AfterClass
    public void stop() {
        server.stop();
    }

    @BeforeMethod
    public void reset() {
        server.resetAll();
        target = Tiny.folder().resolve("data.bin");
    }

    private RemoteFile remote(Checksum checksum) {
        return new RemoteFile(server.baseUrl() + "/", "data.bin", CONTENT.length, checksum);
    }

    private Path part() {
        return target.resolveSibling("data.bin.part");
    }

    private void assertFetched() throws IOException {
        Assert.assertEquals(Files.readAllBytes(target), CONTENT);
        Assert.assertFalse(Files.exists(part()));
    }

    private void assertNotFetched(RemoteFile file, Object... parts) {
        Tiny.assertFails(() -> download.fetch(file, target), parts);
        Assert.assertFalse(Files.exists(target));
    }

    @Test
    public void aFileIsFetchedAndChecked() throws Exception {
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(CONTENT)));
        download.fetch(remote(RIGHT), target);
        assertFetched();
    }

    @Test
    public void aWrongChecksumLeavesNothingBehind() {
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(CONTENT)));
        Checksum wanted = Checksum.md5("0123456789abcdef0123456789abcdef");
        assertNotFetched(remote(wanted), target, remote(wanted).address(), wanted.hex(), RIGHT.hex());
        Assert.assertFalse(Files.exists(part()));
        server.verify(1, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aMissingFileIsNotAskedForTwice() {
        assertNotFetched(remote(RIGHT), target, remote(RIGHT).address(), "status 404");
        server.verify(1, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aServerInTroubleIsAskedAgain() throws Exception {
        server.stubFor(get("/data.bin")
                .inScenario("trouble")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(503))
                .willSetStateTo("broken"));
        server.stubFor(get("/data.bin")
                .inScenario("trouble")
                .whenScenarioStateIs("broken")
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                .willSetStateTo("well"));
        server.stubFor(get("/data.bin")
                .inScenario("trouble")
                .whenScenarioStateIs("well")
                .willReturn(aResponse().withBody(CONTENT)));
        download.fetch(remote(RIGHT), target);
        assertFetched();
        server.verify(3, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aServerThatStaysInTroubleIsGivenUp() {
        server.stubFor(get("/data.bin").willReturn(aResponse().withStatus(503)));
        assertNotFetched(remote(RIGHT), target, "status 503");
        server.verify(3, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aServerThatDoesNotAnswerIsGivenUp() {
        server.stubFor(get("/data.bin").willReturn(aResponse().withFixedDelay(60_000)));
        Download hasty = new Download(Duration.ofMillis(300), 1, Duration.ofMillis(1), NONE);
        Tiny.assertFails(() -> hasty.fetch(remote(RIGHT), target), target, "timed out");
    }

    @Test
    public void aServerThatFallsSilentIsGivenUpAndItsPartKept() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent.createContext("/data.bin", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 50_000);
            exchange.getResponseBody().flush();
            try (exchange) {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        silent.start();
        RemoteFile file = new RemoteFile(
                "http://localhost:" + silent.getAddress().getPort() + "/", "data.bin", CONTENT.length, RIGHT);
        Download hasty = new Download(Duration.ofSeconds(2), 1, Duration.ofMillis(1), NONE);
        Tiny.assertFails(() -> hasty.fetch(file, target), target, "silence for 2 seconds");
        end.countDown();
        silent.stop(0);
        Assert.assertFalse(Files.exists(target));
        Assert.assertEquals(Files.size(part()), 50_000);
    }

    @Test
    public void aCutFileIsContinued() throws Exception {
        Files.write(part(), Arrays.copyOf(CONTENT, 40_000));
        server.stubFor(get("/data.bin")
                .withHeader("Range", equalTo("bytes=40000-"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 40000-99999/100000")
                        .withBody(Arrays.copyOfRange(CONTENT, 40_000, 100_000))));
        download.fetch(remote(RIGHT), target);
        assertFetched();
        server.verify(1, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aServerThatCannotContinueSendsTheWholeFile() throws Exception {
        Files.write(part(), Arrays.copyOf(CONTENT, 40_000));
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(CONTENT)));
        download.fetch(remote(RIGHT), target);
        assertFetched();
    }

    @Test
    public void aPartThatDoesNotFitIsThrownAwayAndFetchedAnew() throws Exception {
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(CONTENT)));
        server.stubFor(get("/data.bin")
                .withHeader("Range", equalTo("bytes=90000-"))
                .willReturn(aResponse().withStatus(416)));
        for (int length : new int[] {90_000, CONTENT.length, 200_000}) {
            Files.write(part(), new byte[length]);
            download.fetch(remote(RIGHT), target);
            assertFetched();
            Files.delete(target);
        }
    }

    @Test
    public void aConnectionCutInTheMiddleIsContinuedFromThere() throws Exception {
        List<String> ranges = Collections.synchronizedList(new ArrayList<>());
        HttpServer cutting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cutting.createContext("/data.bin", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-99999/100000");
            exchange.sendResponseHeaders(range == null ? 200 : 206, CONTENT.length - from);
            exchange.getResponseBody().write(CONTENT, from, Math.min(50_000, CONTENT.length - from));
            exchange.close();
        });
        cutting.start();
        String place = "http://localhost:" + cutting.getAddress().getPort() + "/";
        try {
            download.fetch(new RemoteFile(place, "data.bin", CONTENT.length, RIGHT), target);
        } finally {
            cutting.stop(0);
        }
        assertFetched();
        Assert.assertEquals(ranges, List.of("null", "bytes=50000-"));
    }

    /** Without a length, and cut so that only the size can tell. */
    @Test
    public void anAnswerThatEndsTooEarlyIsContinued() throws Exception {
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(Arrays.copyOf(CONTENT, 40_000))));
        server.stubFor(get("/data.bin")
                .withHeader("Range", equalTo("bytes=40000-"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 40000-99999/100000")
                        .withBody(Arrays.copyOfRange(CONTENT, 40_000, 100_000))));
        download.fetch(remote(RIGHT), target);
        assertFetched();
        server.verify(2, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aPartThatIsWholeIsCheckedAndUsedWithoutTheServer() throws Exception {
        Files.write(part(), CONTENT);
        download.fetch(remote(RIGHT), target);
        assertFetched();
        server.verify(0, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aFileThatChangedSinceItWasCutIsFetchedFromTheStart() throws Exception {
        Files.write(part(), new byte[40_000]);
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(CONTENT)));
        server.stubFor(get("/data.bin")
                .withHeader("Range", equalTo("bytes=40000-"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 40000-99999/100000")
                        .withBody(Arrays.copyOfRange(CONTENT, 40_000, 100_000))));
        download.fetch(remote(RIGHT), target);
        assertFetched();
        server.verify(2, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aServerThatSendsMoreThanItShouldIsCutOff() throws Exception {
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(Arrays.copyOf(CONTENT, 5_000_000))));
        assertNotFetched(remote(RIGHT), target, remote(RIGHT).address(), "wanted 100000 bytes", "got more");
        Assert.assertFalse(Files.exists(part()));
        Files.write(part(), Arrays.copyOf(CONTENT, 40_000));
        server.stubFor(get("/data.bin")
                .withHeader("Range", equalTo("bytes=40000-"))
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 40000-4999999/5000000")
                        .withBody(new byte[4_960_000])));
        assertNotFetched(remote(RIGHT), target, "wanted 100000 bytes", "got more");
    }

    @Test
    public void whatIsPlainlyAnotherFileDoesNotTakeThePlaceOfThePart() throws Exception {
        byte[] come = Arrays.copyOf(CONTENT, 40_000);
        Files.write(part(), come);
        server.stubFor(get("/data.bin")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/html; charset=utf-8")
                        .withBody("Log in")));
        assertNotFetched(remote(RIGHT), target, remote(RIGHT).address(), "got a web page");
        Assert.assertEquals(Files.readAllBytes(part()), come);
        server.stubFor(get("/data.bin")
                .willReturn(aResponse().withHeader("Content-Length", "6").withBody("Log in")));
        assertNotFetched(remote(RIGHT), target, remote(RIGHT).address(), "6 bytes instead of 100000");
        Assert.assertEquals(Files.readAllBytes(part()), come);
    }

    @Test
    public void aServerThatIsTooBusyIsAskedAgain() throws Exception {
        server.stubFor(get("/data.bin")
                .inScenario("busy")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(429))
                .willSetStateTo("well"));
        server.stubFor(get("/data.bin")
                .inScenario("busy")
                .whenScenarioStateIs("well")
                .willReturn(aResponse().withBody(CONTENT)));
        download.fetch(remote(RIGHT), target);
        assertFetched();
    }

    @Test
    public void aFullDiskIsSaidOnceAndThePartStays() throws Exception {
        Path full = Path.of("/dev/full");
        if (!Files.isWritable(full)) {
            throw new SkipException("This system has no disk that is always full");
        }
        Files.createSymbolicLink(part(), full);
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(CONTENT)));
        assertNotFetched(remote(RIGHT), part(), "wanted to write it", "No space left");
        Assert.assertTrue(Files.isSymbolicLink(part()));
        server.verify(1, getRequestedFor(urlEqualTo("/data.bin")));
    }

    @Test
    public void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Files.createDirectory(part());
        server.stubFor(get("/data.bin").willReturn(aResponse().withBody(CONTENT)));
        assertNotFetched(remote(RIGHT), part());
    }
}
