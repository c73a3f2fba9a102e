package dev.understudy.internal.trial;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import dev.understudy.Distance;
import dev.understudy.Distillation;
import dev.understudy.Refusal;
import dev.understudy.Schedule;
import dev.understudy.Snapshot;
import dev.understudy.Stage;
import dev.understudy.Student;
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
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Which order of images is taken, and that there is nothing to choose on a processor. */
public final class GpuTrialTest {

    /** Milliseconds of a step as images come and with channels last. */
    @DataProvider
    public Object[][] times() {
        return new Object[][] {
            {10.0, 9.6, MemoryFormat.Order.CHANNELS_LAST},
            {10.0, 9.8, MemoryFormat.Order.USUAL},
            {10.0, 10.0, MemoryFormat.Order.USUAL},
            {10.0, 14.0, MemoryFormat.Order.USUAL},
        };
    }

    @Test(dataProvider = "times")
    public void channelsLastAreTakenWhereTheyGain(double usual, double channelsLast, MemoryFormat.Order wanted) {
        assertEquals(GpuTrial.better(usual, channelsLast), wanted);
    }

    @Test
    public void onAProcessorNothingIsLookedAt() throws IOException {
        TrainingData unread = TrainingData.of(TinyImages.INPUT, epoch -> {
            throw new AssertionError("No image is wanted");
        });
        assertEquals(GpuTrial.of(alone(), unread), MemoryFormat.Order.USUAL);
    }

    /** 4 steps an epoch. */
    @Test
    public void aTrainingIsLongEnoughFromTwoThousandStepsOn() throws IOException {
        TrainingData shown = TinyImages.trainingData(16, 4);
        assertFalse(new GpuTrial.Looks(alone().stage(labels(499)), shown).isWorth());
        assertTrue(new GpuTrial.Looks(alone().stage(labels(500)), shown).isWorth());
        assertTrue(new GpuTrial.Looks(alone().stage(labels(250)).stage(labels(250)), shown).isWorth());
    }

    @Test
    public void bothOrdersAreMeasured() throws IOException {
        try (Teacher teacher = Tiny.teacher()) {
            Distillation distillation = Distillation.of(teacher, Tiny.student())
                    .stage(labels(3).objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)));
            GpuTrial.Looks looks = new GpuTrial.Looks(distillation, TinyImages.trainingData(16, 4));
            MemoryFormat.Order best = looks.best();
            double usual = looks.median(MemoryFormat.Order.USUAL);
            double channelsLast = looks.median(MemoryFormat.Order.CHANNELS_LAST);
            assertTrue(usual > 0 && channelsLast > 0, usual + " and " + channelsLast);
            assertEquals(best, GpuTrial.better(usual, channelsLast));
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
    public void whatIsNoOrderOfOursIsLookedForAgain() throws IOException {
        Path folder = Files.createTempDirectory("understudy-orders");
        Files.writeString(folder.resolve("known"), "CHANNELS_LAST\n");
        Files.writeString(folder.resolve("broken"), "channels\n");
        GpuTrial.keepIn(folder);
        assertEquals(GpuTrial.known("known"), MemoryFormat.Order.CHANNELS_LAST);
        assertNull(GpuTrial.known("broken"));
        assertNull(GpuTrial.known("missing"));
        assertEquals(GpuTrial.keep("kept", MemoryFormat.Order.CHANNELS_LAST), MemoryFormat.Order.CHANNELS_LAST);
        assertEquals(Files.readString(folder.resolve("kept")), "CHANNELS_LAST\n");
    }

    @Test
    public void aStudentThatCannotBeMadeIsNamed() {
        Student broken = Student.of("broken", () -> {
            throw new EngineException("no weights today");
        });
        String line = Refusal.of(
                () -> GpuTrial.key(Distillation.alone(broken).stage(labels(1)), TinyImages.trainingData(8, 4)));
        Refusal.assertBegins(line, "The supplier of the student \"broken\"");
        assertTrue(line.contains("no weights today"), line);
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
