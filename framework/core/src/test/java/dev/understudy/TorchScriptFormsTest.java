package dev.understudy;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.measure.Evaluation;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** One small network in every form in which PyTorch saves it, by src/test/python/torchscript_forms.py. */
public final class TorchScriptFormsTest {

    private static final Path FILES = Path.of("src/test/resources/dev/understudy");
    private static final List<String> BOTH = List.of("conv", "logits");

    /** Convolution 2 * 3 + 2, norm 2 * 2 without its statistics. */
    private static final Long ALL = 24L;

    @DataProvider
    public static Object[][] forms() {
        return new Object[][] {
            {"dictionary", List.of(), ALL},
            {"tuple", BOTH, ALL},
            {"logits", List.of(), ALL},
            {"traced", List.of(), ALL},
            {"traced-tuple", BOTH, ALL},
            {"traced-dictionary", List.of(), ALL},
            {"list", BOTH, ALL},
            {"frozen", List.of(), null},
            {"training", List.of(), ALL},
        };
    }

    @Test(dataProvider = "forms")
    public void answersAndCountsItsParameters(String form, List<String> outputs, @Nullable Long parameters)
            throws IOException {
        try (Teacher teacher = open(form, outputs);
                NDManager manager = NDManager.newBaseManager()) {
            // Worked out in TorchScriptTeacherTest; the batch norm of "training" has another epsilon.
            NDArray pixel = manager.create(new float[] {1, 2, 1}, new Shape(1, 3, 1, 1));
            try (Teacher.View view = teacher.open(manager, Set.of(), true)) {
                for (int again = 0; again < 3; again++) {
                    float[] logits = view.forward(new NDList(pixel)).getLogits().toFloatArray();
                    float[] wanted = {2.5f, 1, 1.5f, -2.5f};
                    for (int i = 0; i < wanted.length; i++) {
                        assertEquals(logits[i], wanted[i], 1e-6f);
                    }
                }
            }
            assertEquals(teacher.getParameterCount(), parameters);
            assertEquals(teacher.fingerprint().length(), 64);
        }
    }

    /**
     * A 1x1 convolution with a stride of two from 256 to 512 channels within the program, for images that lie channels last;
     * numbers of the third image by PyTorch 2.13.
     */
    @Test
    public void convolutionsWithinTheProgramAreShownImagesInTheOrderInWhichTheyAreRight() throws IOException {
        try (Teacher teacher = open("strided", List.of());
                NDManager manager = NDManager.newBaseManager();
                Teacher.View view = teacher.open(manager, Set.of(), true)) {
            float[] values = new float[3 * 3 * 8 * 8];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.sin(0.37 * i);
            }
            NDArray images = MemoryFormat.best(manager.create(values, new Shape(3, 3, 8, 8)));
            float[] logits = view.forward(new NDList(images)).getLogits().toFloatArray();
            float[] wanted = {-0.1166f, 0.6614f, 0.0640f, -0.6665f, -0.0109f};
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(logits[2 * 512 + i], wanted[i], 1e-4f, "logit " + i);
            }
        }
    }

    @Test
    public void aTupleWithoutNamesIsRefusedWithTheOptionThatNamesThem() throws IOException {
        for (String form : List.of("tuple", "list", "traced-tuple")) {
            assertEquals(
                    refusal(form),
                    "The teacher \"" + form
                            + "\" returns 2 outputs without names: --teacher-outputs (in code, the parameter"
                            + " \"outputs\") says what they are in their order, such as conv8,logits");
        }
    }

    @Test
    public void whatWasTracedInTrainingModeIsRefused() throws IOException {
        assertEquals(
                refusal("traced-training"),
                "The teacher \"traced-training\" answers an image otherwise when others are beside it, or at random: it was"
                        + " traced in training mode; call model.eval() before torch.jit.trace");
    }

    @Test
    public void whatIsNotMadeOfTensorsAloneIsRefused() throws IOException {
        for (String form : List.of("absent", "lists")) {
            Refusal.assertBegins(refusal(form), "The teacher \"" + form + "\" returns something that is not read (");
        }
    }

    @Test
    public void answersThatAreNoNumbersEndATrainingBeforeItBegins() throws IOException {
        try (Teacher teacher = open("nan-answers", List.of())) {
            Refusal.assertBegins(
                    Refusal.of(() -> Distillation.of(teacher, Tiny.student())
                            .stage(Stage.whole(1).objective("soft targets", 1, new SoftTargets(4)))
                            .train(TinyImages.trainingData(4, 4), Observer.NONE)),
                    "The teacher \"nan-answers\"'s answers are not numbers: ");
        }
    }

    @Test
    public void answersThatAreNoNumbersAreRefused() throws IOException {
        assertEquals(
                refusal("nan-answers"),
                "The teacher \"nan-answers\"'s answers are not numbers: among its logits are NaN or infinite ones, so it can"
                        + " neither be measured nor teach");
    }

    private static String refusal(String form) throws IOException {
        try (Teacher teacher = open(form, List.of());
                NDManager manager = NDManager.newBaseManager()) {
            return Refusal.of(() -> Evaluation.accuracy(teacher, TinyImages.of(10, 4), manager));
        }
    }

    @Test
    public void weightsThatAreNoNumbersOrOfAnotherKindAreRefusedByName() {
        assertEquals(
                Refusal.of(() -> open("nan", List.of())),
                FILES.resolve("teacher-nan.pt")
                        + ": the parameter \"body.linear.weight\" (4, 2) holds numbers that are NaN"
                        + " or infinite; a network with it answers nothing");
        assertEquals(
                Refusal.of(() -> open("half", List.of())),
                FILES.resolve("teacher-half.pt")
                        + ": the parameter \"body.conv.weight\" is float16, images are float32;"
                        + " save it in Python after model.float()");
    }

    @Test
    public void whatTorchScriptComplainsOfIsSaidAndNotWhereItsStackBegins() throws IOException {
        try (Teacher teacher = open("traced", List.of())) {
            assertEquals(
                    Refusal.ofGreyImages(teacher),
                    "The teacher \"traced\" cannot take images of shape (1, 1, 8, 8): Given groups=1, weight of size [2, 3,"
                            + " 1, 1], expected input[1, 1, 8, 8] to have 3 channels, but got 1 channels instead");
        }
    }

    static Teacher open(String form, List<String> outputs) throws IOException {
        return Teacher.torchScript(form, FILES.resolve("teacher-" + form + ".pt"), outputs, Device.cpu());
    }
}
