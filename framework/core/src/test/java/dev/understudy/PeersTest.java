package dev.understudy;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import dev.understudy.block.Layers;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.measure.Inspection;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.InView;
import dev.understudy.objective.OfPeer;
import dev.understudy.objective.logits.MutualLearning;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.optimizer.DotRule;
import dev.understudy.result.GradientShare;
import dev.understudy.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Networks that are trained beside a student and that learn from each other. */
public final class PeersTest {

    private static final TrainingData IMAGES =
            TinyImages.trainingData(14, 4).validation(TinyImages.of(7, 3)).fingerprint("14 images");
    /** A learning rate that changes no float. */
    private static final double NONE = 1e-30;

    private static final TrainingData ONE_BATCH = TinyImages.trainingData(4, 4);

    private static Stage both(Stage stage) {
        return stage.objective("labels", 1, new CrossEntropy())
                .objective("mimicry", 2, MutualLearning.with("second"))
                .objective("labels of second", 1, new OfPeer("second", new CrossEntropy()))
                .objective("mimicry of second", 2, new OfPeer("second", MutualLearning.with(Sources.STUDENT)));
    }

    private static Distillation two(Student student, Student peer) {
        return Distillation.alone(student).peer("second", peer).stage(both(Stage.whole(3)));
    }

    /** Layers of three networks, with auxiliary modules for each pair. */
    private static Distillation three() {
        return Distillation.alone(Tiny.student())
                .peer("second", Tiny.forgetful())
                .peer("third", Tiny.student())
                .stage(both(Stage.whole(2))
                        .objective("layer", 1, Objective.from("second", matching()))
                        .objective("layer of third", 1, new OfPeer("third", Objective.from("second", matching())))
                        .objective("labels of third", 1, new OfPeer("third", new CrossEntropy())));
    }

    private static Objective matching() {
        return ActivationMatching.of(Tiny.CONV1, new TeacherTap("conv2"));
    }

    /** Without batch norm and dropout a network is the same whether it learns or teaches. */
    private static Student plain(int channels) {
        return Student.of("plain " + channels, () -> new Layers()
                .add(
                        "conv",
                        Conv2d.builder()
                                .setKernelShape(new Shape(3, 3))
                                .setFilters(channels)
                                .build())
                .add("relu", Activation.reluBlock())
                .add("flat", Blocks.batchFlattenBlock())
                .add("classes", Linear.builder().setUnits(TinyImages.CLASSES).build()));
    }

    private static Stage step(double rate) {
        return Stage.whole(1).schedule(Schedule.constant(rate));
    }

    /** All learn from what the others were before the step. */
    @Test
    public void aStepIsThatOfEachAloneWithTheOtherAsItsTeacher() throws IOException {
        Distillation still =
                Distillation.alone(plain(4)).peer("second", plain(6)).stage(both(step(NONE)));
        Distillation moving =
                Distillation.alone(plain(4)).peer("second", plain(6)).stage(both(step(0.1)));
        try (TrainedStudent first = still.train(ONE_BATCH);
                TrainedStudent next = moving.train(ONE_BATCH)) {
            TrainedStudent second = requireNonNull(first.getPeers().get("second"));
            Path weights = Files.createTempFile("second", ".safetensors");
            second.save(weights);
            Teacher peer = second.asTeacher();
            Teacher student = first.asTeacher();
            Stage taught = step(0.1)
                    .objective("labels", 1, new CrossEntropy())
                    .objective("mimicry", 2, MutualLearning.with("teacher"));
            Outcome one = Outcome.of(Distillation.of(peer, plain(4)).stage(taught), ONE_BATCH);
            Outcome other = Outcome.of(
                    Distillation.of(student, plain(6))
                            .initialWeights(InitialWeights.ofFile(weights))
                            .stage(taught),
                    ONE_BATCH);
            close(Snapshot.of(next.getNetwork()), one.weights());
            close(Snapshot.of(requireNonNull(next.getPeers().get("second")).getNetwork()), other.weights());
            Map<String, Double> terms = next.getHistory().get(0).terms();
            assertEquals(
                    requireNonNull(terms.get("mimicry")),
                    requireNonNull(one.history().get(0).terms().get("mimicry")),
                    1e-6);
            assertEquals(
                    requireNonNull(terms.get("mimicry of second")),
                    requireNonNull(other.history().get(0).terms().get("mimicry")),
                    1e-6);
        }
    }

