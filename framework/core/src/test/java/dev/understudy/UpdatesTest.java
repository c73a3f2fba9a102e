package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.InView;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.optimizer.AdamWRule;
import dev.understudy.optimizer.DotRule;
import dev.understudy.optimizer.ParameterGroup;
import dev.understudy.optimizer.ParameterUpdate;
import dev.understudy.optimizer.SgdRule;
import dev.understudy.optimizer.UpdateRule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Stages that update their student otherwise than by plain SGD keep all that a training promises. */
public final class UpdatesTest {

    private static final TrainingData DATA = TinyImages.trainingData(14, 4).fingerprint("14 images");

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

    /** A user's rule: the sign of a mean of the gradients. */
    record SignRule(double momentum) implements UpdateRule {
        @Override
        public void update(ParameterUpdate it) {
            it.state("mean").muli(it.number(momentum)).addi(it.getGradient());
            it.getWeight().subi(it.state("mean").sign().mul(it.number(0.01 * it.getLearningRate())));
        }
    }

    /** Scales a batch; reads its scale from the step's parameters, as DJL's blocks do, or from the parameter itself. */
    private static final class Scale extends AbstractBlock {

        private final Parameter scale;
        private final boolean direct;

        Scale(boolean direct) {
            super((byte) 1);
            this.direct = direct;
            scale = addParameter(Parameter.builder()
                    .setName("scale")
                    .setType(Parameter.Type.OTHER)
                    .optShape(new Shape(1))
                    .optInitializer(new ConstantInitializer(2))
                    .build());
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
            NDArray input = inputs.singletonOrThrow();
            return new NDList(
                    input.mul(direct ? scale.getArray() : store.getValue(scale, input.getDevice(), training)));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    /** A block may read its parameter past the step's: it learns all the same, bit for bit. */
    @Test
    public void aParameterThatABlockReadsByItselfIsTrained() throws IOException {
        List<Snapshot> trained = new ArrayList<>();
        for (boolean direct : new boolean[] {false, true}) {
            Student student = Student.of("scaled", () -> new SequentialBlock()
                    .add(new Scale(direct))
                    .add(Tiny.student().network().get()));
            Outcome outcome = Outcome.of(
                    Distillation.of(teacher, student)
                            .stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()))
                            .seed(3),
                    DATA);
            trained.add(outcome.weights());
        }
        Map<String, float[]> wanted = trained.get(0).values();
        assertNotEquals(wanted.values().iterator().next()[0], 2f, "the scale has learned");
        trained.get(1).values().forEach((name, values) -> assertEquals(values, wanted.get(name), name));
    }

