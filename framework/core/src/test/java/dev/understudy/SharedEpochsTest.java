package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import dev.understudy.block.Layers;
import dev.understudy.block.SelfGuided;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.objective.Scaling;
import dev.understudy.objective.features.Vid;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.source.WeightAverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** An epoch that several students of a pass have in common is trained once, and each has what came of it. */
public final class SharedEpochsTest {

    private static final TrainingData TRAINING_DATA =
            TinyImages.trainingData(14, 4).validation(TinyImages.of(7, 3));

    private static final int STEPS_OF_AN_EPOCH = 4;
    private static final int FIRST = 2;
    private static final int SECOND = 2;

    private Teacher teacher = Tiny.teacher();
    private Teacher other = Tiny.teacher();

    @BeforeClass
    public void open() {
        teacher.close();
        other.close();
        teacher = Tiny.teacher();
        other = Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES));
    }

    @AfterClass
    public void close() {
        teacher.close();
        other.close();
    }

    /** Counts how often any of its objects is asked for a loss. */
    private record Counted(Objective inner, String word) implements Objective {

        static final AtomicInteger ASKED = new AtomicInteger();

        @Override
        public Needs needs() {
            return inner.needs();
        }

        @Override
        public NDArray loss(StepContext context) {
            ASKED.incrementAndGet();
            return inner.loss(context);
        }
    }

    private static Counted vid() {
        return new Counted(Vid.of(Tiny.GUIDED, Tiny.TEACHER2), "");
    }

    private static Stage first(Objective objective) {
        return Stage.upTo(Tiny.GUIDED, FIRST).objective("knowledge", 1, objective);
    }

    /** Of two stages: a module is trained along in the first, another in the second. */
    private static Distillation of(Teacher by, Student student, Stage first, boolean softTargets) {
        Stage second = Stage.whole(SECOND)
                .objective("labels", 0.3, new CrossEntropy())
                .objective("vid", 0.1, new Vid(Tiny.GUIDED, Tiny.TEACHER2, 3));
        return Distillation.of(by, student)
                .stage(first)
                .stage(softTargets ? second.objective("soft targets", 0.7, new SoftTargets(4)) : second);
    }

    private Distillation of(boolean softTargets) {
        return of(teacher, Tiny.student(), first(vid()), softTargets);
    }

    /** From the first stage's beginning on: before it gradients are checked. */
    private static int asked(Map<String, Distillation> many, int workers) throws IOException {
        AtomicInteger before = new AtomicInteger(-1);
        StudentGroup group = StudentGroup.empty().workers(workers);
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            group = group.with(
                    entry.getKey(), entry.getValue(), event -> before.compareAndSet(-1, Counted.ASKED.get()));
        }
        group.train(TRAINING_DATA, (name, trained) -> trained.close());
        return Counted.ASKED.get() - before.get();
    }

    /** How many steps of the first stage were saved in one pass. */
    private static int saved(Distillation one, Distillation another) throws IOException {
        Map<String, Distillation> both = new LinkedHashMap<>();
        both.put("one", one);
        both.put("another", another);
        return asked(Map.of("one", one), 1) + asked(Map.of("another", another), 1) - asked(both, 2);
    }

    @DataProvider
    public static Object[][] workers() {
        return new Object[][] {{1}, {2}, {3}};
    }

    @Test(dataProvider = "workers")
    public void eachComesOutAsItDoesAlone(int workers) throws IOException {
        Map<String, Distillation> many = new LinkedHashMap<>();
        many.put("labels", of(false).seed(3));
        many.put("soft targets", of(true).seed(3));
        many.put("other seed", of(true).seed(4));
        many.put("average", averaged(false).seed(3));
        many.put("average, soft targets", averaged(true).seed(3));
        many.put("forgetful", forgetful(false).seed(3));
        many.put("forgetful, soft targets", forgetful(true).seed(3));
        Map<String, Outcome> outcomes = SameBits.together(many, workers, TRAINING_DATA);
        for (Map.Entry<String, Distillation> entry : many.entrySet()) {
            Objects.requireNonNull(outcomes.get(entry.getKey()))
                    .assertSame(Outcome.of(entry.getValue(), TRAINING_DATA));
        }
    }

    private Distillation averaged(boolean softTargets) {
        return of(softTargets)
                .average("average", WeightAverage.of(0.9).inferenceMode().shipped());
    }

    /** Draws random numbers in each step. */
    private Distillation forgetful(boolean softTargets) {
        Stage second = Stage.whole(SECOND).objective("labels", 1, new CrossEntropy());
        return Distillation.of(teacher, Tiny.forgetful())
                .stage(Stage.whole(FIRST).objective("logits", 1, new Counted(new SoftTargets(2), "")))
                .stage(softTargets ? second.objective("soft targets", 1, new SoftTargets(4)) : second);
    }

    @Test
    public void theFirstOfTwoStagesIsTrainedOnce() throws IOException {
        assertEquals(saved(of(false), of(true)), FIRST * STEPS_OF_AN_EPOCH);
        assertEquals(saved(forgetful(false), forgetful(true)), FIRST * STEPS_OF_AN_EPOCH);
        assertEquals(saved(averaged(false), averaged(true)), FIRST * STEPS_OF_AN_EPOCH);
    }

    @Test
    public void twoOfTheSameAreTrainedOnce() throws IOException {
        assertEquals(saved(of(true), of(true)), FIRST * STEPS_OF_AN_EPOCH);
    }

    @DataProvider
    public Object[][] others() {
        Objective asVid = Objective.named("same", vid());
        return new Object[][] {
            {"seed", of(true).seed(8)},
            {"teacher", of(other, Tiny.student(), first(vid()), true)},
            {
                "weight",
                of(teacher, Tiny.student(), Stage.upTo(Tiny.GUIDED, FIRST).objective("knowledge", 2, vid()), true)
            },
            {
                "length",
                of(teacher, Tiny.student(), Stage.upTo(Tiny.GUIDED, FIRST + 1).objective("knowledge", 1, vid()), true)
            },
            {"schedule", of(teacher, Tiny.student(), first(vid()).schedule(Schedule.constant(0.05)), true)},
            {"clipping", of(teacher, Tiny.student(), first(vid()).clipNorm(1), true)},
            {"setting", of(teacher, Tiny.student(), first(new Counted(vid().inner, "other")), true)},
            {"name", of(teacher, Tiny.student(), first(asVid), true)},
            {"first weights", of(true).firstWeights(FirstWeights.PYTORCH)},
            {"network", of(teacher, Student.of("tiny-student", SharedEpochsTest::halved), first(vid()), true)},
            {"average", averaged(true)},
        };
    }

    /** The same shapes and first weights, and a layer more that has none. */
    private static Block halved() {
        return new Layers()
                .add("conv1", Tiny.layer(4))
                .add("conv2", new SelfGuided(Tiny.layer(3), Tiny.layer(2)))
                .add("half", new LambdaBlock(list -> new NDList(Scaling.times(list.head(), 0.5))))
                .add("conv3", Tiny.layer(3))
                .add("classes", Tiny.classifier(TinyImages.CLASSES));
    }

    @Test(dataProvider = "others")
    public void whatDiffersIsTrainedOfItsOwn(String what, Distillation another) throws IOException {
        assertEquals(saved(of(true), another), 0, what);
    }

    @Test
    public void whatCannotBeToldIsTrainedOfItsOwn() throws IOException {
        Counted counted = new Counted(new ActivationMatching(Tiny.CONV3, Tiny.TEACHER2, Norm.SQUARED), "");
        Objective lambda = new Objective() {
            private final UnaryOperator<NDArray> same = UnaryOperator.identity();

            @Override
            public Needs needs() {
                return counted.needs();
            }

            @Override
            public NDArray loss(StepContext context) {
                return same.apply(counted.loss(context));
            }
        };
        Distillation one = Distillation.of(teacher, Tiny.student())
                .stage(Stage.whole(FIRST).objective("knowledge", 1, lambda));
        assertEquals(saved(one, one), 0);
    }

    /** A schedule is known by its numbers at steps that this one does not have. */
    private record OfItsSteps(List<Double> rates) implements Schedule {

        @Override
        public double at(TrainingProgress progress) {
            if (progress.step() >= rates.size()) {
                throw new InputException("There are " + rates.size() + " steps");
            }
            return rates.get((int) progress.step());
        }
    }

    @Test
    public void aScheduleThatAnswersForItsOwnStepsAloneIsNoHindrance() throws IOException {
        Stage stage = first(vid()).schedule(new OfItsSteps(List.of(0.1, 0.2, 0.1, 0.05)));
        assertEquals(saved(of(teacher, Tiny.student(), stage, false), of(teacher, Tiny.student(), stage, true)), 0);
    }

    /** Each is told of as many steps and epochs as alone, and of the same losses. */
    @Test
    public void eachIsToldOfAllItsSteps() throws IOException {
        Map<String, List<Event>> told = new LinkedHashMap<>();
        StudentGroup group = StudentGroup.empty();
        for (boolean softTargets : new boolean[] {false, true}) {
            List<Event> events = new ArrayList<>();
            told.put(softTargets ? "soft" : "hard", events);
            group = group.with(softTargets ? "soft" : "hard", of(softTargets), events::add);
        }
        group.train(TRAINING_DATA, (name, trained) -> trained.close());
        List<Event> hard = Objects.requireNonNull(told.get("hard"));
        List<Event> soft = Objects.requireNonNull(told.get("soft"));
        List<Event> alone = new ArrayList<>();
        of(true).train(TRAINING_DATA, alone::add).close();
        assertEquals(steps(soft), steps(alone));
        assertEquals(steps(hard), steps(alone));
        EpochResult one = epoch(hard, 1);
        EpochResult another = epoch(soft, 1);
        assertEquals(another, one, "its seconds are those of who took the steps");
        assertTrue(one.trainSeconds() > 0);
    }

    private static List<Event.StepDone> steps(List<Event> events) {
        return events.stream()
                .filter(Event.StepDone.class::isInstance)
                .map(Event.StepDone.class::cast)
                .toList();
    }

    private static EpochResult epoch(List<Event> events, int number) {
        return events.stream()
                .filter(Event.EpochDone.class::isInstance)
                .map(event -> ((Event.EpochDone) event).result())
                .filter(result -> result.epoch() == number)
                .findFirst()
                .orElseThrow();
    }

    /** Stopped after each of its steps, and gone on with: by who took them, and by who did not. */
    @Test
    public void interruptedItGoesOnAsIfItHadNotBeen() throws IOException {
        Outcome hard = Outcome.of(of(false), TRAINING_DATA);
        Outcome soft = Outcome.of(of(true), TRAINING_DATA);
        for (int stop = 1; stop < (FIRST + 1) * STEPS_OF_AN_EPOCH; stop++) {
            Path folder = Files.createTempDirectory("shared-epochs");
            int[] left = {stop};
            expectThrows(
                    CancellationException.class,
                    () -> train(folder, event -> {
                        if (event instanceof Event.StepDone && --left[0] == 0) {
                            throw new CancellationException();
                        }
                    }));
            Map<String, Outcome> outcomes = train(folder, Observer.NONE);
            Objects.requireNonNull(outcomes.get("hard")).assertSame(hard);
            Objects.requireNonNull(outcomes.get("soft")).assertSame(soft);
        }
    }

    private Map<String, Outcome> train(Path folder, Observer observer) throws IOException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        StudentGroup.empty()
                .with("hard", kept(folder, false), observer)
                .with("soft", kept(folder, true), Observer.NONE)
                .train(TRAINING_DATA, (name, trained) -> {
                    try (trained) {
                        outcomes.put(name, Outcome.of(trained));
                    }
                });
        return outcomes;
    }

    private Distillation kept(Path folder, boolean softTargets) {
        return of(softTargets)
                .checkpoints(Checkpoints.at(folder.resolve(softTargets ? "soft" : "hard"))
                        .everySteps(3));
    }

    /** Breaks in its second epoch. */
    private record Broken() implements Objective {

        @Override
        public Needs needs() {
            return Needs.nothing().withStudentLogits();
        }

        @Override
        public NDArray loss(StepContext context) {
            NDArray mean = context.getStudent().getLogits().square().mean();
            return context.getProgress().epoch() == 1 ? mean.div(mean.sub(mean)) : mean;
        }
    }

    @Test
    public void whereTheCommonEpochBreaksAllOfThemBreakAndTheOthersStay() throws IOException {
        Stage broken = Stage.whole(FIRST).objective("broken", 1, new Broken());
        Stage labels = Stage.whole(1).objective("labels", 1, new CrossEntropy());
        StudentGroup group = StudentGroup.empty()
                .with("one", Distillation.alone(Tiny.student()).stage(broken), Observer.NONE)
                .with("two", Distillation.alone(Tiny.student()).stage(broken).stage(labels), Observer.NONE)
                .with("sound", Distillation.alone(Tiny.student()).stage(labels).stage(labels), Observer.NONE);
        GroupOutcomes outcomes = GroupOutcomes.of(group, TRAINING_DATA);
        assertEquals(List.copyOf(outcomes.failed().keySet()), List.of("one", "two"));
        assertEquals(outcomes.reason("two"), outcomes.reason("one"));
        assertTrue(outcomes.reason("one").startsWith("The loss of \"broken\" became"), outcomes.reason("one"));
        assertEquals(List.copyOf(outcomes.finished().keySet()), List.of("sound"));
    }
}
