package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.understudy.block.Layers;
import dev.understudy.block.Residual;
import dev.understudy.block.SelfGuided;
import dev.understudy.measure.WeightCheck;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.optimizer.SgdRule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What the user froze stays as it was: weights, scales and shifts, running statistics. */
public final class FrozenTest {

    private static final TrainingData TRAINING_DATA = TinyImages.trainingData(12, 4);
    private static final SgdRule DECAYS_ALL = SgdRule.standard().weightDecay(0.1);

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

    private static Supplier<Block> freezing(Supplier<Layers> network, Predicate<String> which) {
        return () -> {
            Layers made = network.get();
            made.getChildren().forEach(child -> {
                if (which.test(child.getKey())) {
                    child.getValue().freezeParameters(true);
                }
            });
            return made;
        };
    }

    /** The same layers without groups. */
    private static Layers flat() {
        return new Layers()
                .add("conv1", Tiny.convolution(4))
                .add("norm1", BatchNorm.builder().build())
                .add("relu1", Activation.reluBlock())
                .add("conv2", Tiny.convolution(3))
                .add("norm2", BatchNorm.builder().build())
                .add("classes", Tiny.classifier(TinyImages.CLASSES));
    }

    private static Layers residual() {
        return new Layers()
                .add("conv1", new Residual(Tiny.layer(3), ai.djl.nn.Blocks.identityBlock()))
                .add("conv2", Tiny.layer(3))
                .add("classes", Tiny.classifier(TinyImages.CLASSES));
    }

    /** A block of DJL's that shows its parts to nobody. */
    private static Layers parallel() {
        return new Layers()
                .add(
                        "conv1",
                        new ParallelBlock(
                                lists -> new NDList(lists.get(0)
                                        .singletonOrThrow()
                                        .add(lists.get(1).singletonOrThrow())),
                                List.of(Tiny.layer(3), Tiny.layer(3))))
                .add("conv2", Tiny.layer(3))
                .add("classes", Tiny.classifier(TinyImages.CLASSES));
    }

    /** A batch norm without scale and shift, in a frozen stem and behind it. */
    private static Layers plainNorms() {
        return new Layers()
                .add("conv1", plain(4))
                .add("conv2", plain(3))
                .add("classes", Tiny.classifier(TinyImages.CLASSES));
    }

    private static Layers plain(int channels) {
        return new Layers()
                .add("conv", Tiny.convolution(channels))
                .add(
                        "norm",
                        BatchNorm.builder().optScale(false).optCenter(false).build());
    }

    @DataProvider
    public static Object[][] stems() {
        Predicate<String> first = name -> name.endsWith("1");
        Predicate<String> all = name -> !name.endsWith("classes");
        return new Object[][] {
            {"a stem", freezing(Tiny::selfTaught, first), "01conv1"},
            {"all but the classifier", freezing(Tiny::selfTaught, all), "01conv1|02conv2|03conv3"},
            {"a middle layer", freezing(Tiny::selfTaught, name -> name.endsWith("conv2")), "02conv2"},
            {"parts of a sequence", freezing(FrozenTest::flat, first), "01conv1|02norm1"},
            {"a norm alone", freezing(FrozenTest::flat, name -> name.equals("02norm1")), "02norm1"},
            {"a residual layer", freezing(FrozenTest::residual, first), "01conv1"},
            {"a block that hides its parts", freezing(FrozenTest::parallel, first), "01conv1"},
            {"a norm without scale", freezing(FrozenTest::plainNorms, first), "01conv1"},
        };
    }

    @Test(dataProvider = "stems")
    public void nothingFrozenMovesAndAllElseDoes(String what, Supplier<Block> network, String frozen)
            throws IOException {
        assertFrozen(student(network), network, frozen);
    }

    @Test(dataProvider = "stems")
    public void onSeveralDevicesTheSame(String what, Supplier<Block> network, String frozen) throws IOException {
        if (!frozen.contains("norm") && !what.contains("hides")) {
            assertFrozen(student(network).devices(List.of(Device.cpu(), Device.cpu())), network, frozen);
        }
    }

