package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Where several students learn at once, teachers see the next batch meanwhile, and nobody can tell. */
public final class TeachersAheadTest {

    private static final int BATCHES = 4;

    /** At the beginning the shapes of each of three students' teacher are looked at. */
    private static final int SHAPES = 3;

    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(14, 4);

    @DataProvider
    public static Object[][] workers() {
        return new Object[][] {{1}, {2}, {3}};
    }

    private static Distillation softTargets(Teacher by) {
        return Distillation.of(by, Tiny.student())
                .stage(Stage.whole(2).objective("soft targets", 1, new SoftTargets(4)));
    }

    private static Map<String, Outcome> together(Teacher teacher, TrainingData trainingData, int workers)
            throws IOException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        group(teacher, workers, Observer.NONE).train(trainingData, (name, trained) -> {
            try (trained) {
                outcomes.put(name, Outcome.of(trained));
            }
        });
        return outcomes;
    }

    private static StudentGroup group(Teacher teacher, int workers, Observer first) {
        StudentGroup group = StudentGroup.empty().workers(workers);
        for (int i = 0; i < 3; i++) {
            group = group.with("student " + i, softTargets(teacher).seed(i), i == 0 ? first : Observer.NONE);
        }
        return group;
    }

    /** A teacher with a part of its own before its logits. */
    private static Teacher teacher(Block part) {
        return Tiny.teacher(() -> Tiny.teaching(TinyImages.CLASSES).add("mine", part));
    }

    /** When the first step of an epoch is told, the teacher has seen the batches of the next ones too. */
    @Test
    public void theNextBatchIsShownWhileStudentsLearn() throws IOException {
        AtomicInteger shown = new AtomicInteger();
        List<Integer> atStep = new ArrayList<>();
        try (Teacher counting = teacher(Tiny.counted(shown))) {
            for (int workers : new int[] {1, 2}) {
                atStep.clear();
                Observer counter = event -> {
                    if (event instanceof Event.StepDone) {
                        atStep.add(shown.get() - SHAPES);
                    }
                };
                StudentGroup group = group(counting, workers, counter);
                shown.set(0);
                group.train(TRAINING_DATA, (name, trained) -> trained.close());
                assertEquals(
                        atStep,
                        workers == 1 ? List.of(1, 2, 3, 4, 5, 6, 7, 8) : List.of(4, 4, 4, 4, 8, 8, 8, 8),
                        workers + " workers");
            }
        }
    }

    @Test(dataProvider = "workers")
    public void studentsComeOutAsTheyDoAlone(int workers) throws IOException {
        try (Teacher teacher = Tiny.teacher()) {
            assertAlone(teacher, together(teacher, TRAINING_DATA, workers));
        }
    }

    /** What it draws follows from the batch, whatever was drawn before. */
    @Test(dataProvider = "workers")
    public void aTeacherThatDrawsRandomNumbersDrawsTheSame(int workers) throws IOException {
        try (Teacher noisy = teacher(noise())) {
            Map<String, Outcome> outcomes = together(noisy, TRAINING_DATA, workers);
            assertAlone(noisy, outcomes);
            Objects.requireNonNull(outcomes.get("student 0"))
                    .assertSame(resumed(softTargets(noisy).seed(0)));
        }
    }

    private static Block noise() {
        return new LambdaBlock(list -> {
            NDArray logits = list.singletonOrThrow();
            return new NDList(logits.add(logits.getManager().randomUniform(0, 1, logits.getShape())));
        });
    }

    private static void assertAlone(Teacher teacher, Map<String, Outcome> outcomes) throws IOException {
        for (int i = 0; i < 3; i++) {
            Objects.requireNonNull(outcomes.get("student " + i))
                    .assertSame(Outcome.of(softTargets(teacher).seed(i), TRAINING_DATA));
        }
    }

    /** Stopped in the middle of its second epoch. */
    private static Outcome resumed(Distillation distillation) throws IOException {
        Distillation kept = distillation.checkpoints(
                Checkpoints.at(Files.createTempDirectory("ahead").resolve("kept")));
        AtomicInteger steps = new AtomicInteger();
        expectThrows(
                IllegalStateException.class,
                () -> kept.train(TRAINING_DATA, event -> {
                    if (event instanceof Event.StepDone && steps.incrementAndGet() == BATCHES + 2) {
                        throw new IllegalStateException("enough");
                    }
                }));
        return Outcome.of(kept, TRAINING_DATA);
    }

    /** What fails ahead of its turn fails in its turn: the students have learned from the batches before. */
    @Test(dataProvider = "workers")
    public void aTeacherFailsAtTheBatchThatItFailsAt(int workers) {
        AtomicInteger shown = new AtomicInteger();
        try (Teacher failing = teacher(new LambdaBlock(list -> {
            if (shown.incrementAndGet() > SHAPES + 2) {
                throw new IllegalStateException("no more");
            }
            return list;
        }))) {
            AtomicInteger steps = new AtomicInteger();
            StudentGroup group = group(failing, workers, event -> {
                if (event instanceof Event.StepDone) {
                    steps.incrementAndGet();
                }
            });
            shown.set(0);
            RuntimeException thrown = expectThrows(
                    RuntimeException.class, () -> group.train(TRAINING_DATA, (name, trained) -> trained.close()));
            assertEquals(steps.get(), 2, thrown.toString());
        }
    }

    @Test(dataProvider = "workers")
    public void aBatchThatCannotBeReadFailsInItsTurn(int workers) {
        AtomicInteger steps = new AtomicInteger();
        try (Teacher teacher = Tiny.teacher()) {
            TrainingData broken = TrainingData.of(TinyImages.INPUT, epoch -> new Torn(TinyImages.of(14, 4), 3));
            IllegalStateException thrown =
                    expectThrows(IllegalStateException.class, () -> group(teacher, workers, event -> {
                                if (event instanceof Event.StepDone) {
                                    steps.incrementAndGet();
                                }
                            })
                            .train(broken, (name, trained) -> trained.close()));
            assertEquals(thrown.getMessage(), "torn");
            assertEquals(steps.get(), 3);
        }
    }

    /** Images of which some batches cannot be read. */
    private record Torn(Dataset whole, int sound) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) throws IOException {
            try {
                Iterator<Batch> all = whole.getData(manager).iterator();
                AtomicInteger read = new AtomicInteger();
                return () -> new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return all.hasNext();
                    }

                    @Override
                    public Batch next() {
                        if (read.getAndIncrement() == sound) {
                            throw new IllegalStateException("torn");
                        }
                        return all.next();
                    }
                };
            } catch (ai.djl.translate.TranslateException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void prepare(Progress progress) {}
    }
}
