package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModule;
import dev.understudy.FixedShapes;
import dev.understudy.InputException;
import dev.understudy.StepContext;
import dev.understudy.batch.StepRandom;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class CrdTest {

    private static final Crd CRD = new Crd(Sample.STUDENT, Sample.TEACHER, 3, new Crd.Settings(4, 0.5, 0.5));
    private static final String NAME = "CRD conv4 -> conv8 4: ";

    private static LocalModules modules(NDManager manager, float... z) {
        return new LocalModules()
                .buffer(NAME + "student's bank", Sines.of(manager, 0.9, 0.3, 5, 4))
                .buffer(NAME + "teacher's bank", Sines.of(manager, 1.1, 0.7, 5, 4))
                .buffer(NAME + "Z", manager.create(z));
    }

    /** Samples 4 and 1 of 5; the seed draws the negatives 1, 3, 0 and 4, 0, 4. */
    private static StepContext context(NDArray student, NDArray teacher, LocalModules modules) {
        NDManager manager = student.getManager();
        return StepContext.of(
                        new Activations<>("student", Map.of(Sample.STUDENT, student), null),
                        new Activations<>("teacher", Map.of(Sample.TEACHER, teacher), null),
                        manager.zeros(new Shape(2)))
                .indices(manager.create(new long[] {4, 1}))
                .random(StepRandom.of(1))
                .modules(modules);
    }

    /** By PyTorch 2.13 in float64 from the formulas: before Z is known, and with Z = 3 and 4. */
    @DataProvider
    public static Object[][] computed() {
        return new Object[][] {
            {
                new float[] {0, 0},
                4.59628628699541,
                new double[] {
                    0.6806036532,
                    -0.2346673577,
                    -0.7863694244,
                    -0.4427459530,
                    0.2302814557,
                    0.3357049213,
                    0.0756617679,
                    -0.2636577536
                }
            },
            {
                new float[] {3, 4},
                6.834459121634473,
                new double[] {
                    0.8971872779,
                    -0.1926879532,
                    -0.6834571261,
                    -0.2968575147,
                    0.4735103936,
                    0.5036457174,
                    0.1561726979,
                    0.0602657674
                }
            },
        };
    }

    @Test(dataProvider = "computed")
    public void theNumbersAreThoseOfPyTorch(float[] z, double value, double[] expected) {
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] gradient =
                    manager.create(expected).toType(DataType.FLOAT32, false).toFloatArray();
            NDArray student = Sines.of(manager, 1.3, 0.2, 2, 4);
            NDArray teacher = Sines.of(manager, 0.7, 1.0, 2, 4);
            assertEquals(
                    CRD.loss(context(student, teacher, modules(manager, z))).getFloat(), value, 1e-5);
            assertEquals(
                    Sines.gradient(student, own -> CRD.loss(context(own, teacher, modules(manager, z)))),
                    gradient,
                    1e-5f);
            if (z[0] > 0) {
                // Before Z is known it is taken from the batch without a gradient, which differences would see.
                assertEquals(
                        Sines.differences(student, own -> CRD.loss(context(own, teacher, modules(manager, z)))),
                        gradient,
                        5e-3f);
            }
        }
    }

    @Test
    public void aValueWorkedOutByHand() {
        try (NDManager manager = NDManager.newBaseManager()) {
            // K = 1, n = 2, K/n = 1/2: -(log(1 / 1.5) + log(0.5 / 1)) = log 3.
            NDArray likeness = manager.create(new float[] {1, 0.5f}, new Shape(1, 2));
            assertEquals(Crd.contrast(likeness, 2).getFloat(), (float) Math.log(3), 1e-6f);
        }
    }

    @Test
    public void afterTheStepTheBanksHaveMovedAndZIsKnown() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = Sines.of(manager, 1.3, 0.2, 2, 4);
            LocalModules modules = modules(manager, 0, 0);
            CRD.loss(context(student, Sines.of(manager, 0.7, 1.0, 2, 4), modules));
            float[] before = modules.buffer(NAME + "student's bank").toFloatArray();
            assertEquals(before, Sines.of(manager, 0.9, 0.3, 5, 4).toFloatArray(), "a loss alone changes nothing");
            modules.endStep();
            float[] bank = modules.buffer(NAME + "student's bank").toFloatArray();
            double[] four = {0.4692590080, 0.4006275214, -0.2188668428, -0.7559040135};
            double[] one = {-0.8389511412, -0.4558347362, 0.1294049490, 0.2676378805};
            for (int i = 0; i < 4; i++) {
                assertEquals(bank[4 * 4 + i], four[i], 1e-5);
                assertEquals(bank[4 + i], one[i], 1e-5);
                assertEquals(bank[i], before[i], 0f);
            }
            float[] z = modules.buffer(NAME + "Z").toFloatArray();
            assertEquals(z[0], 39.54054540210991, 1e-3);
            assertEquals(z[1], 16.72028291958458, 1e-3);
        }
    }

    @Test
    public void negativesAreScaledOrRefused() {
        AuxiliaryModule.Builder scaled = bank(Crd.of(Sample.STUDENT, Sample.TEACHER));
        assertTrue(scaled.build(shapes(14)).isPresent());
        AuxiliaryModule.Builder many = bank(new Crd(Sample.STUDENT, Sample.TEACHER, 16_384, Crd.Settings.standard()));
        assertEquals(
                expectThrows(InputException.class, () -> many.build(shapes(14))).getMessage(),
                "CRD wants 16384 negatives, and the training set has 14 samples; wanted are fewer negatives than samples,"
                        + " see Crd.SCALED");
        assertTrue(many.build(shapes(50_000)).isPresent());
    }

    private static AuxiliaryModule.Builder bank(Crd crd) {
        return crd.needs().getModules().stream()
                .filter(module -> module.getName().endsWith("bank"))
                .findFirst()
                .orElseThrow()
                .getBuilder();
    }

    private static FixedShapes shapes(long samples) {
        return FixedShapes.of(new Shape(1, 3, 2, 2), new Shape(1, 4, 2, 2), samples);
    }

    @Test
    public void whatIsOutOfRangeIsRefused() {
        expectThrows(InputException.class, () -> new Crd(Sample.STUDENT, Sample.TEACHER, -1, Crd.Settings.standard()));
        expectThrows(InputException.class, () -> new Crd.Settings(0, 0.07, 0.5));
        expectThrows(InputException.class, () -> new Crd.Settings(128, 0, 0.5));
        expectThrows(InputException.class, () -> new Crd.Settings(128, 0.07, 1));
    }
}
