package dev.understudy.measure;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Distillation;
import dev.understudy.FixedShapes;
import dev.understudy.InputException;
import dev.understudy.NativeMemory;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.block.Layers;
import dev.understudy.engine.NativeHeap;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** What a training costs is measured before it, and leaves nothing behind. */
public final class ProfilerTest {

    private static final Provenance PROVENANCE = Provenance.collect("test", "engine", Instant.EPOCH);

    private Teacher teacher = Tiny.teacher();

    @BeforeClass
    public void open() {
        teacher.close();
        teacher = Tiny.teacher();
    }

    @AfterClass
    public void close() {
        teacher.close();
    }

    @Test
    public void stagesStepsAndConnectorsAreCounted() throws IOException {
        // The guided branch has 3 channels of 8 x 8, the teacher's conv3 5 of 4 x 4: a connector is trained along.
        Distillation distillation = Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 7)
                        .objective("hint", 1, ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3)))
                .stage(Stage.whole(3).objective("labels", 1, new CrossEntropy()));
        Profile profile = measure(distillation, 130);
        assertEquals(profile.recipe(), "tiny");
        assertEquals(profile.provenance(), PROVENANCE);
        assertEquals(
                profile.stages().stream().map(Profile.StageCost::name).toList(),
                List.of("up to conv2/guided", "whole"));
        assertEquals(profile.stages().stream().map(Profile.StageCost::epochs).toList(), List.of(7, 3));
        profile.stages().forEach(stage -> assertTrue(stage.stepMilliseconds() > 0, stage.toString()));
        assertEquals(profile.stepsPerEpoch(), 33, "130 images in batches of 4, of which 25 are looked at");
        assertEquals(profile.steps(), 33 * 10);
        assertEquals(profile.gradientShares(), WeightCheck.of(distillation, TinyImages.trainingData(130, 4)));
        assertEquals(profile.extraParameters(), connector());
    }

    /** What is counted independently: the parameters of the block that the hint's auxiliary module makes. */
    private long connector() {
        Needs needs = ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3).needs();
        assertEquals(needs.getModules().size(), 1);
        AuxiliaryModule.Built built = needs.getModules()
                .get(0)
                .getBuilder()
                .build(FixedShapes.of(new Shape(1, 3, 8, 8), new Shape(1, 5, 4, 4)))
                .orElseThrow();
        return Inspection.parameters(Student.of("connector", built.getBlock()), built.getInputs()[0].slice(1));
    }

    @Test
    public void withoutAConnectorNothingIsTrainedAlong() throws IOException {
        Stage stage = Stage.whole(1)
                .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2))
                .objective("labels", 1, new CrossEntropy());
        Profile profile = measure(Distillation.of(teacher, Tiny.student()).stage(stage), 6);
        assertEquals(profile.extraParameters(), 0);
        assertEquals(profile.stepsPerEpoch(), 2);
        assertEquals(profile.gradientShares().size(), 2);
    }

    @Test
    public void memoryHoldsTheStudentAndIsFlatAfterwards() throws IOException {
        NativeMemory.inUse();
        Student broad = Student.of("broad", () -> new Layers()
                .add("flat", Blocks.batchFlattenBlock())
                .add("broad", Linear.builder().setUnits(7000).build())
                .add("classes", Linear.builder().setUnits(4).build()));
        long parameters = Inspection.parameters(broad, TinyImages.INPUT);
        Distillation distillation =
                Distillation.alone(broad).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        long peak = Objects.requireNonNull(measure(distillation, 12).peakBytes());
        long before = NativeHeap.settledBytes();
        // Weights, gradients and velocities at least.
        assertTrue(peak > 3 * Float.BYTES * parameters, peak + " bytes for " + parameters + " parameters");
        for (int i = 0; i < 3; i++) {
            measure(distillation, 12);
        }
        long after = NativeHeap.settledBytes();
        assertTrue(after - before < 15_000_000, "native memory in use went from " + before + " to " + after);
    }

    @Test
    public void aProfileIsReadAsItWasWrittenWithAndWithoutAPeak() throws IOException {
        Path file = Files.createTempFile("profile", ".json");
        try {
            for (Long peak : new Long[] {5L, null}) {
                Profile profile = new Profile(
                        Profile.FORMAT,
                        "tiny",
                        List.of(new Profile.StageCost("whole", 2, 1.5)),
                        3,
                        4,
                        peak,
                        List.of(),
                        PROVENANCE);
                profile.write(file);
                assertEquals(Profile.read(file), profile);
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void anEmptyTrainingSetIsRefused() {
        Distillation distillation =
                Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        InputException refusal = expectThrows(InputException.class, () -> measure(distillation, 0));
        assertEquals(refusal.getMessage(), "The training set is empty");
    }

    private static Profile measure(Distillation distillation, int images) throws IOException {
        return Profiler.measure("tiny", distillation, TinyImages.trainingData(images, 4), PROVENANCE);
    }
}
