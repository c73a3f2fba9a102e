package dev.understudy.internal.update;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.Refusal;
import dev.understudy.Stage;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.optimizer.AdamWRule;
import dev.understudy.optimizer.DotRule;
import dev.understudy.optimizer.ParameterInfo;
import dev.understudy.optimizer.SgdRule;
import dev.understudy.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What rules make of gradients, step by step: by hand, and as PyTorch 2.13 computes it. */
@SuppressWarnings("FloatingPointLiteralPrecision")
public final class UpdaterTest {

    private static final float TOLERANCE = 1e-6f;

    private static final float[] WEIGHT = {0.5f, -1.25f, 2f, 0.75f};

    /** Each step's gradient of the task; the last is large. */
    private static final float[][] TASK = {
        {0.1f, -0.2f, 0.3f, 0.4f}, {-0.5f, 0.25f, 0.125f, -0.75f}, {1f, 2f, -3f, 0.01f}, {0.05f, 0f, 0.3f, -20f},
    };

    private static final float[][] DISTILLATION = {
        {0.3f, 0.1f, -0.2f, 0.6f}, {0.2f, -0.4f, 0.8f, 0.05f}, {-0.1f, 0.7f, 0.9f, -0.3f}, {2f, -1f, 0.25f, 0.5f},
    };

    private static final double[] RATES = {0.1, 0.05, 0.2, 0.01};

    private NDManager manager = NDManager.newBaseManager();

