package dev.understudy.dataset.internal.download;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static dev.understudy.dataset.internal.download.ServedFile.CONTENT;
import static dev.understudy.dataset.internal.download.ServedFile.RIGHT;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Downloads that were cut, and go on from what has come. */
@Test(singleThreaded = true)
public class ContinuedDownloadTest extends ServedFileTests {

    @Test
    public void aCutFileIsContinued() throws Exception {
        Files.write(file.part(), Arrays.copyOf(CONTENT, 40_000));
        file.sendsRest();
        download.fetch(file.remote(RIGHT), file.target());
        file.assertFetched();
        file.assertAsked(1);
    }

    @Test
    public void aServerThatCannotContinueSendsTheWholeFile() throws Exception {
        Files.write(file.part(), Arrays.copyOf(CONTENT, 40_000));
        file.sends(CONTENT);
        download.fetch(file.remote(RIGHT), file.target());
        file.assertFetched();
    }

    @Test
    public void aPartThatDoesNotFitIsThrownAwayAndFetchedAnew() throws Exception {
        file.sends(CONTENT);
        file.server()
                .stubFor(get("/data.bin")
                        .withHeader("Range", equalTo("bytes=90000-"))
                        .willReturn(aResponse().withStatus(416)));
        for (int length : new int[] {90_000, CONTENT.length, 200_000}) {
            Files.write(file.part(), new byte[length]);
            download.fetch(file.remote(RIGHT), file.target());
            file.assertFetched();
            Files.delete(file.target());
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
            download.fetch(new RemoteFile(place, "data.bin", CONTENT.length, RIGHT), file.target());
        } finally {
            cutting.stop(0);
        }
        file.assertFetched();
        Assert.assertEquals(ranges, List.of("null", "bytes=50000-"));
    }

    /** Without a length, and cut so that only the size can tell. */
    @Test
    public void anAnswerThatEndsTooEarlyIsContinued() throws Exception {
        file.sends(Arrays.copyOf(CONTENT, 40_000));
        file.sendsRest();
        download.fetch(file.remote(RIGHT), file.target());
        file.assertFetched();
        file.assertAsked(2);
    }

    @Test
    public void aPartThatIsWholeIsCheckedAndUsedWithoutTheServer() throws Exception {
        Files.write(file.part(), CONTENT);
        download.fetch(file.remote(RIGHT), file.target());
        file.assertFetched();
        file.assertAsked(0);
    }

    @Test
    public void aFileThatChangedSinceItWasCutIsFetchedFromTheStart() throws Exception {
        Files.write(file.part(), new byte[40_000]);
        file.sends(CONTENT);
        file.sendsRest();
        download.fetch(file.remote(RIGHT), file.target());
        file.assertFetched();
        file.assertAsked(2);
    }

    @Test
    public void whatIsPlainlyAnotherFileDoesNotTakeThePlaceOfThePart() throws Exception {
        byte[] come = Arrays.copyOf(CONTENT, 40_000);
        Files.write(file.part(), come);
        file.server()
                .stubFor(get("/data.bin")
                        .willReturn(aResponse()
                                .withHeader("Content-Type", "text/html; charset=utf-8")
                                .withBody("Log in")));
        file.assertNotFetched(
                download, file.remote(RIGHT), file.target(), file.remote(RIGHT).address(), "got a web page");
        Assert.assertEquals(Files.readAllBytes(file.part()), come);
        file.server()
                .stubFor(get("/data.bin")
                        .willReturn(
                                aResponse().withHeader("Content-Length", "6").withBody("Log in")));
        file.assertNotFetched(
                download, file.remote(RIGHT), file.target(), file.remote(RIGHT).address(), "6 bytes instead of 100000");
        Assert.assertEquals(Files.readAllBytes(file.part()), come);
    }
}
