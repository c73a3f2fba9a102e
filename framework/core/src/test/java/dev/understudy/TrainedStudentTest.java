package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.nn.Block;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public final class TrainedStudentTest {

    private Path folder = Path.of("");

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("trained-student");
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    public void isTheSameBitForBitAfterItWasSavedAndLoaded() throws IOException {
        Path file = folder.resolve("student.safetensors");
        try (TrainedStudent trained = train()) {
            float[] logits = Tiny.logits(trained.getNetwork());
            trained.save(file);
            try (Teacher loaded = Teacher.load(Tiny.student(), file, TinyImages.INPUT, Device.cpu())) {
                Snapshot.of(trained.getNetwork()).assertSameBits(Snapshot.of(loaded.getNetwork()));
                assertEquals(Tiny.logits(loaded.getNetwork()), logits);
                assertEquals(loaded.getName(), "tiny-student");
                assertEquals(loaded.getParameterCount(), trained.getParameterCount());
            }
            assertEquals(Tiny.logits(trained.getNetwork()), logits, "saving does not touch it");
        }
    }

    @Test
    public void isAStudentAgainWithoutItsHistory() throws IOException {
        Path file = folder.resolve("student.safetensors");
        try (TrainedStudent trained = train()) {
            trained.save(file);
            try (TrainedStudent loaded = TrainedStudent.load(Tiny.student(), file, TinyImages.INPUT, Device.cpu())) {
                assertEquals(Tiny.logits(loaded.getNetwork()), Tiny.logits(trained.getNetwork()));
                assertEquals(loaded.getHistory(), List.of());
                assertEquals(loaded.getLastAccuracy(), OptionalDouble.empty());
            }
        }
    }

    @Test
    public void aLoadedStudentTeaches() throws IOException {
        Path file = folder.resolve("student.safetensors");
        try (TrainedStudent trained = train()) {
            trained.save(file);
        }
        try (Teacher loaded = Teacher.load(Tiny.student(), file, TinyImages.INPUT, Device.cpu())) {
            Snapshot before = Snapshot.of(loaded.getNetwork());
            Stage stage = Stage.whole(1)
                    .objective("channel", 1, Correlation.channel(Tiny.GUIDED, new TeacherTap("conv2/guided")))
                    .objective("labels", 1, new CrossEntropy());
            Distillation.of(loaded, Tiny.student())
                    .stage(stage)
                    .train(TinyImages.trainingData(8, 4), Observer.NONE)
                    .close();
            before.assertSameBits(Snapshot.of(loaded.getNetwork()));
        }
    }

    @Test
    public void djlsOwnFileIsLoadedAsATeacher() throws IOException {
        try (TrainedStudent trained = train();
                Model model = Model.newInstance("own", Device.cpu())) {
            model.setBlock(trained.getNetwork());
            model.setProperty("Epoch", "7");
            model.save(folder, "own");
            Path file = folder.resolve("own-0007.params");
            try (Teacher loaded = Teacher.load(Tiny.student(), file, TinyImages.INPUT, Device.cpu())) {
                assertEquals(Tiny.logits(loaded.getNetwork()), Tiny.logits(trained.getNetwork()));
            }
        }
    }

    @Test
    public void lastAndBestAccuracyAreThoseOfTheTestSplit() {
        try (TrainedStudent student =
                with(result(null, 90.0, 100, 4), result(50.0, 80.0, 100, 4), result(40.0, 95.0, 100, 2))) {
            assertEquals(student.getLastAccuracy(), OptionalDouble.of(40));
            assertEquals(student.getBestAccuracy(), OptionalDouble.of(50));
        }
    }

    @Test
    public void withoutATestSplitThereIsNoAccuracy() {
        try (TrainedStudent student = with(result(null, 90.0, 100, 4))) {
            assertEquals(student.getLastAccuracy(), OptionalDouble.empty());
            assertEquals(student.getBestAccuracy(), OptionalDouble.empty());
        }
    }

    @Test
    public void speedIsAllImagesByAllSecondsOfTraining() {
        // 100 + 300 images in 4 + 1 seconds of training.
        try (TrainedStudent student = with(result(50.0, null, 100, 4), result(50.0, null, 300, 1))) {
            assertEquals(student.getImagesPerSecond(), 80.0);
        }
    }

    @Test
    public void historyCannotBeChanged() throws IOException {
        try (TrainedStudent trained = train()) {
            assertThrows(UnsupportedOperationException.class, () -> trained.getHistory()
                    .clear());
            assertEquals(trained.getHistory().size(), 1);
        }
    }

    @Test
    public void asATeacherItKeepsItsWeightsAndName() throws IOException {
        TrainedStudent trained = train();
        float[] logits = Tiny.logits(trained.getNetwork());
        try (Teacher teacher = trained.asTeacher()) {
            assertEquals(teacher.getName(), trained.getName());
            assertEquals(Tiny.logits(teacher.getNetwork()), logits);
        }
    }

    @Test
    public void trainingChangesIt() throws IOException {
        try (TrainedStudent trained = train();
                Model model = Model.newInstance("fresh", Device.cpu())) {
            Block fresh = Tiny.initialised(Tiny.selfTaught(), model);
            assertNotEquals(Tiny.logits(fresh), Tiny.logits(trained.getNetwork()));
            assertTrue(trained.getImagesPerSecond() > 0);
        }
    }

    static TrainedStudent train() throws IOException {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(TinyImages.trainingData(8, 4), Observer.NONE);
    }

    private static TrainedStudent with(EpochResult... history) {
        return new TrainedStudent(
                "hand-made", Model.newInstance("hand-made", Device.cpu()), Tiny.selfTaught(), List.of(history));
    }

    private static EpochResult result(
            @Nullable Double test, @Nullable Double validation, long samples, double trainSeconds) {
        return new EpochResult(
                1, "whole", 1, 0.1, 2.0, Map.of("labels", 2.0), validation, test, samples, trainSeconds, 99);
    }
}
