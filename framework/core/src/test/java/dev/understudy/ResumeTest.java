package dev.understudy;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.understudy.block.Layers;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A training that was interrupted anywhere ends, bit for bit, as one that was not. */
public final class ResumeTest {

    private static final int STEPS = 4;
    private static final TrainingData PLAIN =
            TinyImages.trainingData(14, 4).validation(TinyImages.of(7, 3)).fingerprint("14 images");

    private Teacher teacher = Tiny.teacher();
    private Path folder = Path.of("");

    @BeforeClass
    public void open() {
        teacher.close();
        teacher = Tiny.teacher();
    }

    @AfterClass
    public void close() {
        teacher.close();
    }

    @BeforeMethod
    public void freshFolder() throws IOException {
        folder = Files.createTempDirectory("resume");
    }

    /** What a process does that is killed: nothing more is written. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Distillation single() {
        return Distillation.of(teacher, Tiny.student())
                .stage(labels(Stage.whole(3)).objective("soft targets", 0.7, new SoftTargets(4)));
    }

    private Distillation twoStages() {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 2)
                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                .stage(labels(Stage.whole(2)))
                .seed(42);
    }

    private Distillation withModule() {
        ActivationMatching hint = ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3);
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 1).objective("activation", 1, hint))
                .stage(labels(Stage.whole(2)).objective("activation", 1, hint));
    }

    private static Distillation forgetful() {
        return Distillation.alone(Tiny.forgetful()).stage(labels(Stage.whole(3)));
    }

    private static Stage labels(Stage stage) {
        return stage.objective("labels", 0.3, new CrossEntropy());
    }

    @DataProvider
    public Object[][] kinds() {
        Supplier<Distillation> kept = () -> single().keeping(folder.resolve("outputs"), 1 << 20);
        Supplier<Distillation> split = () -> withModule().devices(List.of(Device.cpu(), Device.cpu()));
        return new Object[][] {
            {"single stage", (Supplier<Distillation>) this::single, PLAIN},
            {"two stages", (Supplier<Distillation>) this::twoStages, PLAIN},
            {"an auxiliary module", (Supplier<Distillation>) this::withModule, PLAIN},
            {"dropout", (Supplier<Distillation>) ResumeTest::forgetful, PLAIN},
            {"several devices", split, PLAIN},
            {"kept outputs", kept, Repeating.trainingData(2).validation(TinyImages.of(7, 3))},
        };
    }

    private Distillation kept(Distillation distillation) {
        return distillation.checkpoints(Checkpoints.at(folder.resolve("checkpoints")));
    }

    @Test(dataProvider = "kinds")
    public void stoppedAtAnyStepItEndsTheSame(
            String kind, Supplier<Distillation> distillation, TrainingData trainingData) throws IOException {
        Outcome undisturbed = Outcome.of(distillation.get(), trainingData);
        int steps = steps(distillation.get());
        for (int stop = 1; stop <= steps; stop += 2) {
            freshFolder();
            Distillation again = kept(distillation.get());
            stop(again, trainingData, stop);
            Outcome.of(again, trainingData).assertSame(undisturbed);
        }
    }

    @Test
    public void stoppedAgainAndAgainItEndsTheSame() throws IOException {
        Outcome undisturbed = Outcome.of(twoStages(), PLAIN);
        Distillation again = kept(twoStages());
        int stops = 0;
        while (isStopped(again, 1)) {
            stops++;
        }
        assertEquals(stops, steps(twoStages()));
        Outcome.of(again, PLAIN).assertSame(undisturbed);
    }

    @Test
    public void killedItGoesOnFromTheNewestCheckpoint() throws IOException {
        Outcome undisturbed = Outcome.of(withModule(), PLAIN);
        Distillation again = withModule().checkpoints(Checkpoints.at(folder).everySteps(3));
        expectThrows(Killed.class, () -> again.train(PLAIN, at(8, new Killed())));
        assertEquals(names(), List.of("000000-000000003.safetensors", "000001-000000002.safetensors"));
        List<Event> events = new ArrayList<>();
        try (TrainedStudent trained = again.train(PLAIN, events::add)) {
            Outcome.of(trained).assertSame(undisturbed);
        }
        assertEquals(events.get(0), new Event.Resumed(2, 3, 2, folder.resolve("000001-000000002.safetensors")));
    }

    @Test
    public void stoppedInAnExamItEndsTheSame() throws IOException {
        Outcome undisturbed = Outcome.of(single(), PLAIN);
        Distillation again = kept(single());
        expectThrows(
                CancellationException.class,
                () -> again.train(PLAIN, event -> {
                    if (event instanceof Event.Evaluated evaluated && evaluated.epoch() == 2) {
                        throw new CancellationException();
                    }
                }));
        Outcome.of(again, PLAIN).assertSame(undisturbed);
    }

    @Test
    public void dataThatCannotBeReadLosesNothing() throws IOException {
        Outcome undisturbed = Outcome.of(single(), PLAIN);
        Distillation again = kept(single());
        TrainingData broken = TrainingData.of(TinyImages.INPUT, epoch -> {
                    if (epoch == 1) {
                        throw new IllegalStateException("gone");
                    }
                    return TinyImages.of(14, 4);
                })
                .test(TinyImages.of(14, 4))
                .fingerprint("14 images");
        expectThrows(IllegalStateException.class, () -> again.train(broken.validation(TinyImages.of(7, 3))));
        List<Event> events = new ArrayList<>();
        try (TrainedStudent trained = again.train(PLAIN, events::add)) {
            undisturbed.weights().assertSameBits(Outcome.of(trained).weights());
        }
        assertEquals(((Event.Resumed) events.get(0)).epoch(), 2);
    }

    @Test
    public void weightsThatAreNoNumbersAreNotKept() throws IOException {
        Objective endless = context -> {
            var mean = context.getStudent().getLogits().square().mean();
            return context.getProgress().step() == 2
                    ? mean.sub(mean.stopGradient()).mul(large(mean)).mul(large(mean))
                    : mean;
        };
        Distillation training = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("endless", 1, endless))
                .checkpoints(Checkpoints.at(folder).everySteps(1));
        String line = Refusal.line(expectThrows(TrainingException.class, () -> training.train(PLAIN)));
        assertTrue(line.contains("are no numbers any more after step 3 of epoch 1"), line);
        assertEquals(names(), List.of("000000-000000001.safetensors", "000000-000000002.safetensors"));
    }

    /** So steep that a step goes to infinity, while the value stays zero. */
    private static NDArray large(NDArray like) {
        return like.getManager().create(Float.MAX_VALUE);
    }

