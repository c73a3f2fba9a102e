package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import dev.understudy.block.Layers;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The teacher's outputs on the disk. */
public final class KeepingTest {

    private static final long PLENTY = 1 << 20;
    private static final int AUGMENTATIONS = 2;
    private static final TrainingData TRAINING_DATA = Repeating.trainingData(AUGMENTATIONS);

    private Teacher teacher = Tiny.teacher();
    private Path folder = Path.of("");

    @BeforeMethod
    public void open() throws IOException {
        teacher.close();
        teacher = Tiny.teacher();
        folder = Files.createTempDirectory("keeping").resolve("outputs");
    }

    @AfterMethod
    public void close() throws IOException {
        teacher.close();
        delete(folder.resolveSibling("."));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder.normalize())) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }

    private Distillation distillation() {
        return Repeating.distillation(teacher);
    }

    private Distillation keeping() {
        return distillation().keeping(folder, PLENTY);
    }

    private static Snapshot weights(Distillation distillation) throws IOException {
        return weights(distillation, Observer.NONE);
    }

    private static Snapshot weights(Distillation distillation, Observer observer) throws IOException {
        try (TrainedStudent trained = distillation.train(TRAINING_DATA, observer)) {
            return Snapshot.of(trained.getNetwork());
        }
    }

    /** An observer that does something after an epoch. */
    private static Observer after(int epoch, Consumer<Path> action, Path path) {
        return event -> {
            if (event instanceof Event.EpochDone done && done.result().epoch() == epoch) {
                action.accept(path);
            }
        };
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> !ManagedFolder.isMark(file)).sorted().toList();
        }
    }

    /** The file of the logits' or another output's augmentation 0. */
    private Path file(String output) throws IOException {
        for (Path file : files()) {
            String header = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            if (header.contains("\"output\":\"" + output + "\"") && header.contains("\"view\":\"0\"")) {
                return file;
            }
        }
        throw new AssertionError("No " + output + " among " + files());
    }

    @Test
    public void theSameBitsWhateverWasThereBefore() throws IOException {
        Snapshot first = weights(keeping());
        assertEquals(files().size(), 4);
        first.assertSameBits(weights(keeping()));
        Files.delete(file("logits"));
        first.assertSameBits(weights(keeping()));
        assertEquals(files().size(), 4);
    }

    @Test
    public void nearlyTheSameAsWithTheTeacherItself() throws IOException {
        Snapshot kept = weights(keeping());
        Snapshot live = weights(distillation());
        for (String name : live.names()) {
            for (int i = 0; i < live.get(name).length; i++) {
                assertEquals(kept.get(name)[i], live.get(name)[i], 1e-3f, name);
            }
        }
    }

    @Test
    public void anAugmentationIsShownToTheTeacherOnce() throws IOException {
        AtomicInteger shown = new AtomicInteger();
        teacher.close();
        teacher = Tiny.teacher(() -> counted(shown));
        shown.set(0);
        Distillation soft = Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(5).objective("soft targets", 1, new SoftTargets(4)))
                .keeping(folder, PLENTY);
        weights(soft);
        // One image to know the shapes; two augmentations of 14.
        assertEquals(shown.getAndSet(0), 1 + 28);
        weights(soft.seed(4));
        // One image, and of each augmentation the first batch of 5, to see that what is there is right.
        assertEquals(shown.get(), 1 + 10);
    }

    private static Block counted(AtomicInteger shown) {
        return new Layers()
                .add("counter", new LambdaBlock(list -> {
                    shown.addAndGet(
                            Math.toIntExact(list.singletonOrThrow().getShape().get(0)));
                    return list;
                }))
                .add("classes", Tiny.classifier(TinyImages.CLASSES));
    }

    @Test
    public void onlyWhatIsMissingIsComputed() throws IOException {
        AtomicInteger first = new AtomicInteger();
        AtomicInteger last = new AtomicInteger();
        teacher.close();
        teacher = Tiny.teacher(() -> new Layers()
                .add("first", counted(first).getChildren().get(0).getValue())
                .add("conv1", Tiny.layer(4))
                .add("last", counted(last).getChildren().get(0).getValue())
                .add("classes", Tiny.classifier(TinyImages.CLASSES)));
        Stage soft = Stage.whole(2).objective("soft targets", 1, new SoftTargets(4));
        weights(Distillation.of(teacher, Tiny.student()).stage(soft).keeping(folder, PLENTY));
        first.set(0);
        last.set(0);
        weights(Distillation.of(teacher, Tiny.student())
                .stage(soft.objective("channel", 1, Correlation.channel(Tiny.CONV1, Tiny.TEACHER1)))
                .keeping(folder, PLENTY));
        // To the end: the image that shows the shapes, and the first batches of the two augmentations that are there.
        assertEquals(last.get(), 1 + 10);
        // To the tap: these, and all of two augmentations.
        assertEquals(first.get(), 1 + 10 + 28);
    }

    @Test
    public void whatIsKeptIsWhatTheTeacherPutsOutInAFileThatOthersCanRead() throws IOException {
        weights(keeping());
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList logits = NDList.decode(manager, Files.readAllBytes(file("logits")));
            Map<String, NDArray> byName = logits.stream().collect(Collectors.toMap(NDArray::getName, array -> array));
            assertEquals(byName.keySet(), Set.of("outputs", "crc32c"));
            List<Float> wanted = new ArrayList<>();
            for (var batch : Repeating.inOrder(0).getData(manager)) {
                for (float each : teacher.open(manager, Set.of(), true)
                        .forward(batch.getData())
                        .getLogits()
                        .toFloatArray()) {
                    wanted.add(each);
                }
            }
            List<Float> got = new ArrayList<>();
            for (float each : byName.getOrDefault("outputs", logits.head()).toFloatArray()) {
                got.add(each);
            }
            assertEquals(got, wanted);
        }
    }

    @Test
    public void aFillThatIsInterruptedLeavesNothing() throws IOException {
        AtomicInteger told = new AtomicInteger();
        Observer impatient = event -> {
            if (event instanceof Event.StepDone step && step.samples() == 0 && told.incrementAndGet() == 2) {
                throw new CancellationException("stopped");
            }
        };
        expectThrows(CancellationException.class, () -> weights(keeping(), impatient));
        assertEquals(files(), List.of());
        Snapshot after = weights(keeping());
        delete(folder);
        after.assertSameBits(weights(keeping()));
    }

    @DataProvider
    public static Object[][] damages() {
        return new Object[][] {
            {"header", 20, "its header is damaged"},
            {"first sample", -14 * 4 * 4 - 14 * 4, "it is not what the teacher puts out here"},
            {"last sample", -14 * 4 - 1, "its sample 13 is damaged"},
            {"a checksum", -1, "its sample 13 is damaged"},
        };
    }

    @Test(dataProvider = "damages")
    public void damageIsFoundAndMended(String where, int offset, String reason) throws IOException {
        Snapshot whole = weights(keeping());
        Path file = file("logits");
        byte[] bytes = Files.readAllBytes(file);
        byte[] damaged = bytes.clone();
        damaged[offset < 0 ? damaged.length + offset : offset] ^= 4;
        Files.write(file, damaged);
        assertMended(whole, file, bytes, reason);
    }

    @Test
    public void aFileThatIsCutOffIsFoundAndMended() throws IOException {
        Snapshot whole = weights(keeping());
        Path file = file("tap conv2");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertMended(whole, file, bytes, "it should have " + bytes.length + " bytes, it has " + bytes.length / 2);
    }

    private void assertMended(Snapshot whole, Path file, byte[] bytes, String reason) throws IOException {
        try (Warnings warnings = Warnings.open()) {
            whole.assertSameBits(weights(keeping()));
            assertEquals(
                    warnings.lines(), List.of(file + ": " + reason + "; the teacher's outputs are computed again"));
        }
        assertEquals(Files.readAllBytes(file), bytes);
        assertEquals(files().size(), 4);
    }

    @Test
    public void damageWhileItIsReadIsMended() throws IOException {
        Snapshot whole = weights(keeping());
        Path file = file("logits");
        try (Warnings warnings = Warnings.open()) {
            // Epoch 3 of 5 is the second stage's first of augmentation 0; it comes again as epoch 5.
            whole.assertSameBits(weights(keeping(), after(3, KeepingTest::damageAll, file)));
            assertEquals(warnings.lines().size(), 1, warnings.lines().toString());
            Refusal.assertBegins(warnings.lines().get(0), file + ": its sample ");
        }
    }

    /** Turns a bit of each sample, in place. */
    private static void damageAll(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 1; i <= 14; i++) {
                bytes[bytes.length - 14 * 4 - 16 * i] ^= 1;
            }
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void filesThatAreTakenAwayWhileTheyAreReadDoNoHarm() throws IOException {
        Snapshot whole = weights(keeping());
        try (Warnings warnings = Warnings.open()) {
            whole.assertSameBits(weights(keeping(), after(3, KeepingTest::empty, folder)));
            assertEquals(warnings.lines(), List.of());
        }
    }

    private static void empty(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void aDiskThatFailsIsDoneWithout() throws IOException {
        try (Warnings warnings = Warnings.open()) {
            weights(keeping(), after(1, KeepingTest::deleteNow, folder));
            List<String> lines = warnings.lines();
            // One for each stage.
            assertEquals(lines.size(), 2, lines.toString());
            Refusal.assertBegins(lines.get(0), "The teacher's outputs cannot be kept: " + folder);
            assertTrue(lines.get(0).endsWith("; the teacher is run instead"), lines.get(0));
        }
    }

    private static void deleteNow(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void weightsInAnotherStructureAreAnotherTeacher() throws IOException {
        Distillation soft = Distillation.of(teacher(Pool.globalMaxPool2dBlock()), Tiny.student())
                .stage(Stage.whole(1).objective("soft targets", 1, new SoftTargets(4)))
                .keeping(folder, PLENTY);
        weights(soft);
        try (Teacher other = teacher(Pool.globalAvgPool2dBlock());
                Warnings warnings = Warnings.open()) {
            weights(Distillation.of(other, Tiny.student())
                    .stage(soft.getStages().get(0))
                    .keeping(folder, PLENTY));
            assertEquals(warnings.lines(), List.of(), "its outputs are kept beside the other's");
        }
    }

    private Teacher teacher(Block pool) {
        teacher.close();
        teacher = Tiny.teacher(() -> new Layers()
                .add("pool", pool)
                .add("flat", Blocks.batchFlattenBlock())
                .add("linear", Linear.builder().setUnits(TinyImages.CLASSES).build()));
        return teacher;
    }

    @Test
    public void moreThanTheBudgetIsNotKept() throws IOException {
        weights(keeping());
        long needed = 0;
        for (Path file : files()) {
            needed += Files.size(file);
        }
        delete(folder);
        try (Warnings warnings = Warnings.open()) {
            weights(distillation().keeping(folder, needed - 1)).assertSameBits(weights(distillation()));
            assertEquals(
                    warnings.lines(),
                    List.of(String.format(
                            Locale.ROOT,
                            "The teacher's outputs are not kept: they need %,d bytes, %,d are allowed in %s;"
                                    + " the teacher is run instead",
                            needed,
                            needed - 1,
                            folder)));
            assertFalse(Files.exists(folder));
            weights(distillation().keeping(folder, needed));
            assertEquals(warnings.lines().size(), 1);
            assertEquals(files().size(), 4);
        }
    }

    @Test
    public void whatWasUsedLongestAgoMakesRoom() throws IOException {
        ManagedFolder.claim("The folder of kept outputs", folder, "outputs");
        Path oldest = stored("a", 3000, Duration.ofDays(3));
        Path older = stored("b", 3000, Duration.ofDays(2));
        Path newer = stored("c", 3000, Duration.ofDays(1));
        Path users = Files.write(folder.resolve("mine.safetensors"), new byte[50_000]);
        Path abandoned = part(oldest, Duration.ofHours(2));
        Path written = part(oldest, Duration.ofMinutes(2));
        weights(keeping());
        long needed = 0;
        for (Path file : files()) {
            needed += Set.of(oldest, older, newer, users, written).contains(file) ? 0 : Files.size(file);
        }
        assertTrue(Files.exists(oldest) && Files.exists(older) && Files.exists(newer));
        assertFalse(Files.exists(abandoned));
        assertTrue(Files.exists(written));

        weights(distillation().keeping(folder, needed + 3500));
        assertFalse(Files.exists(oldest));
        assertFalse(Files.exists(older));
        assertTrue(Files.exists(newer));
        assertTrue(Files.exists(users));
    }

    @Test
    public void readingAFileIsUsingIt() throws IOException {
        weights(keeping());
        Path file = file("logits");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        weights(keeping());
        assertTrue(Files.getLastModifiedTime(file)
                .toInstant()
                .isAfter(Instant.now().minusSeconds(600)));
    }

    private Path stored(String digit, int bytes, Duration ago) throws IOException {
        return aged(folder.resolve(digit.repeat(32) + ".outputs.safetensors"), bytes, ago);
    }

    private static Path part(Path of, Duration ago) throws IOException {
        return aged(of.resolveSibling("." + of.getFileName() + "." + UUID.randomUUID() + ".part"), 10, ago);
    }

    private static Path aged(Path file, int bytes, Duration ago) throws IOException {
        Files.write(file, new byte[bytes]);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
    }

    @Test
    public void aTrainingSetThatDoesNotFitIsRefusedBeforeItIsTrainedOn() {
        assertEquals(
                refusal(TinyImages.trainingData(8, 4)),
                "The teacher's outputs can be kept where the training set repeats; this training data does not say that it"
                        + " does, see TrainingData.fixedAugmentations");
        TrainingData.FixedAugmentations once = Repeating.augmentations(1);
        assertEquals(
                refusal(TinyImages.trainingData(8, 4).fixedAugmentations(once)),
                "The teacher's outputs cannot be kept: the training set has a sample numbered 1000, wanted are whole"
                        + " numbers from 0 to 13");
        TrainingData nameless = TrainingData.of(TinyImages.INPUT, epoch -> new Nameless(TinyImages.of(8, 4)));
        assertEquals(
                refusal(nameless.fixedAugmentations(once)),
                "The teacher's outputs cannot be kept: the batches of the training set do not say which samples they"
                        + " hold, see Batch.getIndices()");
        assertFalse(Files.exists(folder));
    }

    private String refusal(TrainingData trainingData) {
        return Refusal.of(() -> keeping().train(trainingData, Observer.NONE));
    }

    @Test
    public void augmentationsThatAreNotWholeAndInOrderAreRefused() throws IOException {
        List<Long> reversed = Repeating.numbers(Repeating.SIZE);
        Collections.reverse(reversed);
        TrainingData.FixedAugmentations mixed = new TrainingData.FixedAugmentations(
                1, Repeating.SIZE, "mixed", number -> new Repeating(number, reversed, 5));
        assertEquals(
                refusal(TRAINING_DATA.fixedAugmentations(mixed)),
                "A fixed augmentation of the training set should show its 14 samples in order, it shows 13 in the place of 0");
        TrainingData.FixedAugmentations larger =
                new TrainingData.FixedAugmentations(1, Repeating.SIZE + 1, "larger", Repeating::inOrder);
        assertEquals(
                refusal(TRAINING_DATA.fixedAugmentations(larger)),
                "A fixed augmentation of the training set should show its 15 samples, it shows 14");
        assertEquals(files(), List.of());
    }

    @Test
    public void settingsThatMakeNoSenseAreRefused() throws IOException {
        assertEquals(
                Refusal.of(() -> distillation().keeping(folder, 0)),
                "Wanted 1 byte or more to keep a teacher's outputs, got 0");
        assertEquals(
                Refusal.of(() -> new TrainingData.FixedAugmentations(0, 1, "x", Repeating::inOrder)),
                "Fixed augmentations: wanted 1 or more of 1 or more samples and a fingerprint, got 0 of 1 samples and"
                        + " \"x\"");
        Files.createFile(folder);
        Refusal.assertBegins(refusal(TRAINING_DATA), "The folder of kept outputs " + folder + " is a file");
        Files.delete(folder);
    }

    @Test
    public void whoLearnsAloneKeepsNothing() throws IOException {
        weights(Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .keeping(folder, PLENTY));
        assertFalse(Files.exists(folder));
    }

    /** Batches that do not say which samples they hold. */
    private record Nameless(Dataset dataset) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
            Batch named = dataset.getData(manager).iterator().next();
            return List.of(new Batch(
                    named.getManager(),
                    named.getData(),
                    named.getLabels(),
                    named.getSize(),
                    Batchifier.STACK,
                    Batchifier.STACK,
                    named.getProgress(),
                    named.getProgressTotal()));
        }

        @Override
        public void prepare(@Nullable Progress progress) {}
    }
}