    private Distillation student(Supplier<Block> network) {
        return Distillation.alone(Student.of("frozen", network))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).optimizer(DECAYS_ALL))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
    }

    /** By what was there at the first step. */
    private static void assertFrozen(Distillation distillation, Supplier<Block> network, String frozen)
            throws IOException {
        List<Block> made = new ArrayList<>();
        List<Snapshot> before = new ArrayList<>();
        Student watched = Student.of("watched", () -> {
            Block fresh = network.get();
            made.add(fresh);
            return fresh;
        });
        Distillation training =
                Distillation.alone(watched).stages(distillation.getStages()).devices(distillation.getDevices());
        try (TrainedStudent trained = training.train(TRAINING_DATA, event -> {
            if (event instanceof Event.StageBegun) {
                before.add(Snapshot.of(made.get(made.size() - 1)));
            }
        })) {
            List<String> changed = before.get(0).changed(Snapshot.of(trained.getNetwork()));
            Predicate<String> stays = name -> name.matches("(" + frozen + ").*");
            // A norm's scale that the user left out is never trained either.
            Predicate<String> plain = name -> name.matches(".*norm_(gamma|beta)") && !changed.contains(name);
            assertEquals(changed.stream().filter(stays).toList(), List.of());
            List<String> moves = before.get(0).names(name -> !stays.test(name));
            moves.stream()
                    .filter(name -> !plain.test(name))
                    .forEach(name -> assertTrue(changed.contains(name), name + " did not move; " + changed));
            assertTrue(changed.stream().anyMatch(name -> name.contains("running")) || !hasNorm(moves), "" + changed);
        }
    }

    private static boolean hasNorm(List<String> names) {
        return names.stream().anyMatch(name -> name.contains("running"));
    }

    @Test
    public void aStageThatIsGoneOnWithLeavesItFrozen() throws IOException {
        Supplier<Block> network = freezing(Tiny::selfTaught, name -> name.equals("01conv1"));
        Distillation kept = Distillation.of(teacher, Student.of("frozen", network))
                .stage(Stage.upTo(Tiny.GUIDED, 1)
                        .objective("knowledge", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()).optimizer(DECAYS_ALL));
        Snapshot wanted;
        try (TrainedStudent trained = kept.train(TRAINING_DATA)) {
            wanted = Snapshot.of(trained.getNetwork());
        }
        Distillation resumed = kept.checkpoints(
                Checkpoints.at(Files.createTempDirectory("frozen").resolve("checkpoints"))
                        .everySteps(1));
        expectThrows(
                CancellationException.class,
                () -> resumed.train(TRAINING_DATA, event -> {
                    if (event instanceof Event.StepDone step && step.epoch() == 2) {
                        throw new CancellationException();
                    }
                }));
        try (TrainedStudent trained = resumed.train(TRAINING_DATA)) {
            Snapshot got = Snapshot.of(trained.getNetwork());
            wanted.assertSameBits(got);
            assertTrue(
                    got.get("01conv1_02norm_runningMean")[0] == 0,
                    "a fresh norm's mean is 0 and does not move from it");
        }
    }

    @Test
    public void aModuleKeepsWhatItFroze() throws IOException {
        List<Bank> banks = new ArrayList<>();
        AuxiliaryModule module = AuxiliaryModule.of(
                "bank",
                shapes -> Optional.of(AuxiliaryModule.Built.of(
                        () -> {
                            banks.add(new Bank());
                            return banks.get(banks.size() - 1);
                        },
                        new Shape(1, TinyImages.CLASSES))));
        Objective objective =
                Objective.reading(Needs.nothing().withStudentLogits().with(module), context -> context.getModules()
                        .forward("bank", context.getStudent().getLogits())
                        .square()
                        .mean());
        List<float[]> seen = new ArrayList<>();
        Distillation.alone(Tiny.student())
                .stage(Stage.whole(2).objective("bank", 1, objective).optimizer(DECAYS_ALL))
                .train(TRAINING_DATA, event -> {
                    if (event instanceof Event.StepDone) {
                        Bank bank = banks.get(banks.size() - 1);
                        seen.add(new float[] {bank.frozen(), bank.trained()});
                    }
                })
                .close();
        assertEquals(seen.size(), 6);
        seen.forEach(step -> assertEquals(step[0], 2f));
        assertFalse(seen.get(0)[1] == seen.get(5)[1], "what it did not freeze is trained");
    }

    /** {@code frozen * trained * input}. */
    private static final class Bank extends AbstractBlock {

        private final Parameter frozen = addParameter(Parameter.builder()
                .setName("frozen")
                .setType(Parameter.Type.WEIGHT)
                .optInitializer((manager, shape, type) -> manager.full(shape, 2f))
                .optRequiresGrad(false)
                .optShape(new Shape(1))
                .build());

        private final Parameter trained = addParameter(Parameter.builder()
                .setName("trained")
                .setType(Parameter.Type.WEIGHT)
                .optInitializer((manager, shape, type) -> manager.full(shape, 3f))
                .optShape(new Shape(1))
                .build());

        float frozen() {
            return frozen.getArray().toFloatArray()[0];
        }

        float trained() {
            return trained.getArray().toFloatArray()[0];
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
            NDArray input = inputs.singletonOrThrow();
            NDArray scaled = input.mul(store.getValue(frozen, input.getDevice(), training));
            return new NDList(scaled.mul(store.getValue(trained, input.getDevice(), training)));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    @Test
    public void aStageThatTrainsNothingIsRefused() {
        Supplier<Block> all = freezing(Tiny::selfTaught, name -> true);
        assertEquals(
                Refusal.of(() -> student(all).train(TRAINING_DATA)),
                "The stage \"whole\" has nothing to train: all 14 parameters that it reaches are frozen");
        Distillation guided = Distillation.of(
                        teacher, Student.of("frozen", freezing(Tiny::selfTaught, name -> !name.endsWith("classes"))))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .stage(Stage.upTo(Tiny.GUIDED, 1)
                        .objective("knowledge", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2)));
        assertEquals(
                Refusal.of(() -> guided.train(TRAINING_DATA)),
                "The stage \"up to conv2/guided\" has nothing to train: all 6 parameters that it reaches are frozen");
        Distillation nothing = Distillation.alone(Student.of("nothing", () -> new Layers()
                        .add("pool", ai.djl.nn.pooling.Pool.globalAvgPool2dBlock())
                        .add("flat", ai.djl.nn.Blocks.batchFlattenBlock())))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
        assertEquals(
                Refusal.of(() -> nothing.train(TRAINING_DATA)),
                "The stage \"whole\" has nothing to train: what it reads of the student has no parameters");
    }

    @Test
    public void aBlockThatTrainsAroundAHiddenFrozenNormIsRefused() {
        Supplier<Block> network = () -> {
            Layers made = parallel();
            made.getChildren()
                    .get(0)
                    .getValue()
                    .getChildren()
                    .get(0)
                    .getValue()
                    .getChildren()
                    .get("02norm")
                    .freezeParameters(true);
            return made;
        };
        Refusal.assertBegins(
                Refusal.of(() -> student(network).train(TRAINING_DATA)),
                "ParallelBlock has a frozen batch norm and trained parameters within itself");
    }

    @Test
    public void theWeightCheckLooksAtWhatIsTrained() throws IOException {
        Supplier<Block> network = () -> {
            Layers made = Tiny.selfTaught();
            ((SelfGuided) made.getChildren().get(1).getValue()).getGuided().freezeParameters(true);
            return made;
        };
        Distillation distillation = Distillation.of(teacher, Student.of("frozen", network))
                .stage(Stage.whole(1)
                        .objective("knowledge", 1, Correlation.channel(Tiny.GUIDED, Tiny.TEACHER2))
                        .objective("labels", 1, new CrossEntropy()));
        WeightCheck.of(distillation, TRAINING_DATA)
                .forEach(share -> assertTrue(share.gradient() > 0, share + " of what is not frozen"));
    }
}
