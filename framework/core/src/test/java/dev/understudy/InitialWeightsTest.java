package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.block.Layers;
import dev.understudy.block.Parts;
import dev.understudy.format.NameMap;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.annotations.Test;

/** A student that begins where something else ended. */
public final class InitialWeightsTest {

    private static final TrainingData TRAINING_DATA =
            TinyImages.trainingData(14, 4).fingerprint("14 images");

    /** Nothing is learned, so the student ends with the weights that it began with. */
    private static Distillation still(Distillation distillation) {
        return distillation.stage(
                Stage.whole(1).objective("labels", 1, new CrossEntropy()).schedule(progress -> 0));
    }

    private static Path trained(long seed) throws IOException {
        Path file = Files.createTempDirectory("initial").resolve("student.safetensors");
        try (TrainedStudent student = TrainedStudent.untrained(Tiny.student(), TinyImages.INPUT, seed, Device.cpu())) {
            student.save(file);
        }
        return file;
    }

    @Test
    public void aStudentGoesOnFromAFile() throws IOException {
        Path file = trained(99);
        Distillation begun = still(Distillation.alone(Tiny.student()).initialWeights(InitialWeights.ofFile(file)));
        try (TrainedStudent there = TrainedStudent.untrained(Tiny.student(), TinyImages.INPUT, 99, Device.cpu());
                TrainedStudent trained = begun.train(TRAINING_DATA)) {
            Snapshot wanted = Snapshot.of(there.getNetwork());
            Snapshot got = Snapshot.of(trained.getNetwork());
            assertTrue(
                    wanted.changed(got).stream().allMatch(name -> name.contains("running")),
                    wanted.changed(got).toString());
        }
    }

    /** The teacher's classifier in a student that ends with it. */
    @Test
    public void aTeachersLayersGoIntoABlock() throws IOException {
        Student ending = Student.of("ending", () -> new Layers()
                .add("conv1", Tiny.layer(5))
                .add("end", Parts.after(Tiny.teaching(TinyImages.CLASSES), "conv3")));
        InitialWeights classifier =
                InitialWeights.ofTeacherAfter(new TeacherTap("conv3")).into("end");
        try (Teacher teacher = Tiny.teacher();
                TrainedStudent trained = still(Distillation.of(teacher, ending).initialWeights(classifier))
                        .train(TRAINING_DATA)) {
            Snapshot theirs = Snapshot.of(teacher.partAfter(new TeacherTap("conv3")));
            Snapshot ours = Snapshot.of(Parts.after(trained.getNetwork(), "conv1"));
            assertEquals(ours.names().size(), 2);
            assertEquals(
                    ours.values().values().toArray(), theirs.values().values().toArray());
        }
    }

    @Test
    public void aStudentMayBeginAsItsTeacher() throws IOException {
        Student like = Student.of("like", () -> Tiny.teaching(TinyImages.CLASSES));
        try (Teacher teacher = Tiny.teacher();
                TrainedStudent all = still(Distillation.of(teacher, like).initialWeights(InitialWeights.ofTeacher()))
                        .train(TRAINING_DATA)) {
            assertTrue(Snapshot.of(teacher.getNetwork()).changed(Snapshot.of(all.getNetwork())).stream()
                    .allMatch(name -> name.contains("running")));
        }
    }

    @Test
    public void theFilesContentIsPartOfTheIdentity() throws IOException {
        Path file = trained(99);
        Distillation begun = still(Distillation.alone(Tiny.student()));
        Identity drawn = Identity.of(begun, TRAINING_DATA);
        Identity one = Identity.of(begun.initialWeights(InitialWeights.ofFile(file)), TRAINING_DATA);
        Identity same = Identity.of(begun.initialWeights(InitialWeights.ofFile(trained(99))), TRAINING_DATA);
        Identity other = Identity.of(begun.initialWeights(InitialWeights.ofFile(trained(98))), TRAINING_DATA);
        assertFalse(drawn.getSettings().containsKey("initial weights"));
        assertEquals(one.getSettings(), same.getSettings());
        assertNotEquals(one.getSettings(), other.getSettings());
        assertEquals(Identity.change(drawn.getSettings(), one.getSettings()), "its initial weights was not known");
    }

    @Test
    public void itGoesOnTheSameFromThere() throws IOException {
        Path file = trained(99);
        SameBits.checkKilled(
                () -> Distillation.alone(Tiny.student())
                        .initialWeights(InitialWeights.ofFile(file))
                        .stage(Stage.whole(2).objective("labels", 1, new CrossEntropy())),
                TRAINING_DATA,
                3);
    }

    @Test
    public void whatDoesNotFitIsNamed() throws IOException {
        Path file = trained(99);
        Distillation missing = still(Distillation.alone(Tiny.student())
                .initialWeights(InitialWeights.ofFile(Path.of("nowhere.safetensors"))));
        assertEquals(Refusal.of(() -> missing.train(TRAINING_DATA)), "No weights at nowhere.safetensors");
        String part = Refusal.of(() -> still(Distillation.alone(Tiny.student())
                        .initialWeights(InitialWeights.ofFile(file).into("conv1")))
                .train(TRAINING_DATA));
        assertTrue(part.contains("lacks the parameter"), part);
        String alone =
                Refusal.of(() -> still(Distillation.alone(Tiny.student()).initialWeights(InitialWeights.ofTeacher()))
                        .train(TRAINING_DATA));
        assertEquals(alone, "The student \"tiny-student\" is to begin with weights of a teacher, but it learns alone");
    }

    @Test
    public void whichLayerTakesWhichNumbersIsPartOfTheIdentity() throws IOException {
        Path file = trained(99);
        NameMap one = new NameMap(Map.of("conv1/conv", "features.0", "conv2/conv", "features.1"));
        NameMap same = new NameMap(Map.of("conv2/conv", "features.1", "conv1/conv", "features.0"));
        NameMap swapped = new NameMap(Map.of("conv1/conv", "features.1", "conv2/conv", "features.0"));
        String text = InitialWeights.ofFile(file, one).toString();
        assertEquals(InitialWeights.ofFile(file, same).toString(), text);
        assertNotEquals(InitialWeights.ofFile(file, swapped).toString(), text);
        assertNotEquals(InitialWeights.ofFile(file).toString(), text);
    }
}