    @BeforeMethod
    public void open() {
        manager.close();
        manager = NDManager.newBaseManager();
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    @Test
    public void keepsTheLearningRateOutsideTheVelocity() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 1);
        try (Updater updater = updater(new SgdRule(0.5, 0.1, true, false), parameter)) {
            // v = 0.5 * 0 + 2 + 0.1 * 1 = 2.1; w = 1 - 0.1 * 2.1 = 0.79
            step(updater, parameter, 0.1, 2);
            assertEquals(parameter.getArray().getFloat(0), 0.79f, TOLERANCE);
            // v = 0.5 * 2.1 - 1 + 0.1 * 0.79 = 0.129; w = 0.79 - 0.2 * 0.129 = 0.7642
            step(updater, parameter, 0.2, -1);
            assertEquals(parameter.getArray().getFloat(0), 0.7642f, TOLERANCE);
            // v = 0.5 * 0.129 + 0 + 0.1 * 0.7642 = 0.14092; w = 0.7642 - 0.01 * 0.14092 = 0.7627908
            step(updater, parameter, 0.01, 0);
            assertEquals(parameter.getArray().getFloat(0), 0.7627908f, TOLERANCE);
        }
    }

    @Test
    public void withoutMomentumAndDecayGoesDownTheGradient() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 3);
        try (Updater updater = updater(new SgdRule(0, 0, true, false), parameter)) {
            // 3 - 0.5 * 4 = 1, then 1 - 0.25 * 4 = 0
            step(updater, parameter, 0.5, 4);
            assertEquals(parameter.getArray().getFloat(0), 1f);
            step(updater, parameter, 0.25, 4);
            assertEquals(parameter.getArray().getFloat(0), 0f);
        }
    }

    @Test
    public void aLearningRateOfZeroStillGathersVelocity() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 1);
        try (Updater updater = updater(new SgdRule(0.5, 0, true, false), parameter)) {
            step(updater, parameter, 0, 2);
            assertEquals(parameter.getArray().getFloat(0), 1f);
            // v = 0.5 * 2 + 0 = 1; w = 1 - 1 * 1 = 0
            step(updater, parameter, 1, 0);
            assertEquals(parameter.getArray().getFloat(0), 0f);
        }
    }

    @Test
    public void leavesTheGradientAtZero() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 1);
        try (Updater updater = updater(SgdRule.standard(), parameter)) {
            step(updater, parameter, 0.1, 3);
        }
        assertTrue(parameter.getArray().hasGradient());
        assertEquals(gradient(parameter), 0f);
    }

    @DataProvider
    public static Object[][] types() {
        return new Object[][] {
            {Parameter.Type.WEIGHT, true},
            {Parameter.Type.BIAS, false},
            {Parameter.Type.GAMMA, false},
            {Parameter.Type.BETA, false},
        };
    }

    @Test(dataProvider = "types")
    public void decaysAllParametersOrWeightsAlone(Parameter.Type type, boolean weight) {
        // v = 2 + 0.5 * 8 = 6; w = 8 - 0.25 * 6 = 6.5; without decay 8 - 0.25 * 2 = 7.5.
        assertEquals(decayed(type, new SgdRule(0.9, 0.5, true, false)), 6.5f);
        assertEquals(decayed(type, new SgdRule(0.9, 0.5, false, false)), weight ? 6.5f : 7.5f);
        assertEquals(decayed(type, new SgdRule(0.9, 0, true, false)), 7.5f);
    }

    private float decayed(Parameter.Type type, UpdateRule rule) {
        Parameter parameter = parameter(type, 8);
        try (Updater updater = updater(rule, parameter)) {
            step(updater, parameter, 0.25, 2);
        }
        return parameter.getArray().getFloat(0);
    }

    @Test
    public void keepsTwoParametersVelocitiesApart() {
        Parameter first = parameter(Parameter.Type.WEIGHT, 1);
        Parameter second = parameter(Parameter.Type.WEIGHT, 1);
        assertNotEquals(first.getId(), second.getId());
        try (Updater updater = updater(new SgdRule(0.5, 0, true, false), first, second)) {
            step(updater, first, 1, 1);
            step(updater, second, 1, 0.5f);
            // v = 0.5 * 1 + 0; w = 1 - 1 - 0.5 = -0.5, and the second's own alone: w = 1 - 0.5 = 0.5
            assertEquals(first.getArray().getFloat(0), -0.5f);
            assertEquals(second.getArray().getFloat(0), 0.5f);
        }
    }

    @Test
    public void letsGoOfWhatItRemembersWhenClosed() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 1);
        step(updater(SgdRule.standard(), parameter), parameter, 0.1, 1);
        int before = manager.getManagedArrays().size();
        Updater updater = updater(AdamWRule.standard(), parameter);
        for (int i = 0; i < 3; i++) {
            step(updater, parameter, 0.1, 1);
        }
        updater.close();
        assertEquals(manager.getManagedArrays().size(), before);
        assertEquals(parameter.getArray().getShape(), new Shape(1));
    }

    @DataProvider
    public static Object[][] computedByPyTorch() {
        UpdateRule sgd = SgdRule.standard().weightDecay(0.01);
        return new Object[][] {
            {Stage.whole(1).optimizer(sgd), new float[] {0.374281079f, -1.65507603f, 2.48466468f, 0.995122254f}},
            {
                Stage.whole(1).optimizer(new SgdRule(0.9, 0.01, true, true)),
                new float[] {0.199557647f, -2.00259113f, 2.9899354f, 1.16357446f}
            },
            {
                Stage.whole(1).optimizer(AdamWRule.standard().weightDecay(0.05)),
                new float[] {0.346958697f, -1.27236581f, 1.93662488f, 0.711915672f}
            },
            {
                Stage.whole(1).optimizer(new AdamWRule(0.8, 0.95, 1e-3, 0, true)),
                new float[] {0.34720093f, -1.30856049f, 1.9843545f, 0.732558727f}
            },
            {
                Stage.whole(1).optimizer(sgd).clipNorm(0.8),
                new float[] {0.52093786f, -1.31741858f, 1.99917996f, 0.777581811f}
            },
            {
                Stage.whole(1).optimizer(sgd).clipValue(0.35),
                new float[] {0.474422216f, -1.3102591f, 1.93086755f, 0.719119132f}
            },
            {
                Stage.whole(1).optimizer(AdamWRule.standard()).clipNorm(0.5).clipValue(0.35),
                new float[] {0.395271361f, -1.25740039f, 1.83062983f, 0.648870707f}
            },
        };
    }

    @Test(dataProvider = "computedByPyTorch")
    public void givesWhatPyTorchGives(Stage stage, float[] wanted) {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, WEIGHT);
        try (Updater updater = updater(stage, parameter)) {
            for (int i = 0; i < RATES.length; i++) {
                step(updater, parameter, RATES[i], TASK[i]);
            }
        }
        assertEquals(parameter.getArray().toFloatArray(), wanted, TOLERANCE);
    }

    @Test
    public void keepsTheDistillationsVelocityApart() {
        // Computed by the formula in PyTorch, with m = 0.9, delta = 0.075, d = 0.01.
        DotRule rule = DotRule.standard().weightDecay(0.01);
        assertEquals(
                dot(Stage.whole(1).optimizer(rule)),
                new float[] {0.216077819f, -1.72617924f, 2.16955543f, 0.832434893f},
                TOLERANCE);
        // Both are scaled alike by the norm of their sum.
        assertEquals(
                dot(Stage.whole(1).optimizer(rule).clipNorm(0.8)),
                new float[] {0.39547345f, -1.32084084f, 1.91921198f, 0.631171644f},
                TOLERANCE);
    }

    private float[] dot(Stage stage) {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, WEIGHT);
        try (Updater updater = updater(stage, parameter)) {
            for (int i = 0; i < RATES.length; i++) {
                step(updater, parameter, RATES[i], both(i));
            }
        }
        return parameter.getArray().toFloatArray();
    }

    private static Map<String, float[]> both(int step) {
        Map<String, float[]> slopes = new LinkedHashMap<>();
        slopes.put(DotRule.TASK, TASK[step]);
        slopes.put(DotRule.DISTILLATION, DISTILLATION[step]);
        return slopes;
    }

    @Test
    public void dotTakesBothParts() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, WEIGHT);
        try (Updater updater = updater(DotRule.standard(), parameter)) {
            assertEquals(
                    Refusal.of(() -> step(updater, parameter, 0.1, Map.of(DotRule.TASK, TASK[0]))),
                    "DOT keeps the gradients of the task and of the distillation apart; the stage has no objective of the"
                            + " distillation, which reads the teacher: use SgdRule there");
        }
    }

    @DataProvider
    public static Object[][] rules() {
        UpdateRule counting = it -> it.getWeight()
                .subi(it.state("steps").addi(it.number(1)).mul(it.number(it.getCount() * it.getLearningRate())));
        return new Object[][] {{SgdRule.standard()}, {AdamWRule.standard()}, {DotRule.standard()}, {counting}};
    }

    @Test(dataProvider = "rules")
    public void goesOnBitForBit(UpdateRule rule) {
        Parameter whole = parameter(Parameter.Type.WEIGHT, WEIGHT);
        Parameter halves = parameter(Parameter.Type.WEIGHT, WEIGHT);
        try (Updater updater = updater(rule, whole)) {
            for (int i = 0; i < RATES.length; i++) {
                step(updater, whole, RATES[i], both(i));
            }
        }
        try (Updater first = updater(rule, halves)) {
            step(first, halves, RATES[0], both(0));
            step(first, halves, RATES[1], both(1));
            try (Updater second = updater(rule, halves)) {
                second.restore(first.numbers(manager));
                step(second, halves, RATES[2], both(2));
                step(second, halves, RATES[3], both(3));
            }
        }
        assertEquals(halves.getArray().toFloatArray(), whole.getArray().toFloatArray());
    }

    @Test
    public void whatIsRememberedNeedsAPlainName() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, WEIGHT);
        try (Updater updater = updater((UpdateRule) it -> it.state("a.b"), parameter)) {
            assertEquals(
                    Refusal.of(() -> step(updater, parameter, 0.1, TASK[0])),
                    "What an update rule remembers needs a name of letters and digits; got \"a.b\"");
        }
    }

    private Updater updater(UpdateRule rule, Parameter... parameters) {
        return updater(Stage.whole(1).optimizer(rule), parameters);
    }

    private Updater updater(Stage stage, Parameter... parameters) {
        List<TrainedParameter> trained = new ArrayList<>();
        for (Parameter each : parameters) {
            String name = "p" + trained.size();
            ParameterInfo info = new ParameterInfo(
                    null, name, each.getType(), each.getArray().getShape());
            trained.add(new TrainedParameter(name, each, info, 1, null));
        }
        return new Updater(stage.objective("labels", 1, new CrossEntropy()), trained, manager);
    }

    private Parameter parameter(Parameter.Type type, float... values) {
        Parameter parameter = Parameter.builder()
                .setName("p")
                .setType(type)
                .optRequiresGrad(true)
                .build();
        NDArray array = manager.create(values);
        parameter.setArray(array);
        array.setRequiresGradient(true);
        return parameter;
    }

    /** The loss is slope * w. */
    private void step(Updater updater, Parameter parameter, double rate, float... slope) {
        step(updater, parameter, rate, Map.of(UpdateRule.ALL, slope));
    }

    private void step(Updater updater, Parameter parameter, double rate, Map<String, float[]> slopes) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray weight = updater.parameters(new ParameterStore(scope, false), scope)
                    .getValue(parameter, scope.getDevice(), true);
            Map<String, NDArray> losses = new LinkedHashMap<>();
            slopes.forEach((part, slope) ->
                    losses.put(part, scope.create(slope).mul(weight).sum()));
            updater.step(collector, losses, rate);
        }
    }

    private static float gradient(Parameter parameter) {
        try (NDArray gradient = parameter.getArray().getGradient()) {
            return gradient.getFloat(0);
        }
    }
}
