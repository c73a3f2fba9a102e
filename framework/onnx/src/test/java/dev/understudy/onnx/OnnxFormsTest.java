package dev.understudy.onnx;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import dev.understudy.Refusal;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** One small network as torch.onnx.export writes it, by src/test/python/onnx_forms.py, and in forms that are refused. */
public final class OnnxFormsTest {

    private static final Path FILES = Path.of("../core/src/test/resources/dev/understudy");
    private static final TeacherTap CONV = new TeacherTap("conv");

    private Path folder = Path.of("");

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("onnx");
    }

    @DataProvider
    public static Object[][] forms() {
        return new Object[][] {
            {"default", List.of()},
            {"default", List.of("logits")},
            {"logits-second", List.of()},
            {"logits-second", List.of("conv", "logits")},
            {"others", List.of("conv", "logits")},
        };
    }

    @Test(dataProvider = "forms")
    public void answersAnyNumberOfImages(String form, List<String> outputs) {
        try (Teacher teacher = open(form, outputs);
                NDManager manager = NDManager.newBaseManager();
                Teacher.View view = teacher.open(manager, Set.of(), true)) {
            for (int count : new int[] {1, 2, 5}) {
                // Worked out in TorchScriptTeacherTest for (1, 2, 1); all pixels alike have that mean. (2, 4, 2):
                // convolution 2 + 8 + 1 = 11 and -4 + 2 - 1 = -3; norm (11 - 1) / 2 = 5 and -3; ReLU 5 and 0.
                float[] logits = view.forward(new NDList(images(manager, count)))
                        .getLogits()
                        .toFloatArray();
                assertEquals(logits.length, 4 * count);
                float[] first = {2.5f, 1, 1.5f, -2.5f};
                float[] last = {5, 1, 4, -5};
                for (int i = 0; i < 4; i++) {
                    assertEquals(logits[i], count == 1 ? last[i] : first[i], 1e-5f);
                    assertEquals(logits[4 * (count - 1) + i], last[i], 1e-5f);
                }
            }
            // Convolution 2 * 3 + 2 with the norm in it, linear 4 * 2 + 4.
            assertEquals(teacher.getParameterCount(), Long.valueOf(20));
        }
    }

    /** All pixels of an image alike: (1, 2, 1), of the last (2, 4, 2). */
    private static NDArray images(NDManager manager, int count) {
        float[] values = new float[count * 3 * 64];
        for (int i = 0; i < values.length; i++) {
            float value = i / 64 % 3 == 1 ? 2 : 1;
            values[i] = i / (3 * 64) == count - 1 ? 2 * value : value;
        }
        return manager.create(values, new Shape(count, 3, 8, 8));
    }

    @Test
    public void itsFeaturesGoByTheNamesThatItsOutputsAreGiven() {
        try (Teacher teacher = open("others", List.of("conv", "logits"));
                NDManager manager = NDManager.newBaseManager();
                Teacher.View view = teacher.open(manager, Set.of(CONV), false)) {
            NDArray conv = view.forward(new NDList(images(manager, 2))).get(CONV);
            assertEquals(conv.getShape(), new Shape(2, 2, 8, 8));
            assertEquals(conv.getFloat(0, 0, 3, 3), 2.5f, 1e-6f);
            assertEquals(conv.getFloat(1, 0, 3, 3), 5f, 1e-6f);
        }
    }

    @Test
    public void namesForMoreOutputsThanThereAreAreRefused() {
        Path file = FILES.resolve("teacher-default.onnx");
        assertEquals(
                Refusal.of(() -> open("default", List.of("conv", "logits"))),
                file + " has 1 outputs, [linear]; these are names for 2: [conv, logits]");
        try (Teacher teacher = open("others", List.of("conv", "scores"));
                NDManager manager = NDManager.newBaseManager()) {
            assertEquals(
                    Refusal.of(() -> teacher.open(manager, Set.of(), true)),
                    "No output \"logits\" of the teacher \"others\"; its outputs were named [conv, scores]");
        }
    }

    @Test
    public void weightsInAnotherFileBelongToItsFingerprint() throws IOException {
        copyDefault();
        String before = fingerprint();
        Path data = folder.resolve("teacher-default.onnx.data");
        byte[] numbers = Files.readAllBytes(data);
        numbers[3] ^= 1;
        Files.write(data, numbers);
        assertNotEquals(fingerprint(), before);
    }

    @Test
    public void weightsInAFileThatIsNotThereOrTooShortAreRefused() throws IOException {
        copyDefault();
        Path data = folder.resolve("teacher-default.onnx.data");
        Files.write(data, new byte[4]);
        Refusal.assertBegins(refusal(), copied() + ": the weights \"body.conv.weight\" should be ");
        Files.delete(data);
        assertEquals(
                refusal(),
                copied()
                        + ": the weights \"body.conv.weight\" are in \"teacher-default.onnx.data\", which is no plain file beside"
                        + " it; put it there, or write one file with torch.onnx.export(..., external_data=False)");
        Files.createSymbolicLink(
                data, FILES.resolve("teacher-default.onnx.data").toAbsolutePath());
        Refusal.assertBegins(refusal(), copied() + ": the weights \"body.conv.weight\" are in ");
    }

    @DataProvider
    public static Object[][] places() {
        return new Object[][] {{"../secret"}, {"/etc/passwd"}, {".."}, {""}, {"a\\b"}, {"inner/weights"}};
    }

    @Test(dataProvider = "places")
    public void weightsElsewhereThanInTheSameFolderAreRefused(String place) throws IOException {
        copyDefault();
        change(model -> external(model).getExternalDataBuilder(0).setValue(place));
        Refusal.assertBegins(
                refusal(), copied() + ": the weights \"body.conv.weight\" should be in a file of the same folder, ");
    }

    @Test
    public void partsOfFilesThatCannotBeAreRefused() throws IOException {
        copyDefault();
        change(model -> external(model).getExternalDataBuilder(1).setValue("-4"));
        Refusal.assertBegins(refusal(), copied() + ": the weights \"body.conv.weight\" have a place that is no number");
        copyDefault();
        change(model -> external(model).getExternalDataBuilder(2).setValue("999999999999"));
        Refusal.assertBegins(refusal(), copied() + ": the weights \"body.conv.weight\" should be 999999999999 bytes");
        copyDefault();
        change(model -> external(model).getExternalDataBuilder(2).setValue("4"));
        Refusal.assertBegins(refusal(), copied() + ": the tensor \"body.conv.weight\" ");
    }

    private static TensorProto.Builder external(ModelProto.Builder model) {
        return model.getGraphBuilder().getInitializerBuilderList().stream()
                .filter(tensor -> tensor.getExternalDataCount() > 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void aFormatThatIsTooNewIsRefusedWithTheReasonAndWhatToDo() throws IOException {
        copy("others");
        change(model -> model.setIrVersion(13));
        String reason = refusal();
        Refusal.assertBegins(reason, copied() + " cannot be loaded by ONNX Runtime: ");
        assertTrue(reason.contains("Unsupported model IR version: 13, max supported IR version: 10"), reason);
        assertTrue(reason.contains("model.ir_version = 10"), reason);
        copy("others");
        change(model -> model.getOpsetImportBuilder(0).setVersion(40));
        reason = refusal();
        assertTrue(reason.contains("pset 40"), reason);
        assertTrue(reason.contains("torch.onnx.export(..., opset_version="), reason);
    }

    @Test
    public void channelsLastAreRefusedWithWhatToDo() throws IOException {
        copy("others");
        change(model -> shape(model, 32, 32, 3));
        Refusal.assertBegins(
                refusal(),
                copied()
                        + " takes images as [batch, height, width, channels], as TensorFlow does: \"pictures\" is [any,"
                        + " 32, 32, 3]; [batch, channels, height, width] is wanted: ");
        copy("others");
        change(model -> {
            TensorShapeProto.Builder shape = shape(model, 1, 1, 1);
            shape.getDimBuilder(1).setDimParam("h");
            shape.getDimBuilder(2).setDimParam("w");
        });
        Refusal.assertBegins(refusal(), copied() + " takes images as [batch, height, width, channels]");
    }

    @Test
    public void aBatchThatCannotBeIsRefused() throws IOException {
        copy("others");
        change(model -> shape(model, 3, 8, 8).getDimBuilder(0).setDimValue(-1));
        Refusal.assertBegins(refusal(), copied() + " takes batches of -1, from 1 to 65536 are wanted");
    }

    private static TensorShapeProto.Builder shape(ModelProto.Builder model, long... sizes) {
        TensorShapeProto.Builder shape = model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder();
        for (int i = 0; i < sizes.length; i++) {
            shape.getDimBuilder(i + 1).setDimValue(sizes[i]);
        }
        return shape;
    }

    private void copyDefault() throws IOException {
        copy("default");
        Path data = folder.resolve("teacher-default.onnx.data");
        Files.deleteIfExists(data);
        Files.copy(FILES.resolve("teacher-default.onnx.data"), data);
    }

    private void copy(String form) throws IOException {
        Files.write(copied(), Files.readAllBytes(FILES.resolve("teacher-" + form + ".onnx")));
    }

    private Path copied() {
        return folder.resolve("copy.onnx");
    }

    private void change(Consumer<ModelProto.Builder> change) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(copied())).toBuilder();
        change.accept(model);
        Files.write(copied(), model.build().toByteArray());
    }

    private String fingerprint() {
        try (Teacher teacher = Teacher.onnx("copy", copied(), Device.cpu())) {
            return teacher.fingerprint();
        }
    }

    private String refusal() {
        return Refusal.of(() -> Teacher.onnx("copy", copied(), Device.cpu()));
    }

    private static Teacher open(String form, List<String> outputs) {
        return Teacher.onnx(form, FILES.resolve("teacher-" + form + ".onnx"), outputs, Device.cpu());
    }
}
