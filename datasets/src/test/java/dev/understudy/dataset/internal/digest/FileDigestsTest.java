package dev.understudy.dataset.internal.digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Files are known by what they hold, and read again only where they changed. */
public class FileDigestsTest {

    private static final long LATER = 60_000;
    private static final int RECORD = 32;

    private Path keeping = folder();
    private FileDigests digests = later(keeping);

    @BeforeMethod
    public void freshPlace() {
        keeping = folder();
        digests = later(keeping);
    }

    private static FileDigests later(Path place) {
        return new FileDigests(place, () -> System.currentTimeMillis() + LATER);
    }

    @Test
    public void aCopyIsTheSameAndAByteIsAnother() throws IOException {
        Path root = three();
        byte[] first = digests.of(root, files(root)).digests();
        Path copy = folder();
        for (Path file : files(root)) {
            Files.copy(file, copy.resolve(file.getFileName()));
            Files.setLastModifiedTime(copy.resolve(file.getFileName()), FileTime.fromMillis(1_000_000));
        }
        Assert.assertEquals(digests.of(copy, files(copy)).digests(), first);
        Path changed = files(root).get(1);
        FileTime time = Files.getLastModifiedTime(changed);
        Files.writeString(changed, "two!");
        Files.setLastModifiedTime(changed, FileTime.fromMillis(time.toMillis() + 1));
        byte[] second = digests.of(root, files(root)).digests();
        Assert.assertEquals(differing(first, second), List.of(1));
        Assert.assertEquals(names(root), List.of("0", "1", "2"), "nothing of ours lies in the user's folder");
    }

    /** As a tool does that sets times after it has written. */
    @Test
    public void anOldTimeOfChangeHidesNothing() throws IOException {
        if (!keeping.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            throw new SkipException("here is no other time");
        }
        Path root = three();
        Path changed = files(root).get(2);
        FileTime time = Files.getLastModifiedTime(changed);
        byte[] first = digests.of(root, files(root)).digests();
        Files.writeString(changed, "drei");
        Files.setLastModifiedTime(changed, time);
        Assert.assertEquals(differing(first, digests.of(root, files(root)).digests()), List.of(2));
    }

    @Test
    public void whatWasReadIsNotReadAgain() throws IOException {
        Path root = three();
        byte[] first = digests.of(root, files(root)).digests();
        Path table = files(keeping).get(0);
        byte[] bytes = Files.readAllBytes(table);
        bytes[RECORD / 2] ^= 1;
        Files.write(table, bytes);
        Assert.assertEquals(digests.of(root, files(root)).digests(), first, "a damaged table counts for nothing");
        byte[] whole = Files.readAllBytes(table);
        byte[] records = Arrays.copyOf(whole, 3 * RECORD);
        records[RECORD / 2] ^= 1;
        byte[] signed = Arrays.copyOf(records, 4 * RECORD);
        System.arraycopy(Checksum.digest("SHA-256").digest(records), 0, signed, 3 * RECORD, RECORD);
        Files.write(table, signed);
        Assert.assertEquals(
                differing(first, digests.of(root, files(root)).digests()).size(), 1, "a whole one is believed");
    }

    @Test
    public void aFileThatMayYetChangeIsReadAgain() throws IOException {
        Path root = three();
        Path place = folder();
        new FileDigests(place, System::currentTimeMillis).of(root, files(root));
        Assert.assertEquals(names(place), List.of());
    }

    @Test
    public void aPlaceThatCannotBeWrittenCostsNothingButTime() throws IOException {
        Path root = three();
        Path taken = Files.writeString(folder().resolve("file"), "mine");
        byte[] found = later(taken).of(root, files(root)).digests();
        Assert.assertEquals(found, digests.of(root, files(root)).digests());
        Assert.assertEquals(Files.readString(taken), "mine");
    }

    private static List<Integer> differing(byte[] first, byte[] second) {
        Assert.assertEquals(first.length, second.length);
        return IntStream.range(0, first.length / 16)
                .filter(i -> !Arrays.equals(first, i * 16, i * 16 + 16, second, i * 16, i * 16 + 16))
                .boxed()
                .toList();
    }

    private static Path three() throws IOException {
        Path root = folder();
        List<String> texts = List.of("one!", "two?", "tre!");
        for (int i = 0; i < texts.size(); i++) {
            Files.writeString(root.resolve(Integer.toString(i)), texts.get(i));
        }
        return root;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.sorted().toList();
        }
    }

    private static List<String> names(Path root) throws IOException {
        return files(root).stream().map(file -> file.getFileName().toString()).toList();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("digests");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
