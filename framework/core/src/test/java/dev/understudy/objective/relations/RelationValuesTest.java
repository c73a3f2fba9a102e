package dev.understudy.objective.relations;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Slope;
import java.util.List;
import org.testng.Assert.ThrowingRunnable;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Values with their arithmetic, what does not change them, and what is refused. */
public final class RelationValuesTest {

    private static final StudentTap OWN = RelationBatch.OWN;
    private static final TeacherTap THEIRS = RelationBatch.THEIRS;
    private static final StudentTap OWN_NEXT = new StudentTap("layer2");
    private static final TeacherTap THEIR_NEXT = new TeacherTap("layer2");

    private static double[][] rows(double... numbers) {
        double[][] rows = new double[numbers.length / 2][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {numbers[2 * i], numbers[2 * i + 1]};
        }
        return rows;
    }

    private static double[][] line(double... numbers) {
        double[][] rows = new double[numbers.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {numbers[i]};
        }
        return rows;
    }

    /** One sample of one layer. */
    private static RelationBatch maps(Shape student, double[] own, Shape teacher, double[] other) {
        return new RelationBatch(
                LayerShapes.of(student, teacher),
                RelationBatch.numbers(new double[][] {own}),
                RelationBatch.numbers(new double[][] {other}));
    }

    @Test
    public void similarityPreserving() {
        // Student: G = (1 0; 0 4), rows (1 0), (0 1). Teacher: G = (1 1; 1 1), rows (1 1)/sqrt 2 = (0.707107 0.707107).
        // Each row: (1 - 0.707107)^2 + 0.5 = 0.585786; two of them, by 4: 0.292893.
        RelationBatch batch = RelationBatch.of(rows(1, 0, 0, 2), rows(1, 0, 1, 0));
        assertEquals(batch.value(new SimilarityPreserving(OWN, THEIRS)), 0.292893, 1e-6);
    }

    @Test
    public void distancesOfRkd() {
        // Student 0, 1, 3: distances 1, 3, 2 over their mean 2: 1/2, 3/2, 1. Teacher 0, 1, 2: 1, 2, 1 over 4/3: 3/4,
        // 3/2, 3/4.
        // Differences -1/4, 0, 1/4; h = 1/32 twice; both orders: 4/32, by 9: 1/72.
        RelationBatch batch = RelationBatch.of(line(0, 1, 3), line(0, 1, 2));
        assertEquals(batch.value(new Rkd(OWN, THEIRS, 3, 0)), 3 / 72.0, 1e-7);
    }

    @Test
    public void anglesOfRkd() {
        // Student: a right angle at the first, cosines 0, 0.707107, 0.707107. Teacher: on a line, 1, -1, 1.
        // Differences -1, 1.707107, -0.292893: h = 0.5, 1.207107, 0.042893, together 1.75; both orders: 3.5, by 27.
        RelationBatch batch = RelationBatch.of(rows(0, 0, 1, 0, 0, 1), line(0, 1, 2));
        assertEquals(batch.value(new Rkd(OWN, THEIRS, 0, 2)), 2 * 3.5 / 27, 1e-7);
    }

    /** Of a batch for which the cosines are made in many pieces, against one that is a third of it, three times. */
    @Test
    public void anglesOfALargeBatchAreMadeInPieces() {
        RelationBatch small = RelationBatch.normal(LayerShapes.FEATURES, 5, 50);
        RelationBatch large = new RelationBatch(small.layers(), thrice(small.student()), thrice(small.teacher()));
        Objective angles = new Rkd(OWN, THEIRS, 0, 1);
        assertEquals(large.value(angles), small.value(angles), 1e-9);
        double[] parts = new double[3];
        for (int part = 0; part < 3; part++) {
            parts[part] = large.slope(angles, DataType.FLOAT64, () -> {})
                    .gradient(part * small.student().size() + 7);
        }
        double whole = small.slope(angles, DataType.FLOAT64, () -> {}).gradient(7);
        assertEquals(parts[0] + parts[1] + parts[2], whole, 1e-9);
    }

