package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.understudy.measure.Evaluation;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Trainings, checks and evaluations side by side in one process: each comes out as it does alone, bit for bit. */
public final class BesideTest {

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

    private Snapshot trained(Student student, long seed) throws IOException {
        Distillation distillation = Distillation.of(teacher, student)
                .stage(Stage.whole(2)
                        .objective("labels", 1, new CrossEntropy())
                        .objective("conv1", 1, Correlation.channel(Tiny.CONV1, Tiny.TEACHER1)))
                .seed(seed);
        try (NDManager manager = NDManager.newBaseManager();
                TrainedStudent trained = distillation.train(shuffled(manager))) {
            return Snapshot.of(trained.getNetwork());
        }
    }

    /** DJL's own sets draw their order from the engine's generator. */
    private static TrainingData shuffled(NDManager manager) {
        return TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(24, 4).asArrays(manager, true))
                .test(TinyImages.of(8, 4).asArrays(manager, true));
    }

    @Test
    public void everyTrainingComesOutAsAlone() throws Exception {
        List<Snapshot> alone = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            alone.add(trained(Tiny.forgetful(), seed));
        }
        for (int round = 0; round < 3; round++) {
            List<Callable<Snapshot>> work = new ArrayList<>();
            for (long seed = 1; seed <= 3; seed++) {
                long own = seed;
                work.add(() -> trained(Tiny.forgetful(), own));
            }
            List<Snapshot> beside = together(work);
            for (int i = 0; i < alone.size(); i++) {
                alone.get(i).assertSameBits(beside.get(i));
            }
        }
    }

    @Test
    public void checksProfilesAndEvaluationsDisturbNoTraining() throws Exception {
        Snapshot alone = trained(Tiny.forgetful(), 5);
        Distillation other =
                Distillation.alone(Tiny.forgetful()).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        List<Callable<Snapshot>> work = new ArrayList<>();
        work.add(() -> trained(Tiny.forgetful(), 5));
        work.add(() -> {
            for (int i = 0; i < 5; i++) {
                WeightCheck.of(other, TinyImages.trainingData(16, 4));
            }
            return alone;
        });
        work.add(() -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                for (int i = 0; i < 10; i++) {
                    Evaluation.answers(teacher, TinyImages.of(16, 4).asArrays(manager, true), manager);
                }
            }
            return alone;
        });
        together(work).forEach(alone::assertSameBits);
    }

    @Test
    public void aTrainingInsideAnObserverIsATrainingOfItsOwn() throws IOException {
        Snapshot alone = trained(Tiny.forgetful(), 7);
        List<Snapshot> inner = new ArrayList<>();
        Distillation outer =
                Distillation.alone(Tiny.forgetful()).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        Snapshot wanted;
        try (TrainedStudent trained = outer.train(TinyImages.trainingData(8, 4))) {
            wanted = Snapshot.of(trained.getNetwork());
        }
        Observer nested = event -> {
            if (event instanceof Event.StepDone && inner.isEmpty()) {
                try {
                    inner.add(trained(Tiny.forgetful(), 7));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
        try (TrainedStudent trained = outer.train(TinyImages.trainingData(8, 4), nested)) {
            wanted.assertSameBits(Snapshot.of(trained.getNetwork()));
        }
        alone.assertSameBits(inner.get(0));
    }

    @Test
    public void observersMayWaitForEachOther() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Observer meeting = event -> {
            if (event instanceof Event.StepDone) {
                both.countDown();
                try {
                    assertTrue(both.await(60, TimeUnit.SECONDS), "the other training takes no step");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        Callable<Snapshot> training = () -> {
            Distillation distillation =
                    Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
            try (TrainedStudent trained = distillation.train(TinyImages.trainingData(8, 4), meeting)) {
                return Snapshot.of(trained.getNetwork());
            }
        };
        List<Snapshot> students = together(List.of(training, training));
        students.get(0).assertSameBits(students.get(1));
    }

    @Test
    public void aCollectorOfTheUsersOwnIsNamed() {
        Distillation distillation =
                Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        try (GradientCollector open = Engine.getInstance().newGradientCollector()) {
            assertEquals(
                    Refusal.of(() -> distillation.train(TinyImages.trainingData(8, 4))),
                    "Another gradient collector is open in this process, as in a DJL Trainer of your own; PyTorch has"
                            + " one at a time: close it before, or train after it");
            open.zeroGradients();
        }
    }

    private static List<Snapshot> together(List<Callable<Snapshot>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Snapshot> results = new ArrayList<>();
            for (Future<Snapshot> each : threads.invokeAll(work)) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
