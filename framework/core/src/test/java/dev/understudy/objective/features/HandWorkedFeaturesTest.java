package dev.understudy.objective.features;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModules;
import dev.understudy.FixedShapes;
import dev.understudy.InputException;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.batch.StepRandom;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.objective.logits.SoftTargets;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Values with their arithmetic, and what modules are made of. */
public final class HandWorkedFeaturesTest {

    private static final StudentTap STUDENT = FeatureBatch.FIRST;
    private static final TeacherTap TEACHER = FeatureBatch.TEACHER_FIRST;

    private NDManager manager = NDManager.newBaseManager();

    @BeforeClass
    public void open() {
        manager.close();
        manager = NDManager.newBaseManager();
    }

    @AfterClass
    public void close() {
        manager.close();
    }

    private NDArray maps(Shape shape, double... numbers) {
        return manager.create(numbers, shape);
    }

    @Test
    public void vid() {
        Shape two = new Shape(1, 2, 1, 1);
        // ((3 - 1)^2 / 2 + ln 2 + (1 - 4)^2 / 3 + ln 3) / 2 over 2 elements = (2 + 0.693147 + 3 + 1.098612) / 4.
        assertEquals(
                Vid.distance(maps(two, 3, 1), maps(two, 2, 3), maps(two, 1, 4)).getDouble(), 6.791759 / 4, 1e-6);
    }

    @Test
    public void vidBeginsWithTheVarianceThatItIsGiven() {
        var module = Vid.of(STUDENT, TEACHER).needs().getModules().get(0);
        var built = module.getBuilder()
                .build(FixedShapes.of(new Shape(1, 3, 2, 2), new Shape(1, 5, 2, 2)))
                .orElseThrow();
        Block block = built.getBlock().get();
        block.initialize(manager, DataType.FLOAT32, built.getInputs());
        NDList put = block.forward(
                new ai.djl.training.ParameterStore(manager, false),
                new NDList(manager.ones(new Shape(2, 3, 2, 2))),
                true);
        assertEquals(put.get(0).getShape(), new Shape(2, 5, 2, 2));
        assertEquals(put.get(1).getShape(), new Shape(1, 5, 1, 1));
        assertEquals(put.get(1).toFloatArray(), new float[] {5, 5, 5, 5, 5}, 1e-5f);
        assertEquals(block.getOutputShapes(built.getInputs())[0], new Shape(1, 5, 2, 2));
    }

    @Test
    public void classMaps() {
        Shape row = new Shape(1, 1, 1, 4);
        NDArray student = maps(row, 1, 3, 2, 2);
        NDArray teacher = maps(row, 0, 2, 1, 5);
        // Halves: (2, 2) and (1, 3), twice since there is one row: ((2 - 1)^2 + (2 - 3)^2) / 2 = 1.
        assertEquals(ClassMaps.of(STUDENT, TEACHER).distance(student, teacher).getDouble(), 1, 1e-6);
        // One row becomes two, so that unit vectors are (1, 1, 1, 1) / 2 and (1, 3, 1, 3) / sqrt 20: differences
        // 0.276393
        // and -0.170820, squares 0.076393 and 0.029180, on average 0.052786.
        ClassMaps unit = new ClassMaps(STUDENT, TEACHER, 2, ClassMaps.Scale.UNIT);
        assertEquals(unit.distance(student, teacher).getDouble(), 0.052786, 1e-6);
        assertEquals(unit.distance(student.mul(7), teacher.mul(3)).getDouble(), 0.052786, 1e-6);
    }

    /** Of the teacher's two channels at two locations, by a classifier of its own: W = ((1, 0), (1, 1)) and a bias. */
    @Test
    public void theTeachersClassMapsAreWithoutItsBias() {
        NDArray weights = manager.create(new double[][] {{1, 0}, {1, 1}});
        AuxiliaryModules teacher = (name, inputs, training) -> new NDList(
                Pooled.of(inputs.singletonOrThrow()).matMul(weights.transpose()).add(manager.create(new double[] {5, -7
                })));
        StepContext context = StepContext.of(
                        new Activations<>("student", Map.of(STUDENT, maps(new Shape(1, 2, 1, 2), 0, 0, 0, 0)), null),
                        new Activations<>("teacher", Map.of(TEACHER, maps(new Shape(1, 2, 1, 2), 1, 2, 3, 4)), null),
                        manager.zeros(new Shape(1)))
                .modules(teacher);
        // Locations (1, 3) and (2, 4): maps (1, 2) and (4, 6), means of squares (1 + 4 + 16 + 36) / 4.
        assertEquals(
                new ClassMaps(STUDENT, TEACHER, 2, ClassMaps.Scale.PLAIN)
                        .loss(context)
                        .getDouble(),
                57 / 4.0,
                1e-9);
        // Averaged to one location: (1.5^2 + 5^2) / 2.
        assertEquals(
                new ClassMaps(STUDENT, TEACHER, 1, ClassMaps.Scale.PLAIN)
                        .loss(context)
                        .getDouble(),
                13.625,
                1e-9);
    }

