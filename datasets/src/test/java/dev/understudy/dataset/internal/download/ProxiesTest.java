package dev.understudy.dataset.internal.download;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.digest.Checksum;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

@Test(singleThreaded = true)
public class ProxiesTest {
    private static final byte[] CONTENT = {1, 2, 3};
    private static final RemoteFile FILE = new RemoteFile(
            "http://data.example/", "data.bin", CONTENT.length, Checksum.md5("").of(CONTENT));

    private final WireMockServer proxy =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeClass
    public void start() {
        proxy.start();
    }

    @AfterClass
    public void stop() {
        proxy.stop();
    }

    @AfterMethod
    public void reset() {
        proxy.resetAll();
        for (String name : List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts")) {
            System.clearProperty(name);
        }
    }

    private static String chosen(Map<String, String> environment, String address) {
        Proxy chosen = new Proxies(environment).select(URI.create(address)).get(0);
        return chosen.address() instanceof InetSocketAddress place
                ? place.getHostString() + ":" + place.getPort()
                : chosen.type().toString();
    }

    private static Path fetched(Map<String, String> environment) {
        Path target = Tiny.folder().resolve("data.bin");
        new Download(Duration.ofSeconds(10), 1, Duration.ofMillis(1), new Proxies(environment)).fetch(FILE, target);
        return target;
    }

    @Test
    public void aDownloadGoesThroughTheEnvironmentsProxy() throws Exception {
        proxy.stubFor(get(anyUrl()).willReturn(aResponse().withBody(CONTENT)));
        Path file = fetched(Map.of("http_proxy", "localhost:" + proxy.port()));
        Assert.assertEquals(Files.readAllBytes(file), CONTENT);
        Assert.assertEquals(proxy.findAll(getRequestedFor(anyUrl())).get(0).getHeader("Host"), "data.example");
    }

    @Test
    public void aDownloadGoesThroughTheProxyOfJavasSettingsFirst() throws Exception {
        proxy.stubFor(get(anyUrl()).willReturn(aResponse().withBody(CONTENT)));
        System.setProperty("http.proxyHost", "localhost");
        System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
        Assert.assertEquals(Files.readAllBytes(fetched(Map.of("http_proxy", "other.example:9"))), CONTENT);
        System.setProperty("http.nonProxyHosts", "*.example");
        Assert.assertEquals(chosen(Map.of("http_proxy", "other.example:9"), "http://data.example/"), "DIRECT");
    }

    @Test
    public void aNameAndAPasswordAreGivenToTheProxyThatAsksForThem() throws Exception {
        String credentials =
                "Basic " + Base64.getEncoder().encodeToString("me:se cret".getBytes(StandardCharsets.UTF_8));
        proxy.stubFor(get(anyUrl())
                .willReturn(aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"here\"")));
        proxy.stubFor(get(anyUrl())
                .withHeader("Proxy-Authorization", equalTo(credentials))
                .willReturn(aResponse().withBody(CONTENT)));
        Path file = fetched(Map.of("http_proxy", "http://me:se%20cret@localhost:" + proxy.port() + "/"));
        Assert.assertEquals(Files.readAllBytes(file), CONTENT);
        Tiny.assertFails(() -> fetched(Map.of("http_proxy", "localhost:" + proxy.port())), "data.bin", "407");
    }

    @Test
    public void theEnvironmentIsReadAsCurlReadsIt() {
        Map<String, String> both = Map.of("https_proxy", "http://one.example:81", "http_proxy", "two.example");
        Assert.assertEquals(chosen(both, "https://data.example/"), "one.example:81");
        Assert.assertEquals(chosen(both, "http://data.example/"), "two.example:1080");
        Assert.assertEquals(chosen(Map.of("HTTPS_PROXY", "one.example:81"), "https://data.example/"), "one.example:81");
        Assert.assertEquals(chosen(Map.of("HTTP_PROXY", "one.example:81"), "http://data.example/"), "DIRECT");
        Assert.assertEquals(chosen(Map.of("ALL_PROXY", "one.example:81"), "http://data.example/"), "one.example:81");
        Assert.assertEquals(chosen(Map.of("https_proxy", " "), "https://data.example/"), "DIRECT");
        Assert.assertEquals(chosen(Map.of(), "https://data.example/"), "DIRECT");
    }

    @Test
    public void hostsThatNeedNoProxyAreReachedWithout() {
        for (String none : List.of("*", "data.example", "a.example, .example", "DATA.example other", "*.example")) {
            Map<String, String> environment = Map.of("https_proxy", "one.example:81", "no_proxy", none);
            Assert.assertEquals(chosen(environment, "https://data.example/"), "DIRECT", none);
        }
        for (String none : List.of("", "ta.example", "data.example.org", "xample")) {
            Map<String, String> environment = Map.of("https_proxy", "one.example:81", "NO_PROXY", none);
            Assert.assertEquals(chosen(environment, "https://data.example/"), "one.example:81", none);
        }
    }

    @Test
    public void aProxyOfAKindThatJavaDoesNotReachIsNamedWithoutItsPassword() {
        for (String proxy :
                List.of("socks5://me:secret@one.example:81", "http://me:secret@one example", "http://:81")) {
            DataException e = Assert.expectThrows(DataException.class, () -> fetched(Map.of("http_proxy", proxy)));
            Assert.assertTrue(String.valueOf(e.getMessage()).contains("wanted http://HOST:PORT, got "), e.getMessage());
            Assert.assertFalse(String.valueOf(e.getMessage()).contains("secret"), e.getMessage());
        }
    }
}
