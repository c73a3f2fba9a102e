package dev.understudy.onnx;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.Refusal;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.format.NetworkFileType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Files are told by what is in them, and those that are known to be no network get a line that says what to do. */
public final class NetworkFileTypeTest {

    private static final Path FILES = Path.of("../core/src/test/resources/dev/understudy");

    /** What torch.save writes before the pickle, where it makes no archive: a magic number, a version, sizes. */
    private static final String OLD =
            "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003."
                    + "\u0080\u0002}q\0(X\u0010\0\0\0protocol_versionq\u0001M\u00e9\u0003X\r\0\0\0little_endianq\u0002\u0088u.";

    private static final String STATE_DICT = "\u0080\u0002ccollections\nOrderedDict\nq\0)Rq\u0001(";
    private static final String DICTIONARY = "\u0080\u0002}q\0(X\u0005\0\0\0epochq\u0001K\u0003";
    private static final String MODULE = "\u0080\u0002cmy.package\nNet\nq\0)\u0081q\u0001}q\u0002";
    private static final String TENSOR = "\u0080\u0002ctorch._utils\n_rebuild_tensor_v2\nq\0((";

    private Path folder = Path.of("");

    @BeforeClass
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("files");
    }

    @DataProvider
    public static Object[][] strangers() {
        String saving = "safetensors.torch.save_file(model.state_dict(), \"teacher.safetensors\")";
        return new Object[][] {
            {zip("data.pkl", STATE_DICT), "a state_dict that torch.save wrote", saving},
            {OLD + STATE_DICT, "a state_dict that torch.save wrote", saving},
            {zip("data.pkl", DICTIONARY), "a dictionary that torch.save wrote", saving},
            {OLD + DICTIONARY, "a dictionary that torch.save wrote", saving},
            {zip("data.pkl", MODULE), "a whole module that torch.save wrote", "of the class \"my.package.Net\""},
            {OLD + MODULE, "a whole module that torch.save wrote", "torch.jit.trace(model.eval(), images)"},
            {zip("data.pkl", TENSOR), "one tensor that torch.save wrote", "no network"},
            {zip("archive_format", "pt2"), "a program of torch.export", "torch.jit.trace"},
            {zip("serialized_exported_program.json", "{}"), "a program of torch.export", "torch.onnx.export"},
            {"\u0080\u0004\u0095\n\0\0\0\0\0\0\0}\u0094\u008c\u0001a\u0094K\u0001s.", "a Python pickle", saving},
            {"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "a pointer of Git LFS", "git lfs pull"},
            {"\n<!DOCTYPE html><html>sign in</html>", "a web page", "download"},
            {"\u0089HDF\r\n\u001a\n", "an HDF5 file", "tf2onnx"},
        };
    }

    @Test(dataProvider = "strangers")
    public void whatIsNoNetworkIsNamedWithWhatToDo(String content, String what, String advice) throws IOException {
        for (String name :
                List.of("teacher.pt", "teacher.pth", "teacher.safetensors", "teacher.onnx", "teacher.params")) {
            Path file = write(name, content);
            String message = Refusal.of(() -> NetworkFileType.of(file));
            assertTrue(message.startsWith(file + " is " + what), message);
            assertTrue(message.contains(advice), message);
            assertEquals(Refusal.of(() -> Teacher.torchScript("t", file, List.of(), Device.cpu())), message);
            assertEquals(Refusal.of(() -> Teacher.onnx("t", file, Device.cpu())), message);
            assertEquals(Refusal.of(() -> Teacher.load(Tiny.student(), file, TinyImages.INPUT, Device.cpu())), message);
        }
    }

    @DataProvider
    public static Object[][] kinds() {
        return new Object[][] {
            {"teacher-logits.pt", NetworkFileType.TORCH_SCRIPT},
            {"teacher-frozen.pt", NetworkFileType.TORCH_SCRIPT},
            {"python.safetensors", NetworkFileType.SAFETENSORS},
            {"teacher-default.onnx", NetworkFileType.ONNX},
        };
    }

    @Test(dataProvider = "kinds")
    public void aNameSaysNothing(String resource, NetworkFileType kind) throws IOException {
        for (String name : List.of("a.pt", "a.safetensors", "a.onnx", "a.params", "a", "a.bin")) {
            Path file = folder.resolve(name);
            Files.write(file, Files.readAllBytes(FILES.resolve(resource)));
            assertEquals(NetworkFileType.of(file), kind, name);
        }
    }

    @Test
    public void aKindThatIsNotWantedHereIsNamed() throws IOException {
        Path file = folder.resolve("weights.pt");
        Files.write(file, Files.readAllBytes(FILES.resolve("python.safetensors")));
        assertEquals(
                Refusal.of(() -> Teacher.torchScript("t", file, List.of(), Device.cpu())),
                file + " is a safetensors file; a TorchScript file is wanted here");
        assertEquals(
                Refusal.of(() -> Teacher.onnx("t", file, Device.cpu())),
                file + " is a safetensors file; an ONNX file is wanted here");
        Path script = FILES.resolve("teacher-logits.pt");
        assertEquals(
                Refusal.of(() -> Teacher.load(Tiny.student(), script, TinyImages.INPUT, Device.cpu())),
                script + " is a TorchScript file; a safetensors file is wanted here");
    }

    @Test
    public void damagedFilesAndFilesThatAreNotThereGoByTheirNames() throws IOException {
        assertEquals(NetworkFileType.of(write("damaged.pt", "")), NetworkFileType.TORCH_SCRIPT);
        assertEquals(NetworkFileType.of(write("damaged.pth", "PK\u0003\u0004 cut")), NetworkFileType.TORCH_SCRIPT);
        assertEquals(NetworkFileType.of(write("damaged.onnx", "text")), NetworkFileType.ONNX);
        assertEquals(NetworkFileType.of(write("damaged.params", "text")), NetworkFileType.PARAMS);
        assertEquals(NetworkFileType.of(write("damaged.safetensors", "text")), NetworkFileType.SAFETENSORS);
        assertEquals(NetworkFileType.of(folder.resolve("missing.pt")), NetworkFileType.TORCH_SCRIPT);
        assertEquals(NetworkFileType.of(Files.createDirectory(folder.resolve("folder.onnx"))), NetworkFileType.ONNX);
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String zip(String entry, String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream archive = new ZipOutputStream(bytes)) {
            put(archive, "teacher/version", "3\n");
            put(archive, "teacher/" + entry, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static void put(ZipOutputStream archive, String name, String content) throws IOException {
        archive.putNextEntry(new ZipEntry(name));
        archive.write(content.getBytes(StandardCharsets.ISO_8859_1));
        archive.closeEntry();
    }
}
