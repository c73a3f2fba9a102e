package dev.understudy.dataset.internal.download;

import dev.understudy.dataset.Tiny;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Archives that mean harm. */
public class ArchiveTest {
    private static final byte[] NOTHING = new byte[0];

    private static TarArchiveEntry entry(String name, byte type, long size) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setSize(size);
        return entry;
    }

    private static Path archive(List<TarArchiveEntry> entries, byte[] content) throws IOException {
        Path file = Tiny.folder().resolve("set.tar.gz");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    private static Path archive(TarArchiveEntry entry, byte[] content) throws IOException {
        return archive(List.of(entry), content);
    }

    /** That the archive is refused with these words, and that no byte came out. */
    private static void assertRefused(Path archive, Object... parts) throws IOException {
        Path into = archive.resolveSibling("into");
        Tiny.assertFails(() -> Archive.unpack(archive, into), parts);
        try (Stream<Path> out = Files.walk(archive.resolveSibling("."))) {
            Assert.assertEquals(
                    out.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("set.tar.gz"))
                            .toList(),
                    List.of());
        }
    }

    @DataProvider
    static Object[][] paths() {
        Path target = Tiny.folder().resolve("planted");
        return new Object[][] {{target.toString()}, {"../planted"}, {"set/../../planted"}};
    }

    @Test(dataProvider = "paths")
    public void pathsThatLeadOutAreRefused(String path) throws Exception {
        Path archive = archive(entry(path, TarConstants.LF_NORMAL, 0), NOTHING);
        assertRefused(archive, archive, "only paths inside it", "planted");
        Assert.assertFalse(Files.exists(Path.of(path)));
    }

    @DataProvider
    static Object[][] kinds() {
        return new Object[][] {
            {TarConstants.LF_SYMLINK},
            {TarConstants.LF_LINK},
            {TarConstants.LF_CHR},
            {TarConstants.LF_BLK},
            {TarConstants.LF_FIFO},
            {TarConstants.LF_CONTIG},
            {(byte) 'V'}
        };
    }

    @Test(dataProvider = "kinds")
    public void onlyPlainFilesAndFoldersComeOut(byte kind) throws Exception {
        TarArchiveEntry entry = entry("set/a", kind, 0);
        entry.setLinkName("/etc/passwd");
        Path archive = archive(entry, NOTHING);
        assertRefused(archive, archive, "plain files and folders", "set/a");
    }

    @Test
    public void aFileWithHolesIsRefusedForItMayBeOfAnySize() throws Exception {
        byte[] attributes = (record("major=1") + record("minor=0") + record("realsize=2000000000"))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] content = Arrays.copyOf("0\n".getBytes(StandardCharsets.US_ASCII), 512);
        Path file = Tiny.folder().resolve("set.tar.gz");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            tar.putArchiveEntry(entry("x", TarConstants.LF_PAX_EXTENDED_HEADER_LC, attributes.length));
            tar.write(attributes);
            tar.closeArchiveEntry();
            tar.putArchiveEntry(entry("set/a", TarConstants.LF_NORMAL, content.length));
            tar.write(content);
            tar.closeArchiveEntry();
        }
        assertRefused(file, file, "plain files and folders", "set/a");
    }

    /** An attribute of a file with holes: its length in bytes, itself included, and what it says. */
    private static String record(String text) {
        String rest = " GNU.sparse." + text + "\n";
        return rest.length() + 2 + rest;
    }

    @Test
    public void nothingIsWrittenOverAnotherEntry() throws Exception {
        Path archive = archive(
                List.of(entry("set/a", TarConstants.LF_NORMAL, 0), entry("set/a/b", TarConstants.LF_NORMAL, 0)),
                NOTHING);
        Tiny.assertFails(() -> Archive.unpack(archive, archive.resolveSibling("into")), archive, "set/a");
        Path twice = archive(
                List.of(entry("set/a", TarConstants.LF_NORMAL, 0), entry("set/a", TarConstants.LF_NORMAL, 0)), NOTHING);
        Tiny.assertFails(() -> Archive.unpack(twice, twice.resolveSibling("into")), twice, "AlreadyExists");
    }

    @Test
    public void moreEntriesThanAnySetHasAreRefused() throws Exception {
        Path archive = archive(
                IntStream.range(0, 10_001)
                        .mapToObj(i -> entry("set/", TarConstants.LF_DIR, 0))
                        .toList(),
                NOTHING);
        assertRefused(archive, archive, "at most 10000 entries");
    }

    /** 50 kB that unpack to a name of 50 MB. */
    @Test
    public void aNameThatFillsTheMemoryIsRefused() throws Exception {
        byte[] name = new byte[50_000_000];
        Arrays.fill(name, (byte) 'a');
        Path archive = archive(entry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME, name.length), name);
        Assert.assertTrue(Files.size(archive) < 100_000);
        assertRefused(archive, archive, "wanted to unpack it", "more bytes than were announced");
    }

    @Test
    public void moreContentThanAnySetHasIsRefusedBeforeItIsUnpacked() throws Exception {
        Path plain = Tiny.folder().resolve("header");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(plain))) {
            tar.putArchiveEntry(entry("set/a", TarConstants.LF_NORMAL, 0));
            tar.closeArchiveEntry();
        }
        byte[] header = Files.readAllBytes(plain);
        assertRefused(sized(header, "77777777777"), "at most 1073741824 bytes");
        Path cut = sized(header, "00000007777");
        Tiny.assertFails(() -> Archive.unpack(cut, cut.resolveSibling("into")), cut, "wanted to unpack it");
    }

    /** The same archive with another size in its first header, whose sum is made right. */
    private static Path sized(byte[] archive, String octal) throws IOException {
        byte[] bytes = archive.clone();
        System.arraycopy(octal.getBytes(StandardCharsets.US_ASCII), 0, bytes, 124, octal.length());
        Arrays.fill(bytes, 148, 156, (byte) ' ');
        int sum = IntStream.range(0, 512).map(i -> bytes[i] & 0xFF).sum();
        byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, bytes, 148, digits.length);
        Path file = Tiny.folder().resolve("set.tar.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
        return file;
    }
}
