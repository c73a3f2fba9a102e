package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.format.Renormalization;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** A teacher with a normalisation and names of its own. */
public final class FittedTeacherTest {

    private final Teacher teacher = Tiny.teacher();

    @AfterClass
    public void close() {
        teacher.close();
    }

    @Test
    public void aRescalingTurnsOneNormalisationIntoTheOther() {
        // A pixel of 0.8: (0.8 - 0.5) / 0.2 = 1.5 here, (0.8 - 0.4) / 0.5 = 0.8 there; 1.5 * 0.4 + 0.2 = 0.8.
        Renormalization between = Renormalization.between(List.of(0.5), List.of(0.2), List.of(0.4), List.of(0.5));
        assertEquals(between.factors().get(0), 0.4, 1e-12);
        assertEquals(between.offsets().get(0), 0.2, 1e-12);
    }

    @Test
    public void normalisationsOfOtherChannelsAreRefused() {
        assertEquals(
                Refusal.of(() ->
                        Renormalization.between(List.of(0.0), List.of(1.0), List.of(0.0, 0.0), List.of(1.0, 1.0))),
                "Wanted normalisations of as many channels, got means [0.0] and [0.0, 0.0], standard deviations [1.0] and"
                        + " [1.0, 1.0]");
    }

    @Test
    public void seesTheImagesAsItWasTrainedOnThem() {
        Teacher other = teacher.withNormalization(new Renormalization(List.of(2.0, 3.0, 4.0), List.of(0.5, 0.0, -1.0)));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = TinyImages.of(2, 2).data(manager, 0, 2);
            NDArray scaled = images.mul(manager.create(new float[] {2, 3, 4}, new Shape(1, 3, 1, 1)))
                    .add(manager.create(new float[] {0.5f, 0, -1}, new Shape(1, 3, 1, 1)));
            assertEquals(logits(other, images, manager), logits(teacher, scaled, manager));
        }
        assertNotEquals(other.fingerprint(), teacher.fingerprint());
    }

    @Test
    public void imagesOfOtherChannelsThanItsNormalisationAreRefused() {
        Teacher other = teacher.withNormalization(new Renormalization(List.of(2.0), List.of(0.5)));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray images = TinyImages.of(2, 2).data(manager, 0, 2);
            assertEquals(
                    Refusal.of(() -> logits(other, images, manager)),
                    "The teacher's normalisation is for 1 channels, the images have 3");
        }
    }

    @Test
    public void aPlaceIsTappedByAnotherName() throws IOException {
        TeacherTap alias = new TeacherTap("conv8");
        Teacher other = teacher.withAlias("conv8", "conv2");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList images = new NDList(TinyImages.of(2, 2).data(manager, 0, 2));
            assertEquals(
                    other.open(manager, Set.of(alias), false)
                            .forward(images)
                            .get(alias)
                            .toFloatArray(),
                    teacher.open(manager, Set.of(Tiny.TEACHER2), false)
                            .forward(images)
                            .get(Tiny.TEACHER2)
                            .toFloatArray());
        }
        assertNotEquals(other.fingerprint(), teacher.fingerprint());
        Distillation.of(other, Tiny.student())
                .stage(Stage.whole(1)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, alias)))
                .train(TinyImages.trainingData(8, 4), Observer.NONE)
                .close();
    }

    @Test
    public void aNameForAPlaceThatIsNotThereIsRefused() {
        Refusal.assertBegins(
                Refusal.of(() -> teacher.withAlias("conv8", "conv9")),
                "No block at \"conv9\" in the teacher; there are [");
    }

    private static float[] logits(Teacher teacher, NDArray images, NDManager manager) {
        return teacher.open(manager, Set.of(), true)
                .forward(new NDList(images))
                .getLogits()
                .toFloatArray();
    }
}
