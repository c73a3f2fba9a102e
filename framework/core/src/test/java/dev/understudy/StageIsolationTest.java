package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.nn.Block;
import dev.understudy.block.Layers;
import dev.understudy.block.SelfGuided;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Knowledge;
import dev.understudy.optimizer.SgdRule;
import dev.understudy.optimizer.UpdateRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What a stage reaches and what it does not. */
public final class StageIsolationTest {

    private static final SgdRule NO_DECAY = SgdRule.standard().weightDecay(0);
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

    @DataProvider
    public static Object[][] knowledge() {
        return new Object[][] {
            {Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)},
            {Correlation.spatial(Tiny.GUIDED, Tiny.TEACHER2)},
            {ActivationMatching.of(Tiny.GUIDED, Tiny.TEACHER2)},
        };
    }

    @Test(dataProvider = "knowledge")
    public void aStageUpToTheGuidedBranchLeavesAllElseBitIdentical(Knowledge knowledge) throws IOException {
        // Weight decay as usual: what is not trained does not decay either.
        Stage stage = Stage.upTo(Tiny.GUIDED, 2).objective("knowledge", 1, knowledge);
        List<String> changed = changed(stage);
        Snapshot untrained = untrained();
        assertEquals(changed, untrained.names(StageIsolationTest::trainedByKnowledge));
        assertTrue(changed.contains("02conv2_01guided_02norm_runningMean"), "its statistics move: " + changed);
    }

    @Test
    public void aStageUpToAWholeLayerTrainsItsSelfTaughtBranchOnlyWhereItIsRead() throws IOException {
        StudentTap layer = new StudentTap("conv2");
        Stage stage = Stage.upTo(layer, 1).objective("knowledge", 1, Correlation.spatial(layer, Tiny.TEACHER2));
        assertEquals(
                changed(stage), untrained().names(name -> name.startsWith("01conv1") || name.startsWith("02conv2")));
    }

    @Test
    public void neitherNetworkIsComputedPastTheGuidedLayer() throws IOException {
        boolean[] armed = {false};
        Student student = Student.of("mined", () -> new Layers()
                .add("conv1", Tiny.layer(3))
                .add("mine", Tiny.mine(armed))
                .add("classes", Tiny.classifier(4)));
        try (Teacher mined = Tiny.teacher(() -> new Layers()
                .add("conv1", Tiny.layer(3))
                .add("mine", Tiny.mine(armed))
                .add("classes", Tiny.classifier(4)))) {
            Distillation distillation = Distillation.of(mined, student)
                    .stage(Stage.upTo(Tiny.CONV1, 1)
                            .objective("knowledge", 1, Correlation.channel(Tiny.CONV1, Tiny.TEACHER1)));
            Observer arming = event -> armed[0] = true;
            try (TrainedStudent trained = distillation.train(TRAINING_DATA, arming)) {
                assertEquals(trained.getHistory().size(), 1);
            }
            // The mines work: a stage that reads the output runs into one.
            armed[0] = false;
            assertThrows(AssertionError.class, () -> distillation
                    .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                    .train(TRAINING_DATA, arming));
        }
    }

    @Test
    public void theSelfTaughtBranchIsNotComputedWhereKnowledgeAloneIsRead() throws IOException {
        boolean[] armed = {false};
        Student student = Student.of("mined", () -> new Layers()
                .add("conv1", Tiny.layer(4))
                .add(
                        "conv2",
                        new SelfGuided(
                                Tiny.layer(3),
                                new Layers().add("conv", Tiny.layer(2)).add("mine", Tiny.mine(armed))))
                .add("classes", Tiny.classifier(4)));
        Stage stage =
                Stage.upTo(Tiny.GUIDED, 1).objective("knowledge", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2));
        try (TrainedStudent trained =
                Distillation.of(teacher, student).stage(stage).train(TRAINING_DATA, event -> armed[0] = true)) {
            assertEquals(trained.getHistory().size(), 1);
            assertTrue(armed[0]);
        }
    }

    @Test(dataProvider = "knowledge")
    public void inAWholeStageKnowledgeGivesSelfTaughtChannelsAndLaterLayersExactlyZeroGradient(Knowledge knowledge)
            throws IOException {
        Stage stage = Stage.whole(2)
                .objective("knowledge", 1, knowledge)
                .objective("labels", 0, new CrossEntropy())
                .optimizer(NO_DECAY);
        List<String> changed = changed(stage);
        assertEquals(
                changed.stream().filter(name -> !name.contains("_running")).toList(),
                untrained().names(name -> trainedByKnowledge(name) && !name.contains("_running")));
    }

    @Test
    public void theClassLossReachesEverything() throws IOException {
        Stage stage = Stage.whole(2).objective("labels", 1, new CrossEntropy()).optimizer(NO_DECAY);
        assertEquals(changed(stage), untrained().names());
    }

    @Test
    public void eachPartsGradientComesFromWhatReadsIt() throws IOException {
        Map<String, Float> steepest = new HashMap<>();
        UpdateRule spy = parameter -> steepest.put(
                parameter.getInfo().getPath(),
                parameter.getGradient().abs().max().getFloat());
        Stage stage = Stage.whole(1)
                .objective("knowledge", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2))
                .objective("labels", 0, new CrossEntropy())
                .optimizer(UpdateRule.named("spy", spy));
        try (TrainedStudent trained = Distillation.of(teacher, Tiny.student())
                .stage(stage)
                .train(TrainingData.of(TinyImages.INPUT, epoch -> TinyImages.of(4, 4)), Observer.NONE)) {
            assertEquals(trained.getHistory().size(), 1);
            Set<String> visited = steepest.keySet().stream()
                    .map(path -> path.replace('/', '_'))
                    .collect(Collectors.toSet());
            assertEquals(
                    visited,
                    untrained().names().stream()
                            .filter(name -> !name.contains("_running"))
                            .collect(Collectors.toSet()));
            steepest.forEach((path, slope) ->
                    assertEquals(slope > 0, trainedByKnowledge(path.replace('/', '_')), path + " has " + slope));
        }
    }

    @Test
    public void aSecondStageTrainsWhatTheFirstFroze() throws IOException {
        Stage first =
                Stage.upTo(Tiny.GUIDED, 1).objective("knowledge", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2));
        Stage second = Stage.whole(1).objective("labels", 1, new CrossEntropy()).optimizer(NO_DECAY);
        try (TrainedStudent trained = Distillation.of(teacher, Tiny.student())
                .stage(first)
                .stage(second)
                .train(TRAINING_DATA, Observer.NONE)) {
            assertEquals(
                    untrained().changed(Snapshot.of(trained.getNetwork())),
                    untrained().names());
            assertEquals(
                    trained.getHistory().stream().map(EpochResult::stageName).toList(),
                    List.of("up to conv2/guided", "whole"));
        }
    }

    private List<String> changed(Stage stage) throws IOException {
        try (TrainedStudent trained =
                Distillation.of(teacher, Tiny.student()).stage(stage).train(TRAINING_DATA, Observer.NONE)) {
            return untrained().changed(Snapshot.of(trained.getNetwork()));
        }
    }

    /** The student as the training found it: with a learning rate of zero nothing but running statistics moves. */
    private Snapshot untrained() throws IOException {
        Snapshot[] found = new Snapshot[1];
        List<Block> networks = new ArrayList<>();
        Student student = Student.of("watched", () -> {
            networks.add(Tiny.selfTaught());
            return networks.get(0);
        });
        Observer observer = event -> {
            if (event instanceof Event.StageBegun) {
                found[0] = Snapshot.of(networks.get(0));
            }
        };
        Distillation.alone(student)
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(TRAINING_DATA, observer)
                .close();
        return found[0];
    }

    private static boolean trainedByKnowledge(String name) {
        return name.startsWith("01conv1") || name.startsWith("02conv2_01guided");
    }
}
