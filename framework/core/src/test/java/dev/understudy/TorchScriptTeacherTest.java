package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.measure.Evaluation;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Teachers from files that src/test/python/torchscript.py makes. */
public final class TorchScriptTeacherTest {

    private static final TeacherTap CONV = new TeacherTap("conv");

    private Path folder = Path.of("");

    @BeforeClass
    public void unpack() throws IOException {
        folder = Files.createTempDirectory("torchscript");
        for (String name : List.of("dictionary", "tuple", "logits")) {
            String resource = "teacher-" + name + ".pt";
            try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(resource), resource)) {
                Files.copy(in, folder.resolve(name + ".pt"));
            }
        }
    }

    @AfterClass
    public void delete() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    @DataProvider
    public static Object[][] files() {
        return new Object[][] {{"dictionary", List.of()}, {"tuple", List.of("conv", "logits")}};
    }

    @Test(dataProvider = "files")
    public void putsOutWhatItsFileReturns(String file, List<String> outputs) throws IOException {
        try (Teacher teacher = open(file, outputs);
                NDManager manager = NDManager.newBaseManager()) {
            // One pixel of (1, 2, 1). Convolution: 1 + 4 + 1 = 6 and -2 + 1 - 1 = -2; norm: (6 - 1) / 2 = 2.5 and -2;
            // ReLU: 2.5 and 0. Logits: 2.5, 1, 2.5 - 1 and -2.5.
            NDArray pixel = manager.create(new float[] {1, 2, 1}, new Shape(1, 3, 1, 1));
            Activations<TeacherTap> shown =
                    teacher.open(manager, Set.of(CONV), true).forward(new NDList(pixel));
            assertEquals(shown.get(CONV).toFloatArray(), new float[] {2.5f, 0});
            assertEquals(shown.get(CONV).getShape(), new Shape(1, 2, 1, 1));
            assertEquals(shown.getLogits().toFloatArray(), new float[] {2.5f, 1, 1.5f, -2.5f});
        }
    }

    @Test
    public void aFileThatReturnsItsLogitsAloneNeedsNoNames() throws IOException {
        try (Teacher teacher = open("logits", List.of());
                NDManager manager = NDManager.newBaseManager()) {
            NDArray pixel = manager.create(new float[] {1, 2, 1}, new Shape(1, 3, 1, 1));
            Activations<TeacherTap> shown =
                    teacher.open(manager, Set.of(), true).forward(new NDList(pixel));
            assertEquals(shown.getLogits().toFloatArray(), new float[] {2.5f, 1, 1.5f, -2.5f});
            assertTrue(Evaluation.accuracy(teacher, TinyImages.of(10, 4), manager) >= 0);
        }
    }

    @Test(dataProvider = "files")
    public void aStudentLearnsFromItsFeaturesAndLogits(String file, List<String> outputs) throws IOException {
        Stage stage = Stage.whole(2)
                .objective("channel", 1, Correlation.channel(Tiny.GUIDED, CONV))
                .objective("activation", 1, ActivationMatching.of(Tiny.CONV1, CONV))
                .objective("labels", 0.3, new CrossEntropy())
                .objective("soft targets", 0.7, new SoftTargets(4))
                // The product's gradient keeps the teacher's array, which one in inference mode would not allow.
                .objective(
                        "product",
                        0.01,
                        Objective.reading(
                                Needs.nothing().withStudentLogits().withTeacherLogits(), context -> context.getStudent()
                                        .getLogits()
                                        .mul(context.getTeacher().getLogits())
                                        .square()
                                        .mean()));
        try (Teacher teacher = open(file, outputs);
                TrainedStudent trained = Distillation.of(teacher, Tiny.student())
                        .stage(stage)
                        .train(TinyImages.trainingData(12, 4), Observer.NONE)) {
            double first = trained.getHistory().get(0).loss();
            double last = trained.getHistory().get(1).loss();
            assertTrue(last < first, "from " + first + " to " + last);
        }
    }

    @Test
    public void anOutputThatIsNotThereIsRefusedWithThoseThatAre() throws IOException {
        Stage features =
                Stage.whole(1).objective("channel", 1, Correlation.channel(Tiny.GUIDED, new TeacherTap("conv4")));
        try (Teacher teacher = open("dictionary", List.of())) {
            String message = refusal(teacher, features);
            assertTrue(
                    message.equals("No output \"conv4\" of the teacher \"torch\"; there are [conv, logits]")
                            || message.equals("No output \"conv4\" of the teacher \"torch\"; there are [logits, conv]"),
                    message);
        }
        Stage soft = Stage.whole(1).objective("soft targets", 1, new SoftTargets(4));
        try (Teacher teacher = open("tuple", List.of("features", "scores"))) {
            assertEquals(
                    refusal(teacher, soft),
                    "No output \"logits\" of the teacher \"torch\"; there are [features, scores]");
        }
        try (Teacher teacher = open("tuple", List.of("features"))) {
            assertEquals(
                    refusal(teacher, soft), "No output \"logits\" of the teacher \"torch\"; there are [features, 1]");
        }
    }

    @Test
    public void imagesThatItCannotTakeAreRefusedInOneLine() throws IOException {
        try (Teacher teacher = open("dictionary", List.of())) {
            Refusal.assertBegins(
                    Refusal.ofGreyImages(teacher), "The teacher \"torch\" cannot take images of shape (1, 1, 8, 8): ");
        }
    }

    @Test
    public void aFileOfAnotherKindIsRefusedInOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "not a TorchScript file\nat all\n");
        Refusal.assertBegins(
                Refusal.of(() -> Teacher.torchScript("torch", text, List.of(), Device.cpu())),
                text + " is not a TorchScript file that can be loaded: ");
        byte[] whole = Files.readAllBytes(folder.resolve("tuple.pt"));
        Path cut = Files.write(folder.resolve("cut.pt"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Refusal.assertBegins(
                Refusal.of(() -> Teacher.torchScript("torch", cut, List.of(), Device.cpu())),
                cut + " is not a TorchScript file that can be loaded: ");
        Path missing = folder.resolve("missing.pt");
        assertEquals(
                Refusal.of(() -> Teacher.torchScript("torch", missing, List.of(), Device.cpu())),
                "No TorchScript file at " + missing);
    }

    @Test
    public void itsFingerprintIsThatOfItsFileAndItsOutputs() throws IOException {
        try (Teacher one = open("tuple", List.of("conv", "logits"));
                Teacher same = open("tuple", List.of("conv", "logits"));
                Teacher swapped = open("tuple", List.of("logits", "conv"));
                Teacher other = open("dictionary", List.of())) {
            assertEquals(same.fingerprint(), one.fingerprint());
            assertEquals(
                    Set.of(one.fingerprint(), swapped.fingerprint(), other.fingerprint())
                            .size(),
                    3);
        }
    }

    private static String refusal(Teacher teacher, Stage stage) {
        return Refusal.of(() -> Distillation.of(teacher, Tiny.student())
                .stage(stage)
                .train(TinyImages.trainingData(4, 4), Observer.NONE));
    }

    private Teacher open(String file, List<String> outputs) throws IOException {
        return Teacher.torchScript("torch", folder.resolve(file + ".pt"), outputs, Device.cpu());
    }
}