    @Test
    public void aFinishedStudentIsThereAtOnce() throws IOException {
        Distillation finished = kept(single());
        Outcome first = Outcome.of(finished, PLAIN);
        TrainingData none = TrainingData.of(TinyImages.INPUT, epoch -> {
                    throw new AssertionError("no epoch is left");
                })
                .validation(TinyImages.of(7, 3))
                .test(TinyImages.of(14, 4))
                .fingerprint("14 images");
        Outcome.of(finished, none).assertSame(first);
    }

    @Test
    public void aShuffledDataSetOfDjlsGoesOnInItsOrder() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainingData shuffled = TrainingData.of(
                    TinyImages.INPUT, epoch -> TinyImages.of(12, 4).asArrays(manager, true));
            Outcome undisturbed = Outcome.of(forgetful(), shuffled);
            Distillation again = kept(forgetful());
            stop(again, shuffled, 5);
            Outcome.of(again, shuffled).assertSame(undisturbed);
        }
    }

    @DataProvider
    public Object[][] workers() {
        return new Object[][] {{1}, {2}};
    }

    @Test(dataProvider = "workers")
    public void manyInOnePassEndTheSame(int workers) throws IOException {
        Map<String, Outcome> undisturbed = together(workers, Observer.NONE, false);
        for (int stop : new int[] {2, 6, 9}) {
            freshFolder();
            expectThrows(
                    CancellationException.class, () -> together(workers, at(stop, new CancellationException()), true));
            assertSame(together(workers, Observer.NONE, true), undisturbed);
        }
    }

    @Test
    public void whoWasFurtherWaitsForTheOthers() throws IOException {
        Map<String, Outcome> undisturbed = together(1, Observer.NONE, false);
        expectThrows(CancellationException.class, () -> together(1, at(7, new CancellationException()), true));
        delete(folder.resolve("single"));
        assertSame(together(1, Observer.NONE, true), undisturbed);
    }

    private static void assertSame(Map<String, Outcome> outcomes, Map<String, Outcome> wanted) {
        assertEquals(outcomes.keySet(), wanted.keySet());
        wanted.forEach((name, outcome) -> requireNonNull(outcomes.get(name)).assertSame(outcome));
    }

    private Map<String, Outcome> together(int workers, Observer observer, boolean checkpoints) throws IOException {
        Map<String, Distillation> students = new LinkedHashMap<>();
        students.put("single", single());
        students.put("two stages", twoStages());
        students.put("an auxiliary module", withModule().seed(9));
        students.put("dropout", forgetful());
        StudentGroup group = StudentGroup.empty().workers(workers);
        for (Map.Entry<String, Distillation> student : students.entrySet()) {
            Distillation kept = student.getValue().checkpoints(Checkpoints.at(folder.resolve(student.getKey())));
            group = group.with(
                    student.getKey(),
                    checkpoints ? kept : student.getValue(),
                    student.getKey().equals("two stages") ? observer : Observer.NONE);
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        group.train(PLAIN, (name, trained) -> {
            try (trained) {
                outcomes.put(name, Outcome.of(trained));
            }
        });
        return outcomes;
    }

    @Test
    public void aDamagedCheckpointIsNamedAndTheOneBeforeIsUsed() throws IOException {
        Outcome undisturbed = Outcome.of(twoStages(), PLAIN);
        Distillation again = twoStages().checkpoints(Checkpoints.at(folder).everySteps(2));
        expectThrows(Killed.class, () -> again.train(PLAIN, at(7, new Killed())));
        Path newest = folder.resolve(names().get(1));
        for (int damage = 0; damage < 3; damage++) {
            byte[] bytes = Files.readAllBytes(newest);
            bytes[bytes.length * (2 * damage + 1) / 6] ^= 4;
            Files.write(newest, bytes);
            try (Warnings warnings = Warnings.open()) {
                expectThrows(Killed.class, () -> again.train(PLAIN, at(1, new Killed())));
                assertEquals(warnings.lines().size(), 1);
                assertTrue(warnings.lines().get(0).contains(newest + " is damaged"), warnings.lines() + "");
            }
            bytes[bytes.length * (2 * damage + 1) / 6] ^= 4;
            Files.write(newest, bytes);
        }
        Files.write(newest, new byte[100]);
        Outcome.of(again, PLAIN).assertSame(undisturbed);
    }

    @Test
    public void withoutAnyWholeCheckpointItIsRefused() throws IOException {
        Distillation again = kept(single());
        stop(again, PLAIN, 3);
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        String line = Refusal.of(() -> again.train(PLAIN));
        assertTrue(line.contains("No checkpoint in " + folder.resolve("checkpoints") + " is whole"), line);
    }

    @Test
    public void aCheckpointOfANewerVersionIsRefusedByName() throws IOException {
        stop(single().checkpoints(Checkpoints.at(folder)), PLAIN, 3);
        Path file = folder.resolve(names().get(0));
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String newer = text.replace("{\\\"format\\\":1,", "{\\\"format\\\":2,");
        assertNotEquals(newer, text);
        Files.write(file, signed(newer));
        assertEquals(
                Refusal.of(() -> single().checkpoints(Checkpoints.at(folder)).train(PLAIN)),
                file
                        + " is a checkpoint of format 2, written by another version of Understudy; this one reads format 1");
    }

    /** With the right checksum. */
    private static byte[] signed(String text) {
        String zeros = text.replaceFirst("\"sha256\":\"[0-9a-f]{64}\"", "\"sha256\":\"" + "0".repeat(64) + "\"");
        byte[] bytes = zeros.getBytes(StandardCharsets.ISO_8859_1);
        String digest = HexFormat.of().formatHex(sha256().digest(bytes));
        return zeros.replaceFirst("\"sha256\":\"0{64}\"", "\"sha256\":\"" + digest + "\"")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    public void paceThatIsNoneIsRefused() {
        Checkpoints checkpoints = Checkpoints.at(folder);
        assertEquals(
                Refusal.of(() -> checkpoints.every(Duration.ZERO)),
                "The pause between two checkpoints must be above 0, got PT0S");
        assertEquals(Refusal.of(() -> checkpoints.everySteps(0)), "Wanted a checkpoint every 1 or more steps, got 0");
        assertEquals(checkpoints.getPause(), Duration.ofMinutes(1));
        assertEquals(checkpoints.getSteps(), null);
        assertEquals(checkpoints.everySteps(7).getSteps(), Integer.valueOf(7));
        assertEquals(checkpoints.every(Duration.ofSeconds(3)).getPause(), Duration.ofSeconds(3));
        assertEquals(checkpoints.getFolder(), folder);
    }

    @Test
    public void aCheckpointIsASafetensorsFileThatSaysWhereTheStudentStands() throws IOException {
        stop(twoStages().checkpoints(Checkpoints.at(folder)), PLAIN, 10);
        Path file = folder.resolve("000002-000000002.safetensors");
        assertEquals(names(), List.of(file.getFileName().toString()));
        try (NDManager manager = NDManager.newBaseManager()) {
            List<String> arrays = NDList.decode(manager, Files.readAllBytes(file)).stream()
                    .map(NDArray::getName)
                    .toList();
            assertTrue(arrays.contains("network.01conv1_01conv_weight"), arrays + "");
            assertTrue(arrays.contains("update.velocity.network.01conv1_01conv_weight"), arrays + "");
            assertTrue(arrays.contains("sum.labels"), arrays + "");
        }
        String header = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertTrue(header.contains("\\\"stage\\\":1,\\\"epoch\\\":0,\\\"step\\\":2,"), header.substring(0, 2000));
    }

    @Test
    public void aCheckpointOfAnotherTrainingIsRefused() throws IOException {
        stop(kept(single()), PLAIN, 3);
        Map<String, Distillation> others = new LinkedHashMap<>();
        others.put("its seed was \"1\" and is \"2\"", single().seed(2));
        others.put("its stage 1 was \"whole, epochs 3, labels x 0.3", single(4));
        others.put("its number of stages was \"1\" and is \"2\"", single().stage(labels(Stage.whole(1))));
        others.put("its student was \"tiny-student\" and is \"tiny-forgetful\"", forgetful());
        others.forEach((line, other) -> {
            String refusal = Refusal.of(() -> kept(other).train(PLAIN));
            assertTrue(refusal.contains(line), refusal);
        });
    }

    @Test
    public void onWhatIsNamedOtherwiseItIsTrainedAgain() throws IOException {
        stop(kept(single()), PLAIN, 3);
        TrainingData other = PLAIN.fingerprint("15 images");
        try (Warnings warnings = Warnings.open()) {
            Outcome.of(kept(single()), other).assertSame(Outcome.of(single(), other));
            assertEquals(
                    warnings.lines(),
                    List.of("The student of the checkpoints in " + folder.resolve("checkpoints")
                            + " is trained again: its training set was \"14 images\" and is \"15 images\""));
        }
    }

    @Test
    public void anotherTeacherOfTheSameNameTrainsAgainAndOneOfAnotherNameIsRefused() throws IOException {
        stop(kept(single()), PLAIN, 3);
        try (Teacher other = another("other")) {
            String refusal = Refusal.of(() -> kept(taught(other)).train(PLAIN));
            assertTrue(refusal.contains("is of another training: its teacher is another"), refusal);
        }
        try (Teacher same = another(teacher.getName());
                Warnings warnings = Warnings.open()) {
            Outcome.of(kept(taught(same)), PLAIN).assertSame(Outcome.of(taught(same), PLAIN));
            assertTrue(warnings.lines().get(0).endsWith("is trained again: its teacher is another"));
        }
    }

    private static Teacher another(String name) {
        Model model = Model.newInstance(name, Device.cpu());
        Layers network = new Layers().add("conv1", Tiny.layer(6)).add("classes", Tiny.classifier(TinyImages.CLASSES));
        return Teacher.of(name, Tiny.initialised(network, model), model);
    }

    private static Distillation taught(Teacher by) {
        return Distillation.of(by, Tiny.student())
                .stage(labels(Stage.whole(3)).objective("soft targets", 0.7, new SoftTargets(4)));
    }

    private Distillation single(int epochs) {
        return Distillation.of(teacher, Tiny.student())
                .stage(labels(Stage.whole(epochs)).objective("soft targets", 0.7, new SoftTargets(4)));
    }

    @Test
    public void twoTrainingsInOneFolderAreRefused() throws IOException {
        Distillation first = kept(single());
        Set<String> refusals = new HashSet<>();
        stop(
                first,
                PLAIN.test(TinyImages.of(3, 3)),
                2,
                () -> refusals.add(Refusal.line(
                        expectThrows(ResultException.class, () -> kept(single()).train(PLAIN)))));
        assertEquals(
                refusals,
                Set.of("Another training works in " + folder.resolve("checkpoints")
                        + "; wait for it, or choose another folder"));
    }

    @Test
    public void aDiskThatTakesNothingDoesNotEndTheTraining() throws IOException {
        Outcome undisturbed = Outcome.of(single(), PLAIN);
        Path place = folder.resolve("checkpoints");
        Distillation again = single().checkpoints(Checkpoints.at(place).everySteps(1));
        int[] step = {0};
        try (Warnings warnings = Warnings.open();
                TrainedStudent trained = again.train(PLAIN, event -> {
                    if (event instanceof Event.StepDone && ++step[0] == 3) {
                        delete(place);
                        write(place);
                    } else if (step[0] == 6 && Files.isRegularFile(place)) {
                        delete(place);
                    }
                })) {
            Outcome.of(trained).assertSame(undisturbed);
            assertEquals(warnings.lines().size(), 3, warnings.lines() + "");
            assertTrue(warnings.lines().get(0).contains("the training goes on and tries again"));
        }
        Outcome.of(again, PLAIN).assertSame(undisturbed);
    }

    @Test
    public void whatAKilledWriterLeftIsRemoved() throws IOException {
        stop(single().checkpoints(Checkpoints.at(folder)), PLAIN, 3);
        Path half = Files.write(
                folder.resolve(".000001-000000002.safetensors.123e4567-e89b-12d3-a456-426614174000.part"), new byte[9]);
        Outcome.of(single().checkpoints(Checkpoints.at(folder)), PLAIN);
        assertFalse(Files.exists(half));
    }

    @Test
    public void theLastGoodCheckpointIsNamedWhenNumbersAreNoneAnyMore() {
        Objective broken = context -> {
            var mean = context.getStudent().getLogits().square().mean();
            return context.getProgress().step() == 2 && context.getProgress().epoch() == 1
                    ? mean.div(mean.sub(mean))
                    : mean;
        };
        Distillation training = Distillation.alone(Tiny.student())
                .stage(Stage.whole(3).objective("broken", 1, broken))
                .checkpoints(Checkpoints.at(folder).everySteps(1));
        String line = Refusal.line(expectThrows(TrainingException.class, () -> training.train(PLAIN)));
        assertTrue(line.contains("in epoch 2 of the stage \"whole\" at step 3;"), line);
        assertTrue(
                line.endsWith("; the last checkpoint before it is " + folder.resolve("000001-000000002.safetensors")),
                line);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static int steps(Distillation distillation) {
        return STEPS
                * distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
    }

    private boolean isStopped(Distillation distillation, int after) throws IOException {
        try {
            distillation.train(PLAIN, at(after, new CancellationException())).close();
            return false;
        } catch (CancellationException e) {
            return true;
        }
    }

    private static void stop(Distillation distillation, TrainingData trainingData, int after) {
        stop(distillation, trainingData, after, () -> {});
    }

    private static void stop(Distillation distillation, TrainingData trainingData, int after, Runnable before) {
        Observer stopping = at(after, new CancellationException());
        expectThrows(
                CancellationException.class,
                () -> distillation.train(trainingData, event -> {
                    before.run();
                    stopping.on(event);
                }));
    }

    /** Throws after so many steps. */
    private static Observer at(int steps, Throwable end) {
        int[] done = {0};
        return event -> {
            if (event instanceof Event.StepDone step && step.samples() > 0 && ++done[0] == steps) {
                if (end instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) end;
            }
        };
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    private static void write(Path file) {
        try {
            Files.write(file, new byte[1]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