    private static Numbers thrice(Numbers numbers) {
        double[] all = new double[3 * numbers.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers.get(i % numbers.size());
        }
        return Numbers.of(new Shape(3 * numbers.shape().get(0), numbers.shape().get(1)), all);
    }

    @Test
    public void correlationCongruence() {
        // gamma = 1/2, order 1: C = exp(-1) (1 + s). Student s = 0, teacher 1, in two of four: exp(-2) / 2 = 0.067668.
        RelationBatch batch = RelationBatch.of(rows(2, 0, 0, 3), new double[][] {{1, 1, 0}, {2, 2, 0}});
        assertEquals(batch.value(new CorrelationCongruence(OWN, THEIRS, 0.5, 1)), 0.067668, 1e-6);
        // gamma = 0.4, order 2: exp(-0.8) (1 + 0.8 s + 0.32 s^2): 1.12^2 exp(-1.6) / 2 = 0.126629.
        assertEquals(batch.value(CorrelationCongruence.of(OWN, THEIRS)), 0.126629, 1e-6);
    }

    @Test
    public void correlationCongruenceAsPublished() {
        // Differences (1 0), (0 2), (3 3): 1 * 0 + 0 * 2 = 0 and 0 * 3 + 2 * 3 = 6, mean 3.
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray own = manager.create(new float[][] {{1, 0}, {0, -2}, {3, 3}});
            assertEquals(
                    CorrelationCongruenceAsPublished.distance(own, own.zerosLike())
                            .getFloat(),
                    3f);
            NDArray one = own.get("0:1");
            assertEquals(
                    CorrelationCongruenceAsPublished.distance(one, one.zerosLike())
                            .getFloat(),
                    0f);
        }
    }

    @Test
    public void pkt() {
        // Teacher: K_12 = 1, K_13 = K_23 = 1/2. Student: K_12 = K_13 = 1/2, K_23 = 1.
        RelationBatch batch = RelationBatch.of(rows(1, 0, 0, 2, 0, 3), rows(1, 0, 2, 0, 0, 1));
        // Without the sample itself: (2/3 1/3) to (1/2 1/2): 0.056633; (2/3 1/3) to (1/3 2/3): 0.231049; (1/2 1/2) to
        // (1/3 2/3): 0.058892. Together 0.346574, by 9.
        assertEquals(batch.value(Pkt.of(OWN, THEIRS)), 0.346574 / 9, 1e-7);
        // With it: (.4 .4 .2) to (.5 .25 .25): 0.054115; (.4 .4 .2) to (.2 .4 .4): 0.138629; (.25 .25 .5) to the same:
        // 0.049857.
        assertEquals(batch.value(new Pkt(OWN, THEIRS, Pkt.Form.PUBLISHED)), 0.242602 / 9, 1e-7);
    }

    @Test
    public void fsp() {
        Fsp flow = new Fsp(List.of(OWN, OWN_NEXT), List.of(THEIRS, THEIR_NEXT));
        // Student (1 3) and (2 4): (1 * 2 + 3 * 4) / 2 = 7. Teacher (1 1) and (1 1): 1. 6^2 = 36.
        Shape two = new Shape(1, 1, 2);
        LayerShapes same = new LayerShapes(List.of(two, two), List.of(two, two));
        assertEquals(
                layers(same, new double[] {1, 3, 2, 4}, new double[] {1, 1, 1, 1})
                        .value(flow),
                36,
                1e-9);
        // The student's first is (1 3; 5 7), its mean 4, times 2: 8. The teacher's second, of one location, 3: 3. 5^2.
        Shape one = new Shape(1, 1, 1);
        LayerShapes other = new LayerShapes(List.of(new Shape(1, 2, 2), one), List.of(one, one));
        assertEquals(
                layers(other, new double[] {1, 3, 5, 7, 2}, new double[] {1, 3}).value(flow), 25, 1e-9);
        // Few locations, so that no matrix is made. Student 3 in the first column and 0 in the others, teacher 1:
        // (5 * 4 + 20 * 1) / 25.
        Shape five = new Shape(5, 1, 1);
        LayerShapes narrow = new LayerShapes(List.of(five, five), List.of(five, five));
        double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        assertEquals(
                layers(narrow, new double[] {1, 1, 1, 1, 1, 3, 0, 0, 0, 0}, ones)
                        .value(flow),
                1.6,
                1e-9);
    }

    private static RelationBatch layers(LayerShapes layers, double[] own, double[] other) {
        return new RelationBatch(
                layers, RelationBatch.numbers(new double[][] {own}), RelationBatch.numbers(new double[][] {other}));
    }

    @Test
    public void nst() {
        // Units: student (1 0), (0 1), teacher (1 1)/sqrt 2. Student among itself 2/4, teacher 1, both 1/2: 1/2 + 1 - 1
        // = 1/2.
        Objective nst = new Nst(OWN, THEIRS);
        assertEquals(
                maps(new Shape(2, 1, 2), new double[] {3, 0, 0, 2}, new Shape(1, 1, 2), new double[] {1, 1})
                        .value(nst),
                0.5,
                1e-7);
        // The same with a location where nothing is: now there are more locations than channels.
        RelationBatch wide =
                maps(new Shape(2, 1, 3), new double[] {3, 0, 0, 0, 2, 0}, new Shape(1, 1, 3), new double[] {1, 1, 0});
        assertEquals(wide.value(nst), 0.5, 1e-7);
    }

    @Test
    public void ickd() {
        // Student (1; 2): G = (1 2; 2 4). Teacher (1; 0): G = (1 0; 0 0). (0 + 4 + 4 + 16) / 4 = 6.
        RelationBatch deep = maps(new Shape(2, 1, 1), new double[] {1, 2}, new Shape(2, 1, 1), new double[] {1, 0});
        assertEquals(deep.value(Ickd.of(OWN, THEIRS)), 6, 1e-6);
        // Rows (1 2)/sqrt 5 twice, and (1 0), (0 0): 0.305573 + 0.8 and 1; by 2: 1.052786.
        Objective published = new Ickd(OWN, THEIRS, Ickd.Form.PUBLISHED);
        assertEquals(deep.value(published), 1.052786, 1e-6);
        RelationBatch wide = maps(
                new Shape(2, 1, 3), new double[] {1, 0, 0, 2, 0, 0}, new Shape(2, 2, 1), new double[] {0, 1, 0, 0});
        assertEquals(wide.value(Ickd.of(OWN, THEIRS)), 6, 1e-6);
        assertEquals(wide.value(published), 1.052786, 1e-6);
    }

    @Test
    public void itrd() {
        // Features 0, 1 and 0, 5 correlate, c = 1/2 for 2 samples: log2 (1/2)^3 = -3. 0, 1 and 5, 0: log2 (3/2)^3 =
        // 1.754888.
        Objective correlation = new Itrd(OWN, THEIRS, new Itrd.Weights(1, 0), 1.5);
        assertEquals(unembedded(RelationBatch.of(line(0, 1), line(0, 5)), correlation), -3, 1e-6);
        assertEquals(unembedded(RelationBatch.of(line(0, 1), line(5, 0)), correlation), 1.754888, 1e-6);
        // Student's samples the same: G_s = (1 1; 1 1)/2, 1. Teacher's at right angles: G_st = (1 0; 0 1)/2, 1/2.
        Objective information = new Itrd(OWN, THEIRS, new Itrd.Weights(0, 3), 1.5);
        assertEquals(RelationBatch.of(rows(1, 0, 2, 0), rows(1, 0, 0, 1)).value(information), 1.5, 1e-6);
        assertEquals(RelationBatch.of(rows(1, 0, 0, 2), rows(1, 0, 0, 1)).value(information), 0, 1e-6);
    }

    /** Equal samples correlate with nothing, also where their mean is rounded: log2 of two features' (1 - 0)^3. */
    @Test
    public void itrdOfEqualSamples() {
        double[][] same = rows(0.1, 0.7, 0.1, 0.7, 0.1, 0.7, 0.1, 0.7, 0.1, 0.7);
        RelationBatch batch = RelationBatch.of(same, rows(2, 1, 1, 1, 0, 3, 4, 4, 5, 2));
        Objective correlation = new Itrd(OWN, THEIRS, new Itrd.Weights(1, 0), 1.5);
        Slope slope = batch.slope(correlation, DataType.FLOAT32, () -> {});
        assertEquals(slope.value(), 1, 1e-6);
        assertEquals(slope.steepest(), 0);
    }

    private static double unembedded(RelationBatch batch, Objective objective) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray own = batch.student().on(manager, DataType.FLOAT64);
            NDArray other = batch.teacher().on(manager, DataType.FLOAT64);
            return objective
                    .loss(batch.context(own, other).modules((name, inputs, training) -> inputs))
                    .getDouble();
        }
    }

    /** The student's features are turned by a right angle, shifted and twice as large. */
    @Test
    public void rkdKnowsNoScaleRotationOrShift() {
        RelationBatch batch = RelationBatch.of(rows(1, 2, -1, 0, 3, 1, 0, 5), rows(2, 1, 1, 1, 0, 3, 4, 4));
        RelationBatch moved = RelationBatch.of(
                rows(-4 + 7, 2 - 3, 7, -2 - 3, -2 + 7, 6 - 3, -10 + 7, -3), rows(2, 1, 1, 1, 0, 3, 4, 4));
        assertEquals(moved.value(Rkd.of(OWN, THEIRS)), batch.value(Rkd.of(OWN, THEIRS)), 1e-9);
    }

    /** However small; below what float32's squares can be, samples are the same. */
    @Test
    public void rkdKnowsNoScaleOfSmallFeatures() {
        RelationBatch batch = RelationBatch.of(rows(1, 2, -1, 0, 3, 1, 0, 5), rows(2, 1, 1, 1, 0, 3, 4, 4));
        double value = batch.value(Rkd.of(OWN, THEIRS));
        for (double scale : new double[] {1e-3, 1e-6, 1e-9, 1e-12}) {
            RelationBatch small = new RelationBatch(
                    batch.layers(),
                    batch.student().map(x -> scale * x),
                    batch.teacher().map(x -> scale * x));
            assertEquals(small.value(Rkd.of(OWN, THEIRS)), value, 1e-9 * value, scale + "");
        }
        RelationBatch nothing =
                new RelationBatch(batch.layers(), batch.student().map(x -> 1e-20 * x), batch.teacher());
        RelationBatch zeros = new RelationBatch(batch.layers(), batch.student().map(x -> 0), batch.teacher());
        assertEquals(nothing.value(Rkd.of(OWN, THEIRS)), zeros.value(Rkd.of(OWN, THEIRS)), 1e-12);
    }

    /** Turned by a right angle, each sample as large as it likes; similarities have lengths, but no scale of all. */
    @Test
    public void anglesBetweenFeaturesAreAllThatCounts() {
        double[][] teacher = rows(2, 1, 1, 1, 0, 3, 4, 4);
        RelationBatch batch = RelationBatch.of(rows(1, 2, -1, 0, 3, 1, 0, 5), teacher);
        RelationBatch turned = RelationBatch.of(rows(-4, 2, 0, -3, -1, 3, -2.5, 0), teacher);
        for (Objective objective : List.of(CorrelationCongruence.of(OWN, THEIRS), Pkt.of(OWN, THEIRS))) {
            assertEquals(turned.value(objective), batch.value(objective), 1e-6, objective.toString());
        }
        RelationBatch larger = new RelationBatch(batch.layers(), batch.student().map(x -> -3 * x), batch.teacher());
        Objective similarities = new SimilarityPreserving(OWN, THEIRS);
        assertEquals(larger.value(similarities), batch.value(similarities), 1e-9);
    }

    /** In any order, each with a scale of its own. */
    @Test
    public void nstKnowsNoOrderOfChannels() {
        Shape two = new Shape(2, 1, 2);
        double[] teacher = {1, 2, 3, 1};
        Objective nst = new Nst(OWN, THEIRS);
        double value = maps(two, new double[] {1, 5, 2, 2}, two, teacher).value(nst);
        assertTrue(value > 0.01);
        assertEquals(maps(two, new double[] {3, 3, 2, 10}, two, teacher).value(nst), value, 1e-9);
    }

    @DataProvider
    public static Object[][] refusals() {
        ThrowingRunnable fewerLayers = () -> new Fsp(List.of(OWN, OWN_NEXT), List.of(THEIRS));
        ThrowingRunnable oneLayer = () -> new Fsp(List.of(OWN), List.of(THEIRS));
        LayerShapes unlike = new LayerShapes(
                List.of(new Shape(2, 1, 1), new Shape(3, 1, 1)), List.of(new Shape(2, 1, 1), new Shape(4, 1, 1)));
        Fsp flow = new Fsp(List.of(OWN, OWN_NEXT), List.of(THEIRS, THEIR_NEXT));
        ThrowingRunnable channels = () -> RelationBatch.normal(unlike, 1, 2).value(flow);
        LayerShapes vectors = new LayerShapes(List.of(new Shape(2), new Shape(2)), List.of(new Shape(2), new Shape(2)));
        return new Object[][] {
            {
                fewerLayers,
                "FSP needs as many layers of the student as of the teacher, 2 or more, got [layer1, layer2] and"
            },
            {oneLayer, "FSP needs as many layers of the student as of the teacher, 2 or more, got [layer1] and [layer1]"
            },
            {
                channels,
                "FSP compares layers of as many channels, got [2, 3] at the student's [layer1, layer2] and [2, 4] at the"
            },
            {
                (ThrowingRunnable) () -> RelationBatch.normal(vectors, 1, 2).value(flow),
                "FSP needs activations [batch, channels, height, width], got (2, 2)"
            },
            {
                (ThrowingRunnable)
                        () -> RelationBatch.normal(LayerShapes.FEATURES, 1, 2).value(Ickd.of(OWN, THEIRS)),
                "ICKD needs activations [batch, channels, height, width], got (2, 6)"
            },
            {(ThrowingRunnable) () -> new Rkd(OWN, THEIRS, 0, 0), "RKD needs a weight above 0 of distances or of angles"
            },
            {(ThrowingRunnable) () -> new Rkd(OWN, THEIRS, -1, 0), "The weight of distances of RKD must be at least 0"},
            {
                (ThrowingRunnable) () -> new Rkd(OWN, THEIRS, 1, Double.NaN),
                "The weight of angles of RKD must be at least"
            },
            {(ThrowingRunnable) () -> new CorrelationCongruence(OWN, THEIRS, 0, 2), "The gamma of CC must be above 0"},
            {
                (ThrowingRunnable) () -> new CorrelationCongruence(OWN, THEIRS, 1, 0),
                "CC needs a series of order 1 or more"
            },
            {
                (ThrowingRunnable) () -> new CorrelationCongruenceAsPublished(OWN, THEIRS, 0),
                "CC needs embeddings of 1 dimension or more, got 0"
            },
            {(ThrowingRunnable) () -> new Itrd.Weights(0, 0), "ITRD needs a weight above 0 of correlation or mutual"},
            {(ThrowingRunnable) () -> new Itrd.Weights(-1, 0), "The weight of ITRD's correlation must be at least 0"},
            {
                (ThrowingRunnable) () -> new Itrd(OWN, THEIRS, Itrd.Weights.standard(), 0),
                "The alpha of ITRD must be above 0, got 0.0"
            },
        };
    }

    @Test(dataProvider = "refusals")
    public void whatHasNoMeaningIsRefused(ThrowingRunnable attempt, String beginning) {
        String message =
                String.valueOf(expectThrows(InputException.class, attempt).getMessage());
        assertTrue(message.startsWith(beginning), message);
        assertEquals(message.lines().count(), 1);
    }
}
