package dev.understudy;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Precomputed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A schedule runs over the steps that there are, whatever the batches say of their number. */
public final class EpochLengthTest {

    /**
     * The same batches, which say that there are so many samples in all.
     *
     * @param dataset the batches
     * @param total what they say
     */
    private record Saying(Dataset dataset, long total) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) {
            try {
                Iterable<Batch> all = dataset.getData(manager);
                return () -> StreamSupport.stream(all.spliterator(), false)
                        .map(batch -> new Batch(
                                batch.getManager(),
                                batch.getData(),
                                batch.getLabels(),
                                batch.getSize(),
                                null,
                                null,
                                0,
                                total))
                        .iterator();
            } catch (IOException | ai.djl.translate.TranslateException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void prepare(@Nullable Progress progress) {}
    }

    private static TrainingData saying(long total) {
        return TrainingData.of(TinyImages.INPUT, epoch -> new Saying(TinyImages.of(14, 4), total));
    }

    private static List<Double> rates(TrainingData trainingData, int epochs) throws IOException {
        List<Double> rates = new ArrayList<>();
        Schedule cosine = Schedule.cosine(0.1);
        training(rates, cosine, epochs).train(trainingData).close();
        return rates;
    }

    private static Distillation training(List<Double> rates, Schedule schedule, int epochs) {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(epochs)
                        .objective("labels", 1, new CrossEntropy())
                        .schedule(progress -> {
                            // What an identity says of a schedule is asked for with far more steps.
                            if (progress.steps() < 1_000) {
                                rates.add(schedule.at(progress));
                            }
                            return schedule.at(progress);
                        }));
    }

    @DataProvider
    public static Object[][] totals() {
        return new Object[][] {{0L}, {-1L}};
    }

    @Test(dataProvider = "totals")
    public void samplesThatAreNotSaidAreCounted(long total) throws IOException {
        assertEquals(rates(saying(total), 2), rates(saying(14), 2));
    }

    @Test
    public void fewerThanThereAreAreForgottenAfterTheFirstEpoch() throws IOException {
        List<Double> right = rates(saying(14), 3);
        List<Double> wrong = rates(saying(4), 3);
        int later = 2 * right.size() / 3;
        assertEquals(
                wrong.subList(wrong.size() - later, wrong.size()), right.subList(right.size() - later, right.size()));
    }

    @Test
    public void whatIsGoneOnWithHasTheSameRates() throws IOException {
        List<Double> whole = rates(saying(0), 2);
        List<Double> parts = new ArrayList<>();
        Distillation kept = training(parts, Schedule.cosine(0.1), 2)
                .checkpoints(Checkpoints.at(Files.createTempDirectory("length").resolve("checkpoints"))
                        .everySteps(1));
        try {
            kept.train(saying(0), event -> {
                if (event instanceof Event.StepDone && parts.size() == 7) {
                    throw new CancellationException();
                }
            });
        } catch (CancellationException e) {
            kept.train(saying(0)).close();
        }
        assertEquals(parts, whole);
    }

    @Test(dataProvider = "totals")
    public void whoeverAsksBeforeTheTrainingIsToldTheSame(long total) throws IOException {
        List<Long> samples = new ArrayList<>();
        List<Long> steps = new ArrayList<>();
        Objective asking = context -> {
            samples.add(context.getSamples());
            steps.add(context.getProgress().steps());
            return new CrossEntropy().loss(context);
        };
        Stage stage = Stage.whole(1).objective("labels", 1, asking);
        WeightCheck.of(Distillation.alone(Tiny.student()).stage(stage), saying(total));
        assertEquals(Set.copyOf(samples), Set.of(14L));
        // The look at gradients before that takes a few images of a batch.
        assertEquals(steps.subList(steps.size() - 4, steps.size()), List.of(4L, 4L, 4L, 4L));
    }

    /**
     * Asks how many samples there are.
     *
     * @param told the answers
     */
    private record Asking(List<Long> told) implements Precomputed {

        @Override
        public String name() {
            return "asking";
        }

        @Override
        public Needs needs() {
            return Needs.nothing().withTeacherLogits();
        }

        @Override
        public Fold begin(NDManager manager, long classes) {
            return new Fold() {

                @Override
                public void add(StepContext context) {
                    told.add(context.getSamples());
                }

                @Override
                public NDArray result() {
                    return manager.zeros(new Shape(1));
                }
            };
        }
    }

    @Test(dataProvider = "totals")
    public void whatIsComputedBeforeAStageIsToldTheSame(long total) throws IOException {
        Asking asking = new Asking(new ArrayList<>());
        Needs needs = Needs.nothing().withStudentLogits().with(asking);
        try (Teacher teacher = Tiny.teacher()) {
            Distillation.of(teacher, Tiny.student())
                    .stage(Stage.whole(1).objective("labels", 1, Objective.reading(needs, new CrossEntropy())))
                    .train(saying(total).inOrder(new Saying(TinyImages.of(14, 5), total), "in order"))
                    .close();
        }
        assertEquals(Set.copyOf(asking.told()), Set.of(14L));
    }
}
