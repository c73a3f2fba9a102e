package dev.understudy.internal.trial;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.Distance;
import dev.understudy.Distillation;
import dev.understudy.Schedule;
import dev.understudy.Snapshot;
import dev.understudy.Stage;
import dev.understudy.StudentGroup;
import dev.understudy.Teacher;
import dev.understudy.TestDevice;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.internal.loop.TrainingLoop;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What is chosen for a GPU, and that there is nothing to choose on a processor. */
public final class GpuTrialTest {

    private static final MemoryFormat.Order USUAL = MemoryFormat.Order.USUAL;
    private static final MemoryFormat.Order LAST = MemoryFormat.Order.CHANNELS_LAST;

    /**
     * Milliseconds of a step as images come, with channels last, and both with cuDNN's trial, which costs 500 ms; the steps of
     * a training; and what is taken.
     */
    @DataProvider
    public Object[][] times() {
        return new Object[][] {
            {10.0, 9.6, 10.0, 10.0, 5000, new GpuSettings(LAST, false)},
            {10.0, 9.8, 10.0, 10.0, 5000, new GpuSettings(USUAL, false)},
            {10.0, 10.0, 10.0, 10.0, 5000, new GpuSettings(USUAL, false)},
            {10.0, 14.0, 10.0, 14.0, 5000, new GpuSettings(USUAL, false)},
            // A millisecond a step is saved: 1,000 ms are twice what the trial costs.
            {10.0, 10.0, 9.0, 9.5, 1000, new GpuSettings(USUAL, true)},
            {10.0, 10.0, 9.0, 9.5, 999, new GpuSettings(USUAL, false)},
            {10.0, 9.0, 9.5, 8.0, 1000, new GpuSettings(LAST, true)},
            {10.0, 9.0, 9.5, 8.0, 999, new GpuSettings(LAST, false)},
            {10.0, 9.0, 8.9, 8.8, 100_000, new GpuSettings(LAST, false)},
        };
    }

    @Test(dataProvider = "times")
    public void whatGainsEnoughIsTaken(
            double usual, double last, double usualTried, double lastTried, int steps, GpuSettings wanted) {
        GpuLook look = look(usual, last, usualTried, lastTried);
        assertEquals(look.best(steps), wanted);
        assertEquals(GpuLook.of(look.text()), look);
    }

    private static GpuLook look(double usual, double last, double usualTried, double lastTried) {
        return new GpuLook(Map.of(
                new GpuSettings(USUAL, false), new GpuLook.Cost(usual, 0),
                new GpuSettings(LAST, false), new GpuLook.Cost(last, 0),
                new GpuSettings(USUAL, true), new GpuLook.Cost(usualTried, 500),
                new GpuSettings(LAST, true), new GpuLook.Cost(lastTried, 500)));
    }

    @Test
    public void wordsAreForPeople() {
        assertEquals(
                look(10, 9.25, 8, 7).words(),
                "10.00 ms with images as they come, 9.25 ms with channels last, 8.00 ms with images as they come and"
                        + " cuDNN's trial of algorithms, 7.00 ms with channels last and cuDNN's trial of algorithms");
    }

    /** Whoever says whether cuDNN tries is not asked again. */
    @Test
    public void withoutCudnnsTrialThereAreTheOrdersAlone() {
        GpuLook orders = new GpuLook(Map.of(
                new GpuSettings(USUAL, false), new GpuLook.Cost(10, 0),
                new GpuSettings(LAST, false), new GpuLook.Cost(9, 0)));
        assertEquals(orders.best(100_000), new GpuSettings(LAST, false));
        System.setProperty(CudnnTrial.PROPERTY, "true");
        try {
            assertEquals(GpuLook.of(orders.text()), orders);
            assertEquals(GpuLook.of(look(10, 9, 1, 1).text()), orders);
        } finally {
            System.clearProperty(CudnnTrial.PROPERTY);
        }
        assertThrows(IllegalArgumentException.class, () -> GpuLook.of(orders.text()));
    }

    @Test
    public void onAProcessorNothingIsLookedAt() throws IOException {
        TrainingData unread = TrainingData.of(TinyImages.INPUT, epoch -> {
            throw new AssertionError("No image is wanted");
        });
        assertEquals(GpuTrial.of(alone(), unread), MemoryFormat.Order.USUAL);
    }

