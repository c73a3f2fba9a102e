package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The same distillation and training data give the same bits. */
public final class DeterminismTest {

    private static final TrainingData TRAINING_DATA =
            TinyImages.trainingData(14, 4).validation(TinyImages.of(7, 3));

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
    public void twoStagesTwiceGiveTheSameBitsAndTheSameHistory() throws IOException {
        Outcome first = Outcome.of(twoStages(), TRAINING_DATA);
        assertEquals(first.history().size(), 3);
        first.assertSame(Outcome.of(twoStages(), TRAINING_DATA));
    }

    @Test
    public void theSameDistillationTrainsAgain() throws IOException {
        Distillation distillation = twoStages();
        Outcome.of(distillation, TRAINING_DATA).assertSame(Outcome.of(distillation, TRAINING_DATA));
    }

    @Test
    public void anotherSeedGivesOtherWeightsEverywhere() throws IOException {
        Outcome first = Outcome.of(twoStages().seed(1), TRAINING_DATA);
        Outcome second = Outcome.of(twoStages().seed(2), TRAINING_DATA);
        List<String> weights = first.weights().names(name -> name.endsWith("_weight"));
        assertEquals(
                first.weights().changed(second.weights()).stream()
                        .filter(weights::contains)
                        .toList(),
                weights);
        assertNotEquals(second.history(), first.history());
    }

    @Test
    public void whatAStudentForgetsAtRandomFollowsFromTheSeed() throws IOException {
        Distillation forgetful =
                Distillation.alone(Tiny.forgetful()).stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()));
        Outcome first = Outcome.of(forgetful, TRAINING_DATA);
        useUpRandomNumbers(17);
        first.assertSame(Outcome.of(forgetful, TRAINING_DATA));
    }

    @Test
    public void aStudentTrainedAfterOthersIsTheSame() throws IOException {
        Outcome first = Outcome.of(twoStages(), TRAINING_DATA);
        Outcome.of(
                Distillation.alone(Tiny.forgetful())
                        .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                        .seed(99),
                TRAINING_DATA);
        useUpRandomNumbers(5);
        first.assertSame(Outcome.of(twoStages(), TRAINING_DATA));
    }

    @Test
    public void theOrderOfAShuffledDataSetOfDjlsFollowsFromTheSeed() throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainingData shuffled = TrainingData.of(
                    TinyImages.INPUT, epoch -> TinyImages.of(12, 4).asArrays(manager, true));
            Distillation alone =
                    Distillation.alone(Tiny.student()).stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()));
            useUpRandomNumbers(3);
            Outcome first = Outcome.of(alone, shuffled);
            useUpRandomNumbers(8);
            first.assertSame(Outcome.of(alone, shuffled));
        }
    }

    @Test
    public void eachEpochIsAskedForByItsNumberOverAllStages() throws IOException {
        List<Integer> asked = new ArrayList<>();
        Outcome.of(twoStages(), TrainingData.of(TinyImages.INPUT, epoch -> {
            asked.add(epoch);
            return TinyImages.of(4, 4);
        }));
        assertEquals(asked, List.of(0, 1, 2));
    }

    @Test
    public void anotherThreadTrainsTheSameStudent() throws IOException, ExecutionException, InterruptedException {
        Outcome here = Outcome.of(twoStages(), TRAINING_DATA);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            here.assertSame(
                    other.submit(() -> Outcome.of(twoStages(), TRAINING_DATA)).get());
        } finally {
            other.shutdown();
        }
    }

    @Test
    public void theTestSplitDoesNotTouchTheTraining() throws IOException {
        Outcome tested = Outcome.of(twoStages(), TRAINING_DATA);
        Outcome untested = Outcome.of(twoStages(), TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(14, 4)));
        tested.weights().assertSameBits(untested.weights());
    }

    private Distillation twoStages() {
        return Distillation.of(teacher, Tiny.student())
                .stage(Stage.upTo(Tiny.GUIDED, 1)
                        .objective("channel", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                .stage(Stage.whole(2)
                        .objective("labels", 0.3, new CrossEntropy())
                        .objective("soft targets", 0.7, new SoftTargets(4)))
                .seed(42);
    }

    private static void useUpRandomNumbers(int count) {
        Engine.getInstance().setRandomSeed(count);
        try (NDManager manager = NDManager.newBaseManager()) {
            assertFalse(manager.randomNormal(new Shape(count)).isEmpty());
        }
    }
}
