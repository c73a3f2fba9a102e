package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.optimizer.SgdRule;
import java.io.IOException;
import java.util.List;
import org.testng.annotations.Test;

/** The two readings of the paper's eq. 6 differ by a constant factor, which the learning rate can take up. */
public final class SingleStageScaleTest {

    private static final Correlation KNOWLEDGE = Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2);

    @Test
    public void theScaleOfTheKnowledgeIsTheScaleOfTheClassLossAtTenTimesTheRateAndATenthOfTheDecay()
            throws IOException {
        // L = K + 0.1 C has a tenth of the gradient of L' = 10 K + C. With d = d' / 10 the velocity is a tenth too, and
        // with lr = 10 lr' the step is the same, whatever the schedule and the momentum.
        Stage knowledge = Stage.whole(2)
                .objective("knowledge", 1, KNOWLEDGE)
                .objective("labels", 0.1, new CrossEntropy())
                .schedule(Schedule.cosine(1.0))
                .optimizer(new SgdRule(0.9, 5e-5, true, false));
        Stage classes = Stage.whole(2)
                .objective("labels", 1, new CrossEntropy())
                .objective("knowledge", 10, KNOWLEDGE)
                .schedule(Schedule.cosine(0.1))
                .optimizer(new SgdRule(0.9, 5e-4, true, false));
        Stage still = Stage.whole(2)
                .objective("labels", 1, new CrossEntropy())
                .objective("knowledge", 10, KNOWLEDGE)
                .schedule(progress -> 0);
        Snapshot one = weights(knowledge);
        Snapshot other = weights(classes);
        Snapshot before = weights(still);
        double apart = distance(one, other);
        double moved = distance(before, other);
        assertTrue(moved > 0.5, "the student moved by " + moved);
        assertTrue(apart < 1e-3 * moved, "apart by " + apart + " after a way of " + moved);
    }

    @Test
    public void theRecordedLossIsTheWeightedSumOfItsTerms() throws IOException {
        Stage stage = Stage.whole(1).objective("knowledge", 10, KNOWLEDGE).objective("labels", 0.5, new CrossEntropy());
        try (Teacher teacher = Tiny.teacher();
                TrainedStudent trained = Distillation.of(teacher, Tiny.student())
                        .stage(stage)
                        .train(TinyImages.trainingData(10, 4), Observer.NONE)) {
            EpochResult result = trained.getHistory().get(0);
            assertEquals(List.copyOf(result.terms().keySet()), List.of("knowledge", "labels"));
            double knowledge = result.terms().getOrDefault("knowledge", 0.0);
            double labels = result.terms().getOrDefault("labels", 0.0);
            assertTrue(knowledge > 0 && labels > 0, result.terms().toString());
            assertEquals(result.loss(), 10 * knowledge + 0.5 * labels, 1e-9);
        }
    }

    private static Snapshot weights(Stage stage) throws IOException {
        try (Teacher teacher = Tiny.teacher();
                TrainedStudent trained = Distillation.of(teacher, Tiny.student())
                        .stage(stage)
                        .train(TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(12, 4)), Observer.NONE)) {
            return Snapshot.of(trained.getNetwork());
        }
    }

    private static double distance(Snapshot one, Snapshot other) {
        double squares = 0;
        for (String name : one.names(parameter -> !parameter.contains("_running"))) {
            for (int i = 0; i < one.get(name).length; i++) {
                squares += Math.pow(one.get(name)[i] - other.get(name)[i], 2);
            }
        }
        return Math.sqrt(squares);
    }
}
