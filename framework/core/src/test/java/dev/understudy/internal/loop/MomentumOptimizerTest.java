package dev.understudy.internal.loop;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import dev.understudy.Sgd;
import java.util.Set;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class MomentumOptimizerTest {

    private static final float TOLERANCE = 1e-6f;

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
        try (MomentumOptimizer optimizer = MomentumOptimizer.of(new Sgd(0.5, 0.1, true), manager, Set.of(parameter))) {
            // v = 0.5 * 0 + 2 + 0.1 * 1 = 2.1; w = 1 - 0.1 * 2.1 = 0.79
            step(optimizer, parameter, 2, 0.1);
            assertEquals(parameter.getArray().getFloat(0), 0.79f, TOLERANCE);
            // v = 0.5 * 2.1 - 1 + 0.1 * 0.79 = 0.129; w = 0.79 - 0.2 * 0.129 = 0.7642
            step(optimizer, parameter, -1, 0.2);
            assertEquals(parameter.getArray().getFloat(0), 0.7642f, TOLERANCE);
            // v = 0.5 * 0.129 + 0 + 0.1 * 0.7642 = 0.14092; w = 0.7642 - 0.01 * 0.14092 = 0.7627908
            step(optimizer, parameter, 0, 0.01);
            assertEquals(parameter.getArray().getFloat(0), 0.7627908f, TOLERANCE);
        }
    }

    @Test
    public void anUpdateThatFailsIsNotForgotten() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 1);
        try (MomentumOptimizer optimizer = MomentumOptimizer.of(Sgd.standard(), manager, Set.of(parameter))) {
            optimizer.check();
            NDArray unlike = manager.zeros(new Shape(2, 3));
            expectThrows(
                    RuntimeException.class, () -> optimizer.update(parameter.getId(), parameter.getArray(), unlike));
            expectThrows(IllegalStateException.class, optimizer::check);
        }
    }

    @Test
    public void withoutMomentumAndDecayGoesDownTheGradient() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 3);
        try (MomentumOptimizer optimizer = MomentumOptimizer.of(new Sgd(0, 0, true), manager, Set.of(parameter))) {
            // 3 - 0.5 * 4 = 1, then 1 - 0.25 * 4 = 0
            step(optimizer, parameter, 4, 0.5);
            assertEquals(parameter.getArray().getFloat(0), 1f);
            step(optimizer, parameter, 4, 0.25);
            assertEquals(parameter.getArray().getFloat(0), 0f);
        }
    }

    @Test
    public void aLearningRateOfZeroStillGathersVelocity() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 1);
        try (MomentumOptimizer optimizer = MomentumOptimizer.of(new Sgd(0.5, 0, true), manager, Set.of(parameter))) {
            step(optimizer, parameter, 2, 0);
            assertEquals(parameter.getArray().getFloat(0), 1f);
            // v = 0.5 * 2 + 0 = 1; w = 1 - 1 * 1 = 0
            step(optimizer, parameter, 0, 1);
            assertEquals(parameter.getArray().getFloat(0), 0f);
        }
    }

    @Test
    public void leavesTheGradientAtZero() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 1);
        try (MomentumOptimizer optimizer = MomentumOptimizer.of(Sgd.standard(), manager, Set.of(parameter))) {
            backward(parameter, 3);
            assertEquals(gradient(parameter), 3f);
            update(optimizer, parameter, 0.1);
            assertEquals(gradient(parameter), 0f);
            assertTrue(parameter.getArray().hasGradient());
        }
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
        // Without a gradient: v = 0.5 * 8 = 4; w = 8 - 0.25 * 4 = 7.
        assertEquals(decayed(type, new Sgd(0.9, 0.5, true)), 7f);
        assertEquals(decayed(type, new Sgd(0.9, 0.5, true).decayWeightsOnly()), weight ? 7f : 8f);
        assertEquals(decayed(type, new Sgd(0.9, 0, true)), 8f);
    }

    @Test
    public void keepsTwoParametersVelocitiesApart() {
        Parameter first = parameter(Parameter.Type.WEIGHT, 1);
        Parameter second = parameter(Parameter.Type.WEIGHT, 1);
        assertNotEquals(first.getId(), second.getId());
        try (MomentumOptimizer optimizer =
                MomentumOptimizer.of(new Sgd(0.5, 0, true), manager, Set.of(first, second))) {
            step(optimizer, first, 1, 1);
            // Only the second's own gradient: w = 1 - 0.5 = 0.5.
            step(optimizer, second, 0.5f, 1);
            assertEquals(second.getArray().getFloat(0), 0.5f);
        }
    }

    @Test
    public void letsGoOfItsVelocitiesWhenClosed() {
        Parameter parameter = parameter(Parameter.Type.WEIGHT, 1);
        int before = manager.getManagedArrays().size();
        MomentumOptimizer optimizer = MomentumOptimizer.of(Sgd.standard(), manager, Set.of(parameter));
        for (int i = 0; i < 3; i++) {
            step(optimizer, parameter, 1, 0.1);
        }
        optimizer.close();
        assertEquals(manager.getManagedArrays().size(), before);
        assertEquals(parameter.getArray().getShape(), new Shape(1));
    }

    private float decayed(Parameter.Type type, Sgd settings) {
        Parameter parameter = parameter(type, 8);
        try (MomentumOptimizer optimizer = MomentumOptimizer.of(settings, manager, Set.of(parameter))) {
            step(optimizer, parameter, 0, 0.25);
        }
        return parameter.getArray().getFloat(0);
    }

    private Parameter parameter(Parameter.Type type, float value) {
        Parameter parameter = Parameter.builder()
                .setName("p")
                .setType(type)
                .optRequiresGrad(true)
                .build();
        NDArray array = manager.create(new float[] {value});
        parameter.setArray(array);
        array.setRequiresGradient(true);
        return parameter;
    }

    private void step(MomentumOptimizer optimizer, Parameter parameter, float slope, double rate) {
        backward(parameter, slope);
        update(optimizer, parameter, rate);
    }

    /** The loss is slope * w. */
    private void backward(Parameter parameter, float slope) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray factor = scope.create(new float[] {slope});
            collector.backward(factor.mul(parameter.getArray()).sum());
        }
    }

    private static void update(MomentumOptimizer optimizer, Parameter parameter, double rate) {
        optimizer.learningRate(rate);
        try (NDArray gradient = parameter.getArray().getGradient()) {
            optimizer.update(parameter.getId(), parameter.getArray(), gradient);
        }
    }

    private static float gradient(Parameter parameter) {
        try (NDArray gradient = parameter.getArray().getGradient()) {
            return gradient.getFloat(0);
        }
    }
}
