package dev.understudy;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.measure.Evaluation;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.Consistency;
import dev.understudy.optimizer.ParameterGroup;
import dev.understudy.source.WeightAverage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A running average of the student's weights that the student learns from. */
public final class MeanTeacherTest {

    private static final TrainingData IMAGES =
            TinyImages.trainingData(14, 4).validation(TinyImages.of(7, 3)).fingerprint("14 images");
    private static final WeightAverage AVERAGE = WeightAverage.of(0.9);

    private static Distillation training(Student student, WeightAverage average) {
        return Distillation.alone(student)
                .average("average", average)
                .stage(Stage.whole(3)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("consistency", 10, Objective.from("average", new Consistency())));
    }

    /** One step of one epoch at a constant rate. */
    private static Distillation step(WeightAverage average) {
        return Distillation.alone(Tiny.student())
                .average("average", average)
                .stage(Stage.whole(1)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("consistency", 10, Objective.from("average", new Consistency()))
                        .schedule(Schedule.constant(0.1)));
    }

    private static final TrainingData ONE_BATCH = TinyImages.trainingData(4, 4);

    @Test
    public void afterTheFirstStepItIsHalfTheFirstWeightsAndHalfTheNext() throws IOException {
        Map<String, float[]> first = new LinkedHashMap<>();
        try (Model model = Model.newInstance("first", Device.cpu())) {
            InitialStudent.of(model, step(AVERAGE), ONE_BATCH)
                    .network()
                    .getParameters()
                    .forEach(entry -> first.put(
                            entry.getKey(), entry.getValue().getArray().toFloatArray()));
        }
        try (TrainedStudent own = step(AVERAGE).train(ONE_BATCH);
                TrainedStudent shipped = step(AVERAGE.shipped()).train(ONE_BATCH)) {
            own.getNetwork().getParameters().forEach(entry -> {
                String name = entry.getKey();
                float[] next = entry.getValue().getArray().toFloatArray();
                float[] average = shipped.getNetwork()
                        .getParameters()
                        .get(name)
                        .getArray()
                        .toFloatArray();
                float[] before = requireNonNull(first.get(name));
                for (int i = 0; i < next.length; i++) {
                    // a = min(1 - 1/2, 0.9); running statistics are its own, moved by the same batch.
                    double wanted = name.contains("running") ? next[i] : (before[i] + next[i]) / 2;
                    assertEquals(average[i], wanted, 1e-7, name);
                }
            });
        }
    }

    @Test
    public void withoutDecayItIsTheStudentItself() throws IOException {
        Outcome shipped = Outcome.of(step(WeightAverage.of(0).inferenceMode().shipped()), IMAGES);
        Outcome own = Outcome.of(step(WeightAverage.of(0).inferenceMode()), IMAGES);
        shipped.assertSame(own);
    }

    @Test
    public void theFirstStepHasNothingToBeConsistentWith() throws IOException {
        Outcome one = Outcome.of(step(AVERAGE), ONE_BATCH);
        assertEquals(one.history().get(0).terms().get("consistency"), 0.0);
        Outcome three = Outcome.of(training(Tiny.student(), AVERAGE), IMAGES);
        assertTrue(three.history().get(2).terms().getOrDefault("consistency", 0.0) > 0);
    }

    @Test
    public void whereItCountsForNothingTheStudentIsTheSameAsWithout() throws IOException {
        Stage labels = Stage.whole(2).objective("labels", 1, new CrossEntropy());
        Outcome without = Outcome.of(Distillation.alone(Tiny.student()).stage(labels), IMAGES);
        Outcome.of(
                        Distillation.alone(Tiny.student())
                                .average("average", AVERAGE)
                                .stage(labels),
                        IMAGES)
                .assertSame(without);
        Outcome beside = Outcome.of(
                Distillation.alone(Tiny.student())
                        .average("average", AVERAGE)
                        .stage(labels.objective("consistency", 0, Objective.from("average", new Consistency()))),
                IMAGES);
        beside.weights().assertSameBits(without.weights());
    }

    @Test
    public void whatIsShippedIsWhatWasTested() throws IOException {
        try (TrainedStudent shipped =
                        training(Tiny.student(), AVERAGE.shipped()).train(IMAGES);
                NDManager manager = NDManager.newBaseManager()) {
            assertEquals(
                    shipped.getLastAccuracy().orElseThrow(),
                    Evaluation.accuracy(shipped.getNetwork(), requireNonNull(IMAGES.getTest()), manager),
                    1e-9);
            Outcome own = Outcome.of(training(Tiny.student(), AVERAGE), IMAGES);
            assertEquals(
                    shipped.getHistory().get(2).terms(), own.history().get(2).terms());
            assertNotEquals(Snapshot.of(shipped.getNetwork()), own.weights());
        }
    }

