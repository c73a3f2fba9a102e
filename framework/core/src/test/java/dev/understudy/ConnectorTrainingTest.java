package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.AttentionMap;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.optimizer.SgdRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Connectors from the first step to the trained student: {@code conv2/guided} 3 x 8 x 8, the teacher's 5 x 4 x 4. */
public final class ConnectorTrainingTest {

    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(12, 4);

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
    public void everyKnowledgeBridgesOtherChannelsAndOtherLocations() throws IOException {
        Map<String, Objective> knowledge = new LinkedHashMap<>();
        knowledge.put("spatial", Correlation.spatial(Tiny.GUIDED, Tiny.TEACHER3));
        knowledge.put("channel", Correlation.channel(Tiny.GUIDED, Tiny.TEACHER3));
        knowledge.put("both", Correlation.both(Tiny.GUIDED, Tiny.TEACHER3));
        knowledge.put("activation", ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3));
        knowledge.put("attention", new AttentionMap(Tiny.GUIDED, Tiny.TEACHER3, Norm.SQUARED));
        Stage all = Stage.upTo(Tiny.GUIDED, 1);
        for (Map.Entry<String, Objective> each : knowledge.entrySet()) {
            all = all.objective(each.getKey(), 1, each.getValue());
        }
        try (TrainedStudent trained = train(all)) {
            Map<String, Double> terms = trained.getHistory().get(0).terms();
            assertEquals(List.copyOf(terms.keySet()), List.copyOf(knowledge.keySet()));
            terms.forEach((name, loss) -> assertTrue(loss > 0 && Double.isFinite(loss), name + " is " + loss));
        }
    }

    @Test
    public void theTrainedStudentHasNoConnector() throws IOException {
        Stage stage = Stage.whole(1)
                .objective("activation", 1, ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3))
                .objective("labels", 1, new CrossEntropy());
        Stage alone = Stage.whole(1).objective("labels", 1, new CrossEntropy());
        try (TrainedStudent taught = train(stage);
                TrainedStudent untaught = train(alone)) {
            assertEquals(
                    Snapshot.of(taught.getNetwork()).names(),
                    Snapshot.of(untaught.getNetwork()).names());
            assertEquals(taught.getParameterCount(), untaught.getParameterCount());
            assertEquals(taught.getNetwork().getClass(), untaught.getNetwork().getClass());
        }
    }

    @Test
    public void theConnectorLearns() throws IOException {
        // The student's own layers stand still behind a gradient of zero, so what falls is the connector's doing.
        Needs needs = Needs.nothing().with(Tiny.CONV1);
        List<Float> losses = new ArrayList<>();
        AuxiliaryModule regressor = AuxiliaryModule.of(
                "regressor",
                shapes -> Optional.of(AuxiliaryModule.Built.of(() -> Tiny.convolution(5), shapes.at(Tiny.CONV1))));
        Objective objective = Objective.reading(needs.with(regressor), context -> {
            var guess = context.getModules()
                    .forward("regressor", context.getStudent().get(Tiny.CONV1).stopGradient());
            var loss = guess.sub(guess.onesLike()).square().mean();
            losses.add(loss.getFloat());
            return loss;
        });
        Stage stage = Stage.upTo(Tiny.CONV1, 10)
                .objective("regression", 1, objective)
                .schedule(Schedule.constant(0.05))
                .optimizer(SgdRule.standard().weightDecay(0));
        try (TrainedStudent trained = train(stage)) {
            // Before the training its gradient was checked, on three forward passes.
            losses.subList(0, 3).clear();
            assertEquals(losses.size(), 30);
            assertTrue(losses.get(29) < 0.5 * losses.get(0), "from " + losses.get(0) + " to " + losses.get(29));
            assertEquals(trained.getHistory().size(), 10);
        }
    }

    @Test
    public void theConnectorOfAKnowledgeLearnsWithTheStudent() throws IOException {
        Stage stage = Stage.upTo(Tiny.GUIDED, 12)
                .objective("activation", 1, ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3));
        try (TrainedStudent trained = train(stage)) {
            double first = loss(trained, 0);
            double last = loss(trained, 11);
            assertTrue(last < 0.7 * first, "from " + first + " to " + last);
        }
    }

    @Test
    public void aConnectorGoesOnLearningInALaterStage() throws IOException {
        ActivationMatching hint = ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER3);
        Stage first = Stage.upTo(Tiny.GUIDED, 10).objective("activation", 1, hint);
        Stage second = Stage.whole(1)
                .objective("activation", 1, hint)
                .objective("labels", 0, new CrossEntropy())
                .schedule(Schedule.constant(1e-6));
        try (TrainedStudent trained = Distillation.of(teacher, Tiny.student())
                .stage(first)
                .stage(second)
                .train(TRAINING_DATA, Observer.NONE)) {
            double fresh = loss(trained, 0);
            double later = loss(trained, 10);
            assertTrue(later < 0.8 * fresh, "a fresh connector: " + fresh + ", in the second stage: " + later);
        }
    }

    private static double loss(TrainedStudent trained, int epoch) {
        return trained.getHistory().get(epoch).terms().getOrDefault("activation", Double.NaN);
    }

    private TrainedStudent train(Stage stage) throws IOException {
        return Distillation.of(teacher, Tiny.student()).stage(stage).train(TRAINING_DATA, Observer.NONE);
    }
}
