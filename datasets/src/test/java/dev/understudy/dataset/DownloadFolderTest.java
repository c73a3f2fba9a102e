package dev.understudy.dataset;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.understudy.dataset.internal.digest.Checksum;
import dev.understudy.dataset.internal.download.Archive;
import dev.understudy.dataset.internal.download.Download;
import dev.understudy.dataset.internal.download.DownloadFolder;
import dev.understudy.dataset.internal.download.Proxies;
import dev.understudy.dataset.internal.download.RemoteFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

@Test(singleThreaded = true)
public class DownloadFolderTest {
    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());
    private Path folder = Path.of("data");

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
        folder = Tiny.folder().resolve("home/data");
    }

    private DownloadFolder store() {
        return new DownloadFolder(
                folder,
                new Download(Duration.ofSeconds(10), 2, Duration.ofMillis(1), new Proxies(Map.of())),
                file -> file.at(server.baseUrl() + "/"));
    }

    private static byte[] archive(String name, byte type, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setSize(content.length);
            if (type == TarConstants.LF_SYMLINK) {
                entry.setLinkName("elsewhere");
            }
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private RemoteFile served(byte[] content) {
        server.stubFor(get(anyUrl()).willReturn(aResponse().withBody(content)));
        return new RemoteFile(
                "http://example.org/",
                "set.tar.gz",
                content.length,
                Checksum.md5("").of(content));
    }

    private List<String> stored() throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    public void anArchiveIsFetchedAndUnpackedOnce() throws Exception {
        RemoteFile file = served(archive("set/a.bin", TarConstants.LF_NORMAL, new byte[] {1, 2, 3}));
        Path unpacked = store().unpacked(file, "set");
        Assert.assertEquals(unpacked, folder.resolve("set"));
        Assert.assertEquals(Files.readAllBytes(unpacked.resolve("a.bin")), new byte[] {1, 2, 3});
        Assert.assertEquals(stored(), List.of(".lock", "set"));
        Assert.assertEquals(store().unpacked(file, "set"), unpacked);
        server.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    public void whatAnEarlierAttemptLeftHalfUnpackedIsNotUsed() throws Exception {
        Files.createDirectories(folder.resolve("set.part/set"));
        Files.writeString(folder.resolve("set.part/set/half.bin"), "half");
        RemoteFile file = served(archive("set/a.bin", TarConstants.LF_NORMAL, new byte[] {1, 2, 3}));
        Path unpacked = store().unpacked(file, "set");
        Assert.assertFalse(Files.exists(unpacked.resolve("half.bin")));
    }

    @Test
    public void separateFilesAreFetchedOnce() throws Exception {
        RemoteFile file = served(new byte[] {1, 2, 3});
        Path place = store().files(List.of(file), "set");
        Assert.assertEquals(Files.readAllBytes(place.resolve("set.tar.gz")), new byte[] {1, 2, 3});
        store().files(List.of(file), "set");
        server.verify(1, getRequestedFor(anyUrl()));
    }

    @Test
    public void aDamagedDownloadNeverBecomesAFolder() {
        server.stubFor(get(anyUrl()).willReturn(aResponse().withBody(new byte[10])));
        Tiny.assertFails(
                () -> Datasets.open("cifar10", DataOptions.defaults(), store()),
                folder.resolve("cifar-10-binary.tar.gz"),
                "170052171 bytes");
        Tiny.assertFails(
                () -> Datasets.open("mnist", DataOptions.defaults(), store()),
                folder.resolve("mnist/train-images-idx3-ubyte.gz"),
                "9912422 bytes");
        Assert.assertFalse(Files.exists(folder.resolve("cifar-10-batches-bin")));
    }

    @Test
    public void pathsOutsideTheArchiveAreRefused() throws Exception {
        RemoteFile file = served(archive("../../outside.bin", TarConstants.LF_NORMAL, new byte[] {1}));
        Tiny.assertFails(() -> store().unpacked(file, "set"), "set.tar.gz", "../../outside.bin");
        Assert.assertFalse(Files.exists(folder.resolveSibling("outside.bin")));
    }

    @Test
    public void linksAreRefused() throws Exception {
        for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK}) {
            Path archive = Files.createTempFile("archive", ".tar.gz");
            Files.write(archive, archive("set/link", type, new byte[0]));
            Path into = Tiny.folder();
            Tiny.assertFails(() -> Archive.unpack(archive, into), archive, "plain files", "set/link");
        }
    }

    @Test
    public void anArchiveWithoutTheFolderOrOfNoUseIsNamed() throws Exception {
        RemoteFile other = served(archive("other/a.bin", TarConstants.LF_NORMAL, new byte[] {1}));
        Tiny.assertFails(() -> store().unpacked(other, "set"), "set.tar.gz", "wanted a folder set");
        Path noise = Files.createTempFile("archive", ".tar.gz");
        Files.write(noise, new byte[] {1, 2, 3, 4});
        Tiny.assertFails(() -> Archive.unpack(noise, Tiny.folder()), noise, "wanted to unpack");
    }

    @Test
    public void aHomeThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.createTempFile("home", "");
        DownloadFolder store = new DownloadFolder(file.resolve("data"), Download.standard(), remote -> remote);
        RemoteFile remote = new RemoteFile("http://example.org/", "x", 1, Checksum.md5(""));
        Tiny.assertFails(() -> store.unpacked(remote, "set"), file.resolve("data"), "wanted to write it");
    }
}
