package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import dev.understudy.engine.NativeHeap;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.timing.GraphicsCards;
import dev.understudy.internal.trial.GpuTrial;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.testng.annotations.Test;

/** A training on a GPU against the same on the processor, in steps few enough that rounding does not add up. */
@Test(groups = TestDevice.GROUP)
public final class TrainingOnDeviceTest {

    /** TF32 keeps ten bits of a fraction, and a unit next to zero may fall to the other side of its ReLU. */
    private static final double SHARE = 0.1;

    private static final double LOSS = 0.01;
    private static final TrainingData FOUR_STEPS = TinyImages.trainingData(16, 4);

    private static Teacher teacher(Device device) {
        return TrainedStudent.untrained(
                        Student.of("tiny-teacher", () -> Tiny.teaching(TinyImages.CLASSES)),
                        TinyImages.INPUT,
                        5,
                        device)
                .asTeacher();
    }

    /** Guided layers, self-taught channels, a connector, a stage of the whole. */
    private static Distillation everything(Teacher teacher, List<Device> devices) {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 1)
                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                .stage(Stage.whole(1)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("soft targets", 0.7, new SoftTargets(4))
                        .objective("layer", 1, ActivationMatching.of(Tiny.CONV3, Tiny.TEACHER3))
                        .schedule(Schedule.constant(0.01)))
                .devices(devices)
                .seed(42);
    }

    private static Outcome trained(List<Device> devices) throws IOException {
        try (Teacher teacher = teacher(devices.get(0))) {
            return Outcome.of(everything(teacher, devices), FOUR_STEPS);
        }
    }

    private static Snapshot first(Device device) {
        try (TrainedStudent student = TrainedStudent.untrained(Tiny.student(), TinyImages.INPUT, 42, device)) {
            return Snapshot.of(student.getNetwork());
        }
    }

    private static void assertClose(Outcome found, Outcome wanted) {
        Distance.assertClose(first(Device.cpu()), wanted.weights(), found.weights(), SHARE);
        assertEquals(found.history().size(), wanted.history().size());
        for (int i = 0; i < wanted.history().size(); i++) {
            double loss = wanted.history().get(i).loss();
            assertEquals(found.history().get(i).loss(), loss, LOSS * Math.max(1, Math.abs(loss)), "epoch " + i);
        }
    }

    public void aStudentBeginsWithTheSameBits() {
        first(Device.cpu()).assertSameBits(first(TestDevice.get()));
    }

    public void aTrainingIsThatOfTheProcessor() throws IOException {
        assertClose(trained(List.of(TestDevice.get())), trained(List.of(Device.cpu())));
    }

    public void oneDeviceTwiceIsSeveralDevices() throws IOException {
        Device device = TestDevice.get();
        assertClose(trained(List.of(device, device)), trained(List.of(device)));
    }

    public void aStoppedTrainingGoesOnFromItsCheckpoint() throws IOException {
        Device device = TestDevice.get();
        Path folder = Files.createTempDirectory("on-device");
        Outcome undisturbed = trained(List.of(device));
        try (Teacher teacher = teacher(device)) {
            Distillation kept = everything(teacher, List.of(device)).checkpoints(Checkpoints.at(folder));
            int[] steps = {0};
            expectThrows(CancellationException.class, () -> kept.train(FOUR_STEPS, event -> {
                        if (isStep(event) && ++steps[0] == 6) {
                            throw new CancellationException();
                        }
                    })
                    .close());
            List<Event> events = new ArrayList<>();
            try (TrainedStudent student = kept.train(FOUR_STEPS, events::add)) {
                assertEquals(events.get(0).getClass(), Event.Resumed.class);
                assertEquals(
                        events.stream().filter(TrainingOnDeviceTest::isStep).count(), 2, "steps that were left");
                assertClose(Outcome.of(student), undisturbed);
            }
        }
    }

    /** Those that the student was at before are gone through without it. */
    private static boolean isStep(Event event) {
        return event instanceof Event.StepDone step && step.samples() > 0;
    }

    public void aStudentIsTheSameOnTheProcessor() throws IOException {
        Device device = TestDevice.get();
        Path file = Files.createTempFile("on-device", ".safetensors");
        try (Teacher teacher = teacher(device);
                TrainedStudent student = everything(teacher, List.of(device)).train(FOUR_STEPS, Observer.NONE)) {
            student.save(file);
            try (TrainedStudent loaded = TrainedStudent.load(Tiny.student(), file, TinyImages.INPUT, Device.cpu())) {
                Snapshot.of(student.getNetwork()).assertSameBits(Snapshot.of(loaded.getNetwork()));
                assertEquals(
                        loaded.getNetwork()
                                .getParameters()
                                .get(0)
                                .getValue()
                                .getArray()
                                .getDevice(),
                        Device.cpu());
            }
        } finally {
            Files.delete(file);
        }
    }

    /** An array of a batch left behind by each step would be 10 MB; what a device keeps for later is taken early. */
    public void threeHundredStepsHoldNoMoreMemory() throws IOException {
        Device device = TestDevice.get();
        List<Long> early = new ArrayList<>();
        List<Long> late = new ArrayList<>();
        List<List<Integer>> arrays = new ArrayList<>();
        int[] steps = {0};
        Objective spy = context -> {
            int step = ++steps[0];
            if (step == 100 || step == 299) {
                arrays.add(NativeMemory.arrays(context.getStudent().getLogits()));
            }
            if (step > 100 && step % 20 == 0) {
                (step <= 200 ? early : late).add(inUse(device));
            }
            return new CrossEntropy().loss(context);
        };
        Stage stage = Stage.whole(1)
                .objective("spy", 1, spy)
                .objective("channel", 1, Correlation.channel(Tiny.CONV1, Tiny.TEACHER1))
                .schedule(Schedule.constant(0.001));
        try (Teacher teacher = teacher(device)) {
            Distillation.of(teacher, Tiny.student())
                    .stage(stage)
                    .device(device)
                    .train(TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(300 * 16, 16)), Observer.NONE)
                    .close();
        }
        // Objectives are asked for their gradients before the first step too.
        assertTrue(steps[0] >= 300, steps[0] + " steps");
        assertEquals(arrays.get(1), arrays.get(0), "arrays by manager");
        long growth = Collections.min(late) - Collections.min(early);
        assertTrue(growth < (device.isGpu() ? 4_000_000 : 10_000_000), growth + " bytes more");
    }

    private static long inUse(Device device) {
        OptionalLong card = GraphicsCards.inUse(List.of(device));
        if (card.isPresent()) {
            return card.getAsLong();
        }
        System.gc();
        return NativeHeap.isTold() ? NativeHeap.bytes() : 0;
    }

    /** Long enough that the order of images is looked for: 600 epochs of 4 steps. */
    public void theOrderOfImagesIsLookedForAndLearningGoesOnInIt() throws IOException {
        Device device = TestDevice.get();
        MemoryFormat.Order order = GpuTrial.of(
                Distillation.alone(Tiny.student())
                        .stage(Stage.whole(600).objective("labels", 1, new CrossEntropy()))
                        .device(device),
                FOUR_STEPS);
        assertTrue(List.of(MemoryFormat.Order.values()).contains(order));
        Outcome outcome = trained(List.of(device));
        assertClose(outcome, trained(List.of(Device.cpu())));
    }
}