    @DataProvider
    public static Object[][] kinds() {
        Supplier<Distillation> plain = () -> training(Tiny.student(), AVERAGE);
        Supplier<Distillation> shipped = () -> training(Tiny.student(), AVERAGE.shipped());
        Supplier<Distillation> inference =
                () -> training(Tiny.student(), AVERAGE.inferenceMode().shipped());
        Supplier<Distillation> dropout = () -> training(Tiny.forgetful(), AVERAGE);
        Supplier<Distillation> split =
                () -> training(Tiny.student(), AVERAGE.shipped()).devices(List.of(Device.cpu(), Device.cpu()));
        return new Object[][] {
            {"plain", plain},
            {"shipped", shipped},
            {"inference", inference},
            {"dropout", dropout},
            {"several devices", split},
        };
    }

    @Test(dataProvider = "kinds")
    public void stoppedInTheMiddleItEndsTheSame(String kind, Supplier<Distillation> training) throws IOException {
        Outcome undisturbed = Outcome.of(training.get(), IMAGES);
        for (int stop : new int[] {1, 6, 8, 11}) {
            Distillation again = training.get().checkpoints(Checkpoints.at(Files.createTempDirectory("average")));
            AtomicInteger steps = new AtomicInteger();
            expectThrows(
                    CancellationException.class,
                    () -> again.train(IMAGES, event -> {
                        if (event instanceof Event.StepDone && steps.incrementAndGet() == stop) {
                            throw new CancellationException();
                        }
                    }));
            Outcome.of(again, IMAGES).assertSame(undisturbed);
        }
    }

    @DataProvider
    public static Object[][] workers() {
        return new Object[][] {{1}, {2}};
    }

    @Test(dataProvider = "workers")
    public void inAGroupItIsTheSameAsAlone(int workers) throws IOException {
        Map<String, Distillation> many = new LinkedHashMap<>();
        many.put("plain", training(Tiny.student(), AVERAGE));
        many.put("shipped", training(Tiny.student(), AVERAGE.shipped()).seed(4));
        many.put("dropout", training(Tiny.forgetful(), AVERAGE));
        many.put(
                "labels",
                Distillation.alone(Tiny.student()).stage(Stage.whole(2).objective("labels", 1, new CrossEntropy())));
        StudentGroup group = StudentGroup.empty().workers(workers);
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            group = group.with(entry.getKey(), entry.getValue(), Observer.NONE);
        }
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        group.train(IMAGES, (name, trained) -> {
            try (trained) {
                outcomes.put(name, Outcome.of(trained));
            }
        });
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            requireNonNull(outcomes.get(entry.getKey())).assertSame(Outcome.of(entry.getValue(), IMAGES));
        }
    }

    /** Its batch norms stand still where the stage freezes the student's, so that nothing sets the two apart in step 1. */
    @Test
    public void whatAStageFreezesStandsStillInItToo() throws IOException {
        Stage frozen = Stage.whole(1)
                .objective("labels", 1, new CrossEntropy())
                .objective("consistency", 10, Objective.from("average", new Consistency()))
                .group(ParameterGroup.normsAndBiases().frozen());
        Distillation training = Distillation.alone(Tiny.student()).stage(frozen);
        Outcome one = Outcome.of(training.average("average", AVERAGE), ONE_BATCH);
        assertEquals(one.history().get(0).terms().get("consistency"), 0.0);
        try (TrainedStudent own = training.average("average", AVERAGE).train(ONE_BATCH);
                TrainedStudent shipped =
                        training.average("average", AVERAGE.shipped()).train(ONE_BATCH)) {
            own.getNetwork().getParameters().forEach(entry -> {
                if (entry.getKey().contains("running")) {
                    assertEquals(
                            shipped.getNetwork()
                                    .getParameters()
                                    .get(entry.getKey())
                                    .getArray()
                                    .toFloatArray(),
                            entry.getValue().getArray().toFloatArray(),
                            entry.getKey());
                }
            });
        }
    }

    @Test
    public void weightsCanBeCheckedBeforehand() throws IOException {
        Distillation distillation = training(Tiny.forgetful(), AVERAGE);
        assertEquals(WeightCheck.of(distillation, IMAGES).size(), 2);
    }

    @Test
    public void anotherAverageIsAnotherTraining() {
        Map<String, String> one =
                Identity.of(training(Tiny.student(), AVERAGE), IMAGES).getSettings();
        assertEquals(
                one,
                Identity.of(training(Tiny.student(), WeightAverage.of(0.9)), IMAGES)
                        .getSettings());
        assertEquals(
                Identity.change(
                        one,
                        Identity.of(training(Tiny.student(), AVERAGE.shipped()), IMAGES)
                                .getSettings()),
                "its average \"average\" was \"decay 0.9, training mode\" and is \"decay 0.9, training mode, shipped\"");
    }

    @Test
    public void mistakesAreOneClearLine() {
        assertEquals(
                Refusal.of(() -> WeightAverage.of(1)), "The decay of an average must be from 0 to below 1, got 1.0");
        Distillation one = training(Tiny.student(), AVERAGE.shipped());
        assertEquals(
                Refusal.of(() -> one.average("other", AVERAGE.shipped())),
                "One average can be shipped, \"other\" and \"average\" are to be");
        Distillation unread = Distillation.alone(Tiny.student())
                .average("average", AVERAGE.shipped())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        assertTrue(Refusal.of(unread::check).contains("reads its logits, so that its running statistics stay behind"));
    }
}