    /**
     * The student says nothing anywhere: cross entropies of log 2 with whatever the teacher says, so that the loss is log 2
     * times the mean weight. The teacher's own maps are its logits, of labels 0: right in the whole, wrong in one of four
     * parts, which counts twice. The second sample is wrong in the whole and right in two parts.
     */
    @Test
    public void partsThatDifferFromTheWholeCountTwice() {
        Shape two = new Shape(2, 2, 2, 2);
        NDArray said = maps(two, 3, 3, 3, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 2, 2);
        StepContext context = StepContext.of(
                        new Activations<>(
                                "student",
                                Map.of(STUDENT, manager.zeros(two, DataType.FLOAT64)),
                                manager.zeros(new Shape(2, 2), DataType.FLOAT64)),
                        new Activations<>("teacher", Map.of(TEACHER, said), Pooled.of(said)),
                        manager.zeros(new Shape(2)))
                .modules((name, inputs, training) -> new NDList(Pooled.of(inputs.singletonOrThrow())));
        double log2 = Math.log(2);
        // Ten parts: both wholes, four of each sample, of which 1 and 2 count once more.
        assertEquals(sdd(2, 2).loss(context).getDouble(), log2 * 13 / 10, 1e-6);
        assertEquals(sdd(2, 1).loss(context).getDouble(), log2, 1e-6);
        // Without them 7 of 10 are left.
        assertEquals(sdd(2, 0).loss(context).getDouble(), log2 * 7 / 10, 1e-6);
    }

    private static ScaleDecoupledKd sdd(int side, double complementary) {
        return new ScaleDecoupledKd(STUDENT, TEACHER, List.of(side), new SoftTargets(1), complementary);
    }

    @Test
    public void logDistance() {
        // Two samples of one dimension: 1 and 3 become -1 and 1 (but for 1e-4), 5 and 1 become 1 and -1: 2 (2^4) = 32.
        LogDistance srd = LogDistance.of(STUDENT, TEACHER);
        NDArray student = manager.create(new double[][] {{1}, {3}});
        NDArray teacher = manager.create(new double[][] {{5}, {1}});
        assertEquals(srd.distance(student, teacher).getDouble(), Math.log(32), 4e-4);
        assertEquals(
                new LogDistance(STUDENT, TEACHER, 2).distance(student, teacher).getDouble(), Math.log(8), 2e-4);
        // Neither the scale nor the mean of a dimension is seen. Where nothing differs, ln 1e-20.
        NDArray scaled = student.mul(-3).add(7);
        assertEquals(srd.distance(scaled, teacher).getDouble(), -46.0517, 2);
        assertEquals(srd.distance(student, student).getDouble(), -46.0517, 1e-4);
        InputException refusal = expectThrows(
                InputException.class, () -> srd.distance(student, manager.ones(new Shape(2, 3), DataType.FLOAT64)));
        assertEquals(
                refusal.getMessage(),
                "SRD compares features of one shape, got (2, 1) of the student and (2, 3) of the teacher");
    }

    @Test
    public void wassersteinFeatures() {
        Shape shape = new Shape(1, 1, 1, 2);
        // Means 2 and 5: 9, times 4. Deviations sqrt(2 + 1e-5) and sqrt(8 + 1e-5): 1.414217 and 2.828429: 1.999997.
        assertEquals(
                WassersteinFeatures.of(STUDENT, TEACHER)
                        .distance(maps(shape, 1, 3), maps(shape, 3, 7))
                        .getDouble(),
                36 + 1.999997,
                1e-5);
        // In two parts each is one location: means (1 - 3)^2 and (3 - 7)^2, over 2 x 2 parts of which rows are the
        // same.
        assertEquals(
                new WassersteinFeatures(STUDENT, TEACHER, 1, 2)
                        .distance(maps(shape, 1, 3), maps(shape, 3, 7))
                        .getDouble(),
                10,
                1e-9);
    }

    @Test
    public void nToOne() {
        // Slices (1, 2) and (3, 4) against (2, 2): (1 + 0) / 2 + (1 + 4) / 2 = 3.
        assertEquals(
                new NToOne(STUDENT, TEACHER)
                        .distance(maps(new Shape(1, 4, 1, 1), 1, 2, 3, 4), maps(new Shape(1, 2, 1, 1), 2, 2))
                        .getDouble(),
                3,
                1e-9);
    }

