package dev.understudy.onnx;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.understudy.Activations;
import dev.understudy.Distillation;
import dev.understudy.Observer;
import dev.understudy.Refusal;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.TrainedStudent;
import dev.understudy.measure.Evaluation;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class OnnxTeacherTest {

    private Path file = Path.of("");
    private final Teacher original = Tiny.teacher();

    @BeforeClass
    public void write() throws IOException {
        file = Files.createTempDirectory("onnx").resolve("teacher.onnx");
        OnnxExport.of("tiny-teacher", original.getNetwork(), TinyImages.INPUT).write(file);
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        original.close();
    }

    @Test
    public void itsTapsAreTheValuesOfItsGraphAndItsLogitsTheFirstOutput() {
        Set<TeacherTap> taps = Set.of(Tiny.TEACHER1, Tiny.TEACHER3);
        try (Teacher teacher = Teacher.onnx("tiny", file, Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            NDList input = new NDList(TinyImages.of(6, 6).data(manager, 0, 6));
            Activations<TeacherTap> wanted = original.open(manager, taps, true).forward(input);
            try (Teacher.View view = teacher.open(manager, taps, true)) {
                Activations<TeacherTap> shown = view.forward(input);
                assertAlike(shown.get(Tiny.TEACHER1), wanted.get(Tiny.TEACHER1));
                assertAlike(shown.get(Tiny.TEACHER3), wanted.get(Tiny.TEACHER3));
                assertAlike(shown.getLogits(), wanted.getLogits());
                assertEquals(shown.getLogits().getManager().getEngine().getEngineName(), "PyTorch");
            }
        }
    }

    private static void assertAlike(NDArray found, NDArray wanted) {
        assertEquals(found.getShape(), wanted.getShape());
        float[] values = found.toFloatArray();
        float[] others = wanted.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], others[i], 1e-5f, "at " + i);
        }
    }

    @Test
    public void aStudentLearnsFromIt() throws IOException {
        Stage stage = Stage.whole(2)
                .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2))
                .objective("activation", 1, ActivationMatching.of(Tiny.CONV1, Tiny.TEACHER1))
                .objective("labels", 0.3, new CrossEntropy())
                .objective("soft targets", 0.7, new SoftTargets(4));
        try (Teacher teacher = Teacher.onnx("tiny", file, Device.cpu());
                TrainedStudent trained = Distillation.of(teacher, Tiny.student())
                        .stage(stage)
                        .train(TinyImages.trainingData(12, 4), Observer.NONE)) {
            assertTrue(trained.getHistory().get(1).loss()
                    < trained.getHistory().get(0).loss());
        }
    }

    @Test
    public void itIsMeasuredCountedAndIdentified() throws IOException {
        try (Teacher teacher = Teacher.onnx("tiny", file, Device.cpu());
                Teacher same = Teacher.onnx("other", file, Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            assertEquals(
                    Evaluation.accuracy(teacher, TinyImages.of(10, 4), manager),
                    Evaluation.accuracy(original, TinyImages.of(10, 4), manager));
            assertEquals(same.fingerprint(), teacher.fingerprint());
            assertNotEquals(teacher.fingerprint(), original.fingerprint());
            // Norms are folded: of 4 + 3 + 5 channels two of four numbers are left as biases, and none of the weights.
            assertEquals(
                    teacher.getParameterCount(),
                    Long.valueOf(Objects.requireNonNull(original.getParameterCount()) - 3 * (4 + 3 + 5)));
        }
    }

    @Test
    public void aValueThatItsGraphDoesNotComputeIsRefusedWithThoseThereAre() {
        try (Teacher teacher = Teacher.onnx("tiny", file, Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            assertEquals(
                    Refusal.of(() -> teacher.open(manager, Set.of(new TeacherTap("conv9")), false)),
                    "No value \"conv9\" in the teacher \"tiny\"; there are [conv1/norm, conv1, conv2/norm, conv2, pool,"
                            + " conv3/norm, conv3, classes/pool/pooled, classes/pool, logits]");
        }
    }

    @Test
    public void imagesThatItCannotTakeAreRefusedInOneLine() {
        try (Teacher teacher = Teacher.onnx("tiny", file, Device.cpu())) {
            Refusal.assertBegins(
                    Refusal.ofGreyImages(teacher), "The teacher \"tiny\" cannot take images of shape (1, 1, 8, 8): ");
        }
    }

    @DataProvider
    public Object[][] strange() {
        return new Object[][] {
            {change(model -> model.getGraphBuilder().clearNode()), "is not an ONNX model: it computes nothing"},
            {
                change(model -> model.getGraphBuilder()
                        .addInput(model.getGraph().getInput(0).toBuilder().setName("more"))),
                "should take one input, images; it takes [\"images\", \"more\"]"
            },
            {
                change(model -> model.getGraphBuilder()
                        .getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .setElemType(TensorProto.DataType.FLOAT16_VALUE)),
                "its input \"images\" should be float32 [batch, channels, height, width]"
            },
            {
                change(model -> model.getGraphBuilder()
                        .getInitializerBuilder(0)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)),
                "should be in a file of the same folder, they are said to be in \"\""
            },
            {
                change(model -> model.getGraphBuilder().getNodeBuilder(0).setOpType("Convolute")),
                "cannot be loaded by ONNX Runtime: "
            },
            {
                change(model -> model.getGraphBuilder().getNodeBuilder(1).setInput(0, "nothing")),
                "cannot be loaded by ONNX Runtime: "
            },
            {
                change(model -> model.getGraphBuilder().getInitializerBuilder(0).setDims(0, 77)),
                "[77, 3, 3, 3] should have 8316 bytes, it has 432"
            },
            {change(model -> model.setIrVersion(999)), "cannot be loaded by ONNX Runtime: "},
        };
    }

    private static Consumer<ModelProto.Builder> change(Consumer<ModelProto.Builder> change) {
        return change;
    }

    @Test(dataProvider = "strange")
    public void aModelThatIsNotWhatIsWantedIsRefusedInOneLine(Consumer<ModelProto.Builder> change, String message)
            throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        change.accept(model);
        Path strange =
                Files.write(file.resolveSibling("strange.onnx"), model.build().toByteArray());
        String line = Refusal.of(() -> Teacher.onnx("tiny", strange, Device.cpu()));
        assertTrue(line.startsWith(strange.toString()) && line.contains(message), line);
    }

    @Test
    public void aFileOfAnotherKindIsRefusedInOneLine() throws IOException {
        Path text = Files.writeString(file.resolveSibling("text.onnx"), "not an ONNX file\nat all\n");
        Refusal.assertBegins(
                Refusal.of(() -> Teacher.onnx("tiny", text, Device.cpu())), text + " is not a whole ONNX file: ");
        byte[] whole = Files.readAllBytes(file);
        Path cut = Files.write(file.resolveSibling("cut.onnx"), Arrays.copyOf(whole, whole.length / 2));
        Refusal.assertBegins(
                Refusal.of(() -> Teacher.onnx("tiny", cut, Device.cpu())), cut + " is not a whole ONNX file: ");
        Path empty = Files.write(file.resolveSibling("empty.onnx"), new byte[0]);
        assertEquals(
                Refusal.of(() -> Teacher.onnx("tiny", empty, Device.cpu())),
                empty + " is not an ONNX model: it computes nothing");
        Path missing = file.resolveSibling("missing.onnx");
        assertEquals(Refusal.of(() -> Teacher.onnx("tiny", missing, Device.cpu())), "No ONNX file at " + missing);
    }
}
