package dev.understudy;

import static org.testng.Assert.assertEquals;

import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import dev.understudy.block.Layers;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Epochs whose last batch, or each batch, holds one image. */
public final class LastBatchTest {

    private static Distillation training(Student student) {
        return Distillation.alone(student).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
    }

    private static Student vectors() {
        return Student.of("vectors", () -> new Layers()
                .add("conv", Tiny.layer(3))
                .add("pool", Pool.globalAvgPool2dBlock())
                .add("flat", Blocks.batchFlattenBlock())
                .add("norm", BatchNorm.builder().build())
                .add("linear", Linear.builder().setUnits(TinyImages.CLASSES).build()));
    }

    private static Student pixels() {
        return Student.of("pixels", () -> new Layers()
                .add("pool", Pool.avgPool2dBlock(new ai.djl.ndarray.types.Shape(8, 8)))
                .add("conv", Tiny.layer(3))
                .add("classes", Tiny.classifier(TinyImages.CLASSES)));
    }

    @DataProvider
    public static Object[][] refused() {
        return new Object[][] {{vectors(), 9, 4}, {pixels(), 9, 4}, {vectors(), 3, 1}, {pixels(), 1, 4}};
    }

    @Test(dataProvider = "refused")
    public void aNormOfSingleNumbersIsRefusedBeforeTheFirstStep(Student student, int images, int batch) {
        List<Event> events = new ArrayList<>();
        String line = Refusal.of(() -> training(student).train(TinyImages.trainingData(images, batch), event -> {
            if (event instanceof Event.StepDone) {
                events.add(event);
            }
        }));
        Refusal.assertBegins(
                line,
                "The last batch of " + images + " images in batches of " + Math.min(images, batch)
                        + " holds one image, from which \"" + student.name() + "\" cannot learn");
        assertEquals(events, List.of());
    }

    @Test
    public void otherStudentsLearnFromOneImage() throws IOException {
        training(Tiny.student()).train(TinyImages.trainingData(9, 4)).close();
        training(Tiny.student()).train(TinyImages.trainingData(3, 1)).close();
        training(vectors()).train(TinyImages.trainingData(10, 4)).close();
    }

    @Test
    public void theCheckMovesNothing() throws IOException {
        Student student = Tiny.student();
        try (TrainedStudent one = training(student).train(TinyImages.trainingData(9, 4));
                TrainedStudent again = training(student).train(TinyImages.trainingData(9, 4))) {
            Snapshot.of(one.getNetwork()).assertSameBits(Snapshot.of(again.getNetwork()));
        }
    }
}