    @Test
    public void theTransformIsLinearOnceItIsTrained() {
        Block transform = NToOne.transform(3, 2, 4);
        transform.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 2, 2));
        // 3 x 8 and 8 x 3 weights, and four numbers for each of 8 + 3 normalised channels.
        assertEquals(
                transform.getParameters().values().stream()
                        .mapToLong(parameter -> parameter.getShape().size())
                        .sum(),
                48 + 44);
        NDArray a = manager.randomNormal(new Shape(1, 3, 2, 2));
        NDArray b = manager.randomNormal(new Shape(1, 3, 2, 2));
        float[] sum = run(transform, a.add(b)).toFloatArray();
        assertEquals(run(transform, a).add(run(transform, b)).toFloatArray(), sum, 1e-4f);
    }

    private NDArray run(Block block, NDArray input) {
        return block.forward(new ai.djl.training.ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow();
    }

    @Test
    public void activationBoundaries() {
        Shape shape = new Shape(2, 2, 1, 1);
        NDArray student = maps(shape, 0.5, 2, -3, 0.25);
        NDArray teacher = maps(shape, 1, 1, -1, 0);
        // 0.5 is to be above 1: 0.5^2; 2 is; -3 is below -1; 0.25 is to be below -1: 1.25^2. Over 2 samples.
        assertEquals(
                ActivationBoundaries.of(List.of(STUDENT), List.of(TEACHER))
                        .distance(student, teacher)
                        .getDouble(),
                (0.25 + 1.5625) / 2,
                1e-9);
    }

    @Test
    public void overhaul() {
        Shape shape = new Shape(1, 4, 1, 1);
        NDArray student = maps(shape, 2, -3, 1, -0.5);
        NDArray teacher = maps(shape, 1, -1, -5, -0.25);
        NDArray margins = maps(shape, -1, -1, -2, -1);
        // 2 to 1: 1. -3 is below -1: 0. 1 to the margin -2: 9. -0.5 is below -0.25: 0.
        assertEquals(Overhaul.distance(student, teacher, margins).getDouble(), 10, 1e-9);
    }

    /** By the authors' function, with Python's own normal distribution. */
    @Test
    public void margins() {
        double[] deviations = {1, 2, .5, .1, 3, 1};
        double[] means = {0, 1, -2, 1, -.3, 5};
        double[] published = {
            -0.7978845608028654, -1.2821555407361296, -2.0000669172322345, -0.3, -2.505995245517342, -3
        };
        for (int i = 0; i < means.length; i++) {
            assertEquals(BatchNormMargins.margin(means[i], deviations[i]), published[i], 1e-12);
        }
        assertEquals(BatchNormMargins.margin(-2, 0), -2.0);
        assertEquals(BatchNormMargins.margin(2, 0), 0.0);
        assertEquals(BatchNormMargins.margin(0, 0), 0.0);
        assertEquals(BatchNormMargins.margin(-40, 1), -40.0, 1e-12);
        assertEquals(BatchNormMargins.below(-1), 0.15865525393145707, 1e-15);
        assertEquals(BatchNormMargins.below(-3), 0.0013498980316300946, 1e-15);
    }

    @Test
    public void maskedGenerationLeavesOutWholeChannels() {
        MaskedGeneration half = new MaskedGeneration(STUDENT, TEACHER, 0.5);
        NDArray ones = manager.ones(new Shape(8, 16, 2, 2));
        NDArray nothing = ones.zerosLike();
        double[] shown = new double[2];
        for (int i = 0; i < 2; i++) {
            StepContext context = StepContext.of(
                            new Activations<>("student", Map.of(STUDENT, ones), null),
                            new Activations<>("teacher", Map.of(TEACHER, nothing), null),
                            manager.zeros(new Shape(8)))
                    .modules((name, inputs, training) -> inputs)
                    .random(StepRandom.of(i));
            // With a generator that puts out what it is shown: four ones for each channel that is left, over 8 samples.
            shown[i] = half.loss(context).getFloat() * 8 / 4;
            assertEquals(shown[i], Math.rint(shown[i]), 1e-4);
            assertTrue(shown[i] > 40 && shown[i] < 88, "kept " + shown[i] + " of 128");
        }
        assertTrue(shown[0] != shown[1]);
        NDArray twos = maps(new Shape(2, 1, 1, 1), 2, 4);
        assertEquals(MaskedGeneration.distance(twos, twos.zerosLike()).getDouble(), 10, 1e-9);
    }

    @Test
    public void adaptersAreWhereTheyAreNeeded() {
        FixedShapes same = FixedShapes.of(new Shape(1, 4, 2, 2), new Shape(1, 4, 2, 2));
        for (Adapter.Kind kind : Adapter.Kind.values()) {
            Adapter adapter = new Adapter("AB", STUDENT, TEACHER, kind);
            assertEquals(adapter.build(same).isEmpty(), kind == Adapter.Kind.WHERE_NEEDED);
            assertTrue(adapter.build(FixedShapes.of(new Shape(1, 4, 2, 2), new Shape(1, 6, 2, 2)))
                    .isPresent());
        }
    }
}