    @Test
    public void aTrainingsStepsAreThoseOfAllItsStages() throws IOException {
        TrainingData shown = TinyImages.trainingData(16, 4);
        assertEquals(GpuTrial.steps(alone().stage(labels(250)).stage(labels(3)), shown), 1_012);
        assertEquals(GpuTrial.steps(alone().stage(labels(3)), TinyImages.trainingData(18, 4)), 15);
    }

    @Test
    public void allSettingsAreMeasured() throws IOException {
        try (Teacher teacher = Tiny.teacher()) {
            Distillation distillation = Distillation.of(teacher, Tiny.student())
                    .stage(labels(3).objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)));
            GpuLook look = new GpuLooks(distillation, TinyImages.trainingData(16, 4)).look();
            assertEquals(look.costs().keySet(), Set.copyOf(GpuSettings.all()));
            look.costs().forEach((settings, cost) -> {
                assertTrue(cost.step() > 0, settings + ": " + cost);
                assertTrue(cost.first() >= 0 && (settings.tried() || cost.first() == 0), settings + ": " + cost);
            });
        }
    }

    /** The engine has the switch, whatever device there is. */
    @Test
    public void cudnnsTrialIsSwitchedUnlessTheUserDidSo() {
        assertTrue(CudnnTrial.set(true));
        assertTrue(CudnnTrial.set(false));
        System.setProperty(CudnnTrial.PROPERTY, "false");
        try {
            assertFalse(CudnnTrial.set(true));
        } finally {
            System.clearProperty(CudnnTrial.PROPERTY);
        }
    }

    /** On a processor both are the same order, hence the same bits. */
    @Test
    public void aStudentComesOutTheSame() throws IOException {
        List<Snapshot> students = inEachOrder(Device.cpu());
        students.get(0).assertSameBits(students.get(1));
    }

    @Test(groups = TestDevice.GROUP)
    public void onAGpuItComesOutTheSameButForRounding() throws IOException {
        List<Snapshot> students = inEachOrder(TestDevice.get());
        try (TrainedStudent first = TrainedStudent.untrained(Tiny.student(), TinyImages.INPUT, 1, Device.cpu())) {
            Distance.assertClose(Snapshot.of(first.getNetwork()), students.get(0), students.get(1), 0.1);
        }
    }

    private static List<Snapshot> inEachOrder(Device device) throws IOException {
        List<Snapshot> students = new ArrayList<>();
        Distillation distillation = alone().stage(labels(2)).seed(1).device(device);
        for (MemoryFormat.Order order : MemoryFormat.Order.values()) {
            TrainingLoop.run(
                    List.of(new StudentGroup.Member("tiny", distillation, event -> {})),
                    1,
                    order,
                    TinyImages.trainingData(16, 4),
                    (name, student) -> students.add(snapshot(student)));
        }
        return students;
    }

    @Test
    public void whatIsNoLookOfOursIsLookedForAgain() throws IOException {
        Path folder = Files.createTempDirectory("understudy-gpus");
        GpuLook look = look(10, 9.25, 8, 7);
        Files.writeString(folder.resolve("known"), look.text());
        Files.writeString(folder.resolve("broken"), "channels\n");
        Files.writeString(folder.resolve("old"), "CHANNELS_LAST\n");
        GpuTrial.keepIn(folder);
        assertEquals(GpuTrial.known("known"), look);
        assertNull(GpuTrial.known("broken"));
        assertNull(GpuTrial.known("old"));
        assertNull(GpuTrial.known("missing"));
        assertEquals(GpuTrial.keep("kept", look), look);
        assertEquals(
                Files.readString(folder.resolve("kept")),
                "USUAL false 10.0 0.0\nCHANNELS_LAST false 9.25 0.0\nUSUAL true 8.0 500.0\nCHANNELS_LAST true 7.0 500.0\n");
    }

    private static Distillation alone() {
        return Distillation.alone(Tiny.student());
    }

    private static Stage labels(int epochs) {
        return Stage.whole(epochs).objective("labels", 1, new CrossEntropy()).schedule(Schedule.constant(0.01));
    }

    private static Snapshot snapshot(TrainedStudent student) {
        try (student) {
            return Snapshot.of(student.getNetwork());
        }
    }
}
