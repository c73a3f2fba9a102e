package dev.understudy.dataset.internal.download;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static dev.understudy.dataset.internal.download.ServedFile.CONTENT;
import static dev.understudy.dataset.internal.download.ServedFile.RIGHT;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.digest.Checksum;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.Test;

@Test(singleThreaded = true)
public class DownloadTest extends ServedFileTests {

    @Test
    public void aFileIsFetchedAndChecked() throws Exception {
        file.sends(CONTENT);
        download.fetch(file.remote(RIGHT), file.target());
        file.assertFetched();
    }

    @Test
    public void aWrongChecksumLeavesNothingBehind() {
        file.sends(CONTENT);
        Checksum wanted = Checksum.md5("0123456789abcdef0123456789abcdef");
        file.assertNotFetched(
                download,
                file.remote(wanted),
                file.target(),
                file.remote(wanted).address(),
                wanted.hex(),
                RIGHT.hex());
        Assert.assertFalse(Files.exists(file.part()));
        file.assertAsked(1);
    }

    @Test
    public void aMissingFileIsNotAskedForTwice() {
        file.assertNotFetched(
                download, file.remote(RIGHT), file.target(), file.remote(RIGHT).address(), "status 404");
        file.assertAsked(1);
    }

    @Test
    public void aServerInTroubleIsAskedAgain() throws Exception {
        file.server()
                .stubFor(get("/data.bin")
                        .inScenario("trouble")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(aResponse().withStatus(503))
                        .willSetStateTo("broken"));
        file.server()
                .stubFor(get("/data.bin")
                        .inScenario("trouble")
                        .whenScenarioStateIs("broken")
                        .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                        .willSetStateTo("well"));
        file.server()
                .stubFor(get("/data.bin")
                        .inScenario("trouble")
                        .whenScenarioStateIs("well")
                        .willReturn(aResponse().withBody(CONTENT)));
        download.fetch(file.remote(RIGHT), file.target());
        file.assertFetched();
        file.assertAsked(3);
    }

    @Test
    public void aServerThatStaysInTroubleIsGivenUp() {
        file.server().stubFor(get("/data.bin").willReturn(aResponse().withStatus(503)));
        file.assertNotFetched(download, file.remote(RIGHT), file.target(), "status 503");
        file.assertAsked(3);
    }

    @Test
    public void aServerThatDoesNotAnswerIsGivenUp() {
        file.server().stubFor(get("/data.bin").willReturn(aResponse().withFixedDelay(60_000)));
        Download hasty = new Download(Duration.ofMillis(300), 1, Duration.ofMillis(1), NONE);
        Tiny.assertFails(() -> hasty.fetch(file.remote(RIGHT), file.target()), file.target(), "timed out");
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
        RemoteFile slow = new RemoteFile(
                "http://localhost:" + silent.getAddress().getPort() + "/", "data.bin", CONTENT.length, RIGHT);
        Download hasty = new Download(Duration.ofSeconds(2), 1, Duration.ofMillis(1), NONE);
        Tiny.assertFails(() -> hasty.fetch(slow, file.target()), file.target(), "silence for 2 seconds");
        end.countDown();
        silent.stop(0);
        Assert.assertFalse(Files.exists(file.target()));
        Assert.assertEquals(Files.size(file.part()), 50_000);
    }

    @Test
    public void aServerThatSendsMoreThanItShouldIsCutOff() throws Exception {
        file.sends(Arrays.copyOf(CONTENT, 5_000_000));
        file.assertNotFetched(
                download,
                file.remote(RIGHT),
                file.target(),
                file.remote(RIGHT).address(),
                "wanted 100000 bytes",
                "got more");
        Assert.assertFalse(Files.exists(file.part()));
        Files.write(file.part(), Arrays.copyOf(CONTENT, 40_000));
        file.server()
                .stubFor(get("/data.bin")
                        .withHeader("Range", equalTo("bytes=40000-"))
                        .willReturn(aResponse()
                                .withStatus(206)
                                .withHeader("Content-Range", "bytes 40000-4999999/5000000")
                                .withBody(new byte[4_960_000])));
        file.assertNotFetched(download, file.remote(RIGHT), file.target(), "wanted 100000 bytes", "got more");
    }

    @Test
    public void aServerThatIsTooBusyIsAskedAgain() throws Exception {
        file.server()
                .stubFor(get("/data.bin")
                        .inScenario("busy")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(aResponse().withStatus(429))
                        .willSetStateTo("well"));
        file.server()
                .stubFor(get("/data.bin")
                        .inScenario("busy")
                        .whenScenarioStateIs("well")
                        .willReturn(aResponse().withBody(CONTENT)));
        download.fetch(file.remote(RIGHT), file.target());
        file.assertFetched();
    }

    @Test
    public void aFullDiskIsSaidOnceAndThePartStays() throws Exception {
        Path full = Path.of("/dev/full");
        if (!Files.isWritable(full)) {
            throw new SkipException("This system has no disk that is always full");
        }
        Files.createSymbolicLink(file.part(), full);
        file.sends(CONTENT);
        file.assertNotFetched(download, file.remote(RIGHT), file.part(), "wanted to write it", "No space left");
        Assert.assertTrue(Files.isSymbolicLink(file.part()));
        file.assertAsked(1);
    }

    @Test
    public void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Files.createDirectory(file.part());
        file.sends(CONTENT);
        file.assertNotFetched(download, file.remote(RIGHT), file.part());
    }
}
