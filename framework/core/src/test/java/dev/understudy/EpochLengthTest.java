package dev.understudy;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import dev.understudy.objective.CrossEntropy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
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
}