    private static void close(Snapshot found, Snapshot wanted) {
        assertEquals(found.names(), wanted.names());
        for (String name : found.names()) {
            for (int i = 0; i < found.get(name).length; i++) {
                assertEquals(found.get(name)[i], wanted.get(name)[i], 1e-6, name);
            }
        }
    }

    @Test
    public void eachHasFirstWeightsOfItsOwnAndAllLearn() throws IOException {
        Outcome first = Outcome.of(
                Distillation.alone(Tiny.student())
                        .peer("second", Tiny.student())
                        .peer("third", Tiny.student())
                        .stage(both(step(NONE))
                                .objective("labels of third", 1, new OfPeer("third", new CrossEntropy()))),
                ONE_BATCH);
        assertNotEquals(weight(first.weights()), weight(first.peer("second")));
        assertNotEquals(weight(first.peer("third")), weight(first.peer("second")));
        Outcome trained = Outcome.of(two(Tiny.student(), Tiny.student()), IMAGES);
        List<String> moved = trained.peer("second").changed(first.peer("second"));
        assertEquals(moved.size(), first.peer("second").names().size(), moved.toString());
    }

    private static List<Float> weight(Snapshot snapshot) {
        float[] values =
                snapshot.get(snapshot.names(name -> name.endsWith("weight")).get(0));
        return List.of(values[0], values[1], values[2]);
    }

    @Test
    public void whereNothingIsReadOfTheOtherEachIsAsAlone() throws IOException {
        Stage labels = Stage.whole(2).objective("labels", 1, new CrossEntropy());
        Outcome alone = Outcome.of(Distillation.alone(Tiny.student()).stage(labels), IMAGES);
        Outcome beside = Outcome.of(
                Distillation.alone(Tiny.student())
                        .peer("second", Tiny.student())
                        .stage(labels.objective("labels of second", 1, new OfPeer("second", new CrossEntropy()))),
                IMAGES);
        beside.weights().assertSameBits(alone.weights());
    }

    @DataProvider
    public static Object[][] kinds() {
        Supplier<Distillation> same = () -> two(Tiny.student(), Tiny.student());
        Supplier<Distillation> dropout = () -> two(Tiny.student(), Tiny.forgetful());
        Supplier<Distillation> split =
                () -> two(Tiny.student(), Tiny.student()).devices(List.of(Device.cpu(), Device.cpu()));
        Supplier<Distillation> modules = PeersTest::three;
        return new Object[][] {
            {"two of a kind", same}, {"dropout", dropout}, {"several devices", split}, {"three with modules", modules},
        };
    }

    @Test(dataProvider = "kinds")
    public void stoppedInTheMiddleAndInAGroupTheyEndTheSame(String kind, Supplier<Distillation> training)
            throws IOException {
        Outcome outcome = SameBits.check(training, IMAGES, 1, 6, 8);
        assertTrue(outcome.peers().containsKey("second"));
    }

    @DataProvider
    public static Object[][] workers() {
        return new Object[][] {{1}, {2}};
    }