    private static Stage stage() {
        return Stage.whole(2)
                .objective("labels", 0.3, new CrossEntropy())
                .objective("soft targets", 0.7, SoftTargets.standard())
                .objective("hint", 1, ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3));
    }

    private static Stage scheduled() {
        return Stage.whole(2)
                .objective("labels", 0.3, new CrossEntropy())
                .objective(
                        "soft targets",
                        0.7,
                        Schedule.linear(0, 1),
                        SoftTargets.standard().temperatures(Schedule.linear(1, 0.5)));
    }

    @DataProvider
    public Object[][] stages() {
        return new Object[][] {
            {
                stage().optimizer(AdamWRule.standard())
                        .schedule(Schedule.cosine(0.01).warmUp(1))
            },
            {stage().optimizer(SgdRule.standard().withNesterov()).clipNorm(0.5)},
            {stage().optimizer(DotRule.standard()).clipValue(0.1)},
            {stage().optimizer(new SignRule(0.5))},
            {scheduled()},
            {
                stage().group(ParameterGroup.under("classes").learningRate(10))
                        .group(ParameterGroup.normsAndBiases().weightDecay(0))
                        .group(ParameterGroup.modules().learningRate(0.1))
                        .group(ParameterGroup.under("conv1").frozen())
            },
        };
    }

    private Distillation distillation(Stage stage, long seed) {
        return Distillation.of(teacher, Tiny.student()).stage(stage).seed(seed);
    }

    @Test(dataProvider = "stages")
    public void goesOnBitForBitFromTheMiddleOfAnEpoch(Stage stage) throws IOException {
        Outcome whole = Outcome.of(distillation(stage, 3), DATA);
        Distillation kept = distillation(stage, 3)
                .checkpoints(
                        Checkpoints.at(Files.createTempDirectory("updates")).everySteps(1));
        AtomicInteger steps = new AtomicInteger();
        expectThrows(CancellationException.class, () -> kept.train(DATA, event -> {
                    if (event instanceof Event.StepDone && steps.incrementAndGet() == 6) {
                        throw new CancellationException();
                    }
                })
                .close());
        List<Event> events = new ArrayList<>();
        try (TrainedStudent trained = kept.train(DATA, events::add)) {
            whole.assertSame(Outcome.of(trained));
        }
        assertTrue(events.stream().anyMatch(Event.Resumed.class::isInstance));
    }

    @Test(dataProvider = "stages")
    public void comesOutInAGroupAsAlone(Stage stage) throws IOException {
        StudentGroup group = StudentGroup.empty().workers(2);
        for (long seed = 1; seed <= 3; seed++) {
            group = group.with("student " + seed, distillation(stage, seed), Observer.NONE);
        }
        List<Outcome> together = new ArrayList<>();
        group.train(DATA, (name, trained) -> together.add(Outcome.of(trained)));
        assertEquals(together.size(), 3);
        for (int i = 0; i < 3; i++) {
            Outcome.of(distillation(stage, i + 1), DATA).assertSame(together.get(i));
        }
    }

    @Test(dataProvider = "stages")
    public void onSeveralDevicesItIsTheSameTraining(Stage stage) throws IOException {
        Outcome one = Outcome.of(distillation(stage, 1), DATA);
        Outcome two = Outcome.of(distillation(stage, 1).devices(List.of(Device.cpu(), Device.cpu())), DATA);
        assertEquals(
                two.history().get(0).loss(),
                one.history().get(0).loss(),
                1e-3 * one.history().get(0).loss());
    }

    @Test
    public void aFrozenGroupDoesNotMove() throws IOException {
        Stage frozen = stage().group(ParameterGroup.under("conv1").frozen());
        Snapshot before;
        try (TrainedStudent trained =
                distillation(frozen.schedule(Schedule.constant(1e-30)), 1).train(DATA)) {
            before = Snapshot.of(trained.getNetwork());
        }
        Snapshot after = Outcome.of(distillation(frozen, 1), DATA).weights();
        List<String> changed = before.changed(after);
        assertTrue(changed.stream().noneMatch(name -> name.contains("conv1")), changed + "");
        assertTrue(changed.stream().anyMatch(name -> name.contains("conv3")), changed + "");
    }

    @Test
    public void everyChoiceIsPartOfTheStagesText() {
        Stage plain = stage();
        String text = plain.group(
                        ParameterGroup.under("classes").learningRate(10).weightDecay(0))
                .clipNorm(2)
                .clipValue(3)
                .optimizer(AdamWRule.standard())
                .toString();
        assertTrue(
                text.contains("AdamWRule[beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.01, decayAll=true],"
                        + " under \"classes\": learning rate x 10.0 and weight decay 0.0, gradients clipped to 3.0,"
                        + " gradients clipped to the norm 2.0, learning rate 0.1"),
                text);
        assertTrue(
                plain.toString().contains("SgdRule[momentum=0.9, weightDecay=5.0E-4, decayAll=true, nesterov=false]"));
        assertNotEquals(
                plain.optimizer(new SignRule(0.5)).toString(),
                plain.optimizer(new SignRule(0.6)).toString());
    }

    @Test
    public void theLossOfAnEpochHasTheWeightsOfItsSteps() throws IOException {
        // One step an epoch: the factor is 0 in the first and 0.5 in the second.
        List<EpochResult> history = Outcome.of(distillation(scheduled(), 1), TinyImages.trainingData(4, 4))
                .history();
        for (int epoch = 0; epoch < 2; epoch++) {
            EpochResult result = history.get(epoch);
            double labels = result.terms().getOrDefault("labels", 0.0);
            double soft = result.terms().getOrDefault("soft targets", 0.0);
            assertTrue(soft > 1, soft + "");
            assertEquals(result.loss(), 0.3 * labels + 0.7 * 0.5 * epoch * soft, 1e-5);
        }
    }

    @Test
    public void aWeightOfZeroIsNoObjective() throws IOException {
        Stage labels = Stage.whole(1).objective("labels", 1, new CrossEntropy());
        Stage later = Stage.whole(1)
                .objective("labels", 1, new CrossEntropy())
                .objective("soft targets", 1, Schedule.constant(1).during(1, 2), SoftTargets.standard());
        Outcome.of(distillation(labels, 1), DATA)
                .weights()
                .assertSameBits(Outcome.of(distillation(later, 1), DATA).weights());
        // Nothing weighs anything in the first epoch, which is no mistake here.
        Stage none = Stage.whole(2).objective("labels", 1, Schedule.constant(1).during(1, 2), new CrossEntropy());
        assertEquals(Outcome.of(distillation(none, 1), DATA).history().get(0).loss(), 0.0);
    }

    @Test
    public void schedulesOfWeightsAndTemperaturesArePartOfTheStagesText() {
        String text = scheduled().toString();
        assertTrue(text.contains("labels x 0.3 CrossEntropy[], soft targets x 0.7 x 0.00000 to 0.999500 ("), text);
        assertTrue(text.contains("SoftTargets[temperature=4.0, factor=Linear[first=1.0, last=0.5]]"), text);
        assertEquals(
                Refusal.of(
                        () -> distillation(Stage.whole(1).objective("labels", 1, progress -> -1, new CrossEntropy()), 1)
                                .train(DATA)),
                "The schedule of a weight gave -1.0 in epoch 1 at step 1; wanted 0 or more");
    }

    @Test
    public void aNamedRuleIsKnownByItsName() {
        UpdateRule lambda = it -> it.getWeight().subi(it.getGradient());
        Stage named = stage().optimizer(UpdateRule.named("plain", lambda));
        assertEquals(Identity.of(distillation(named, 1), DATA).getUnknown(), List.of());
        assertTrue(named.toString().contains("\"plain\""), named.toString());
        assertEquals(Refusal.of(() -> UpdateRule.named(" ", lambda)), "An update rule's name must not be empty");
    }

    @Test
    public void wrongChoicesAreRefused() {
        assertTrue(Refusal.of(() -> distillation(stage().group(ParameterGroup.under("head")), 1)
                        .train(DATA))
                .startsWith(
                        "The parameter group under \"head\" takes no parameter; there are [01conv1/01conv/weight, "));
        assertEquals(
                Refusal.of(() -> stage().clipNorm(0)),
                "The norm that gradients are clipped to must be above 0, got 0.0");
        assertEquals(
                Refusal.of(() -> ParameterGroup.modules().learningRate(-1)),
                "The learning rate factor of the parameter group modules must be at least 0, got -1.0");
        assertEquals(
                Refusal.of(() -> DotRule.standard().delta(0.2)),
                "The delta of DOT must be from 0 to 0.9, and below 1 together with the momentum 0.9; got 0.2");
        assertEquals(
                Refusal.of(() -> AdamWRule.standard().betas(1, 0.9)),
                "Beta 1 of AdamW must be from 0 to below 1, got 1.0");
    }

    @Test
    public void dotTakesWhatReadsAnySourceInAnyViewForTheDistillation() throws IOException {
        DotRule dot = DotRule.standard();
        Objective soft = SoftTargets.standard();
        TrainingData viewed = DATA.view("strong", epoch -> Otherwise.of(14, 4));
        for (Objective distilled : List.of(soft, new InView("strong", soft), Objective.from("second", soft))) {
            assertEquals(dot.part("it", distilled.needs()), DotRule.DISTILLATION);
            Stage stage = Stage.whole(1)
                    .objective("labels", 1, new CrossEntropy())
                    .objective("it", 1, distilled)
                    .optimizer(dot);
            Distillation.of(teacher, Tiny.student())
                    .teacher("second", teacher)
                    .stage(stage)
                    .train(viewed)
                    .close();
        }
        for (Objective task : List.of(new CrossEntropy(), new InView("strong", new CrossEntropy()))) {
            assertEquals(dot.part("it", task.needs()), DotRule.TASK);
        }
    }
}
