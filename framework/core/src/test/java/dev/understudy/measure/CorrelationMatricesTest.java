package dev.understudy.measure;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.understudy.Refusal;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.block.Layers;
import dev.understudy.block.SelfGuided;
import dev.understudy.result.Matrices;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A network with a self-taught layer, looked at with two images. */
public final class CorrelationMatricesTest {

    private static final List<String> PNGS = List.of("first", "second");
    private static final List<String> CLASSES = List.of("cat", "dog");

    private Model model = Model.newInstance("none");
    private Layers network = new Layers();

    @BeforeMethod
    public void open() {
        model = Model.newInstance("tiny", Device.cpu());
        network = Tiny.initialised(Tiny.selfTaught(), model);
    }

    @AfterMethod
    public void close() {
        model.close();
    }

    @Test
    public void areThoseOfTheGuidedBranchWithoutTheSelfTaughtChannels() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = images(manager);
            Matrices matrices = CorrelationMatrices.of("mine", network, Tiny.GUIDED, images, PNGS, CLASSES);
            assertEquals(matrices.network(), "mine");
            assertEquals(matrices.layer(), "conv2/guided");
            assertEquals(matrices.images().size(), 2);
            NDArray activation = guided(images);
            for (int i = 0; i < 2; i++) {
                Matrices.Shown shown = matrices.images().get(i);
                assertEquals(shown.png(), PNGS.get(i));
                assertEquals(shown.className(), CLASSES.get(i));
                float[] values = activation.get(i).toFloatArray();
                assertClose(shown.channel(), CorrelationMatrix.betweenChannels(values, 3));
                assertClose(shown.spatial(), CorrelationMatrix.betweenLocations(values, 3));
            }
        }
    }

    @Test
    public void aTeachersAreMadeTheSameWay() {
        try (NDManager manager = NDManager.newBaseManager();
                Teacher teacher = Teacher.of("tiny", network, model)) {
            NDArray images = images(manager);
            TeacherTap tap = new TeacherTap("conv2/guided");
            assertEquals(
                    CorrelationMatrices.of("tiny", teacher, tap, images, PNGS, CLASSES),
                    CorrelationMatrices.of("tiny", network, Tiny.GUIDED, images, PNGS, CLASSES));
        }
    }

    @Test
    public void leaveNoArraysBehind() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = images(manager);
            int before = manager.getManagedArrays().size();
            int own = model.getNDManager().getManagedArrays().size();
            CorrelationMatrices.of("mine", network, Tiny.CONV3, images, PNGS, CLASSES);
            assertEquals(manager.getManagedArrays().size(), before);
            assertEquals(model.getNDManager().getManagedArrays().size(), own);
        }
    }

    @Test
    public void refuseALayerWithoutRowsAndColumnsAndImagesWithoutNames() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = images(manager);
            StudentTap flat = new StudentTap("classes");
            assertEquals(
                    Refusal.of(() -> CorrelationMatrices.of("mine", network, flat, images, PNGS, CLASSES)),
                    "Wanted a layer that puts out [batch, channels, height, width], got \"classes\", which puts out"
                            + " (2, 4)");
            assertEquals(
                    Refusal.of(() -> CorrelationMatrices.of("mine", network, Tiny.CONV3, images, PNGS, List.of("cat"))),
                    "Wanted a PNG and a class name for each of 2 images, got 2 and 1");
        }
    }

    /** Everything else that is wrong is said. */
    @Test
    public void areLookedForWhereThereMayBeNone() {
        try (NDManager manager = NDManager.newBaseManager();
                Teacher teacher = Teacher.of("tiny", network, model)) {
            NDArray images = images(manager);
            StudentTap flat = new StudentTap("classes");
            TeacherTap teachers = new TeacherTap("conv3");
            assertEquals(CorrelationMatrices.find("mine", network, flat, images, PNGS, CLASSES), Optional.empty());
            assertEquals(
                    CorrelationMatrices.find("mine", teacher, new TeacherTap("classes"), images, PNGS, CLASSES),
                    Optional.empty());
            assertEquals(
                    CorrelationMatrices.find("mine", network, Tiny.CONV3, images, PNGS, CLASSES)
                            .orElseThrow(),
                    CorrelationMatrices.of("mine", network, Tiny.CONV3, images, PNGS, CLASSES));
            assertEquals(
                    CorrelationMatrices.find("mine", teacher, teachers, images, PNGS, CLASSES)
                            .orElseThrow(),
                    CorrelationMatrices.of("mine", teacher, teachers, images, PNGS, CLASSES));
            StudentTap unknown = new StudentTap("conv9");
            Refusal.assertBegins(
                    Refusal.of(() -> CorrelationMatrices.find("mine", network, unknown, images, PNGS, CLASSES)),
                    "No block at \"conv9\" in the student; there are ");
            assertEquals(
                    Refusal.of(() -> CorrelationMatrices.find("mine", teacher, teachers, images, List.of(), CLASSES)),
                    "Wanted a PNG and a class name for each of 2 images, got 0 and 2");
        }
    }

    private static NDArray images(NDManager manager) {
        return TinyImages.of(2, 2).data(manager, 0, 2);
    }

    private NDArray guided(NDArray images) {
        ParameterStore parameters = new ParameterStore(images.getManager(), false);
        Block first = network.getChildren().get(0).getValue();
        SelfGuided second = (SelfGuided) network.getChildren().get(1).getValue();
        NDList between = first.forward(parameters, new NDList(images), false);
        return second.getGuided().forward(parameters, between, false).singletonOrThrow();
    }

    /** Folding rounds in another way, which can move an element to the next level. */
    private static void assertClose(Matrices.Values got, CorrelationMatrix wanted) {
        assertEquals(got.of(), wanted.side());
        byte[] levels = Base64.getDecoder().decode(got.bytes());
        byte[] expected = Base64.getDecoder().decode(wanted.shown().bytes());
        assertEquals(levels.length, expected.length);
        for (int i = 0; i < levels.length; i++) {
            assertEquals(levels[i], expected[i], 1.0, Arrays.toString(levels));
        }
    }
}