    @Test(dataProvider = "workers")
    public void inAMixedGroupTheyAreTheSameAsAlone(int workers) throws IOException {
        Map<String, Distillation> many = new LinkedHashMap<>();
        many.put("two", two(Tiny.student(), Tiny.forgetful()));
        many.put("other seed", two(Tiny.student(), Tiny.student()).seed(4));
        many.put("three", three());
        Map<String, Outcome> outcomes = SameBits.together(many, workers, IMAGES);
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            requireNonNull(outcomes.get(entry.getKey())).assertSame(Outcome.of(entry.getValue(), IMAGES));
        }
    }

    @Test
    public void theModulesOfEachPairAreItsOwn() {
        Needs needs = three().getStages().get(0).needs();
        assertEquals(
                needs.getModules().stream().map(AuxiliaryModule::getName).toList(),
                List.of("connector conv1 -> conv2 from second", "connector conv1 -> conv2 from second of third"));
        assertEquals(needs.getPeers().keySet(), Set.of("second", "third"));
    }

    @Test
    public void weightsCanBeCheckedBeforehand() throws IOException {
        List<GradientShare> shares = WeightCheck.of(three(), IMAGES);
        assertEquals(
                shares.stream().map(GradientShare::objective).toList(),
                List.of("labels", "mimicry", "layer"),
                "those of peers change nothing of the student");
    }

    @Test
    public void whatIsTrainedAlongIsCountedPeersToo() {
        Distillation distillation = two(Tiny.student(), Tiny.forgetful());
        assertEquals(
                InitialStudent.moduleParameters(distillation, IMAGES),
                Inspection.parameters(Tiny.forgetful(), TinyImages.INPUT));
    }

    /** What a peer reads of the student trains nothing of it. */
    @Test
    public void aStudentThatOnlyTeachesIsRefused() {
        Stage stage = Stage.whole(1).objective("of second", 1, new OfPeer("second", MutualLearning.with("student")));
        String refusal = Refusal.of(() -> Distillation.alone(Tiny.student())
                .peer("second", Tiny.student())
                .stage(stage));
        assertTrue(refusal.startsWith("No objective of the stage \"whole\" reads anything of the student"), refusal);
    }

    @Test
    public void bothSidesOfMutualLearningAreDistillationToDot() {
        DotRule rule = DotRule.standard();
        assertEquals(rule.part("mimicry", MutualLearning.with("second").needs()), DotRule.DISTILLATION);
        assertEquals(
                rule.part("mimicry of second", new OfPeer("second", MutualLearning.with("student")).needs()),
                DotRule.DISTILLATION);
        assertEquals(rule.part("labels of second", new OfPeer("second", new CrossEntropy()).needs()), DotRule.TASK);
    }

    @Test
    public void aPeerThatCannotLearnFromALastBatchOfOneIsRefusedBefore() {
        Student normed = Student.of("normed", () -> new Layers()
                .add("flat", Blocks.batchFlattenBlock())
                .add("hidden", Linear.builder().setUnits(5).build())
                .add("norm", BatchNorm.builder().build())
                .add("classes", Linear.builder().setUnits(TinyImages.CLASSES).build()));
        String refusal = Refusal.of(() -> two(plain(4), normed).train(TinyImages.trainingData(13, 4)));
        assertTrue(
                refusal.startsWith("The last batch of 13 images in batches of 4 holds one image, from which a peer of"
                        + " \"plain 4\" cannot learn"),
                refusal);
    }

    @Test
    public void anotherPeerIsAnotherTraining() {
        Map<String, String> one =
                Identity.of(two(Tiny.student(), Tiny.student()), IMAGES).getSettings();
        assertEquals(Identity.of(two(Tiny.student(), Tiny.student()), IMAGES).getSettings(), one);
        String change = Identity.change(
                one, Identity.of(two(Tiny.student(), Tiny.forgetful()), IMAGES).getSettings());
        assertTrue(change.contains("its peer \"second\" is another"), change);
    }

    @Test
    public void mistakesAreOneClearLine() {
        Distillation unread = Distillation.alone(Tiny.student())
                .peer("second", Tiny.student())
                .stage(Stage.whole(1)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("mimicry", 1, MutualLearning.with("second")));
        assertEquals(
                Refusal.of(unread::check),
                "The stage \"whole\" reads the peer \"second\", which has no objective of its own there:"
                        + " new OfPeer(\"second\", ...)");
        Distillation unknown = Distillation.alone(Tiny.student()).stage(both(Stage.whole(1)));
        assertEquals(
                Refusal.of(unknown::check),
                "The stage \"whole\" reads the source \"second\", but those of \"tiny-student\" are []");
        Distillation noPeer = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("of third", 1, new OfPeer("third", new CrossEntropy())));
        assertEquals(
                Refusal.of(noPeer::check),
                "The stage \"whole\" has an objective of the peer \"third\", but those of \"tiny-student\" are []");
        assertEquals(
                Refusal.of(() -> Distillation.alone(Tiny.student()).peer(Sources.STUDENT, Tiny.student())),
                "No source can be named \"student\", which is the student itself");
        Objective seen = new InView("strong", new OfPeer("second", new CrossEntropy()));
        assertTrue(Refusal.of(seen::needs).startsWith("Peers are shown the batch itself alone"));
        Objective nested = new OfPeer("second", new OfPeer("third", SoftTargets.standard()));
        assertTrue(Refusal.of(nested::needs).contains("have no peers of their own"));
        Objective itself = new OfPeer("second", MutualLearning.with("second"));
        assertEquals(Refusal.of(itself::needs), "The peer \"second\" cannot learn from itself");
    }
}
