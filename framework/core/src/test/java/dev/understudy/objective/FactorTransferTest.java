package dev.understudy.objective;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.AuxiliaryModule;
import dev.understudy.FixedShapes;
import dev.understudy.InputException;
import dev.understudy.objective.FactorTransfer.Form;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class FactorTransferTest {

    private static FactorTransfer of(Form form) {
        return new FactorTransfer(Sample.STUDENT, Sample.TEACHER, 0.5, form);
    }

    /** By PyTorch 2.13 in float64: torch.nn.functional.normalize and the mean absolute difference. */
    @DataProvider
    public static Object[][] computed() {
        return new Object[][] {
            {Form.WHOLE, 0.2995412223454244, new double[] {-0.0200191762, 0.0016496756, -0.0221126249, -0.0044019253}},
            {Form.MAP, 0.24324015761225584, new double[] {0.0162920339, -0.0835799621, -0.0280489986, -0.0670692628}},
        };
    }

    @Test(dataProvider = "computed")
    public void theNumbersAreThoseOfPyTorch(Form form, double value, double[] gradient) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = Sines.of(manager, 1.3, 0.2, 2, 3, 2, 2);
            NDArray teacher = Sines.of(manager, 0.7, 1.0, 2, 3, 2, 2);
            assertEquals(of(form).distance(student, teacher).getFloat(), value, 1e-5);
            float[] all = Sines.gradient(student, own -> of(form).distance(own, teacher));
            for (int i = 0; i < gradient.length; i++) {
                assertEquals(all[i], gradient[i], 1e-5);
            }
            assertEquals(all, Sines.differences(student, own -> of(form).distance(own, teacher)), 2e-3f);
        }
    }

    @Test
    public void aValueWorkedOutByHand() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.create(new float[] {3, 4}, new Shape(1, 2, 1, 1));
            NDArray teacher = manager.create(new float[] {4, -3}, new Shape(1, 2, 1, 1));
            // (0.6, 0.8) and (0.8, -0.6): (0.2 + 1.4) / 2 = 0.8.
            assertEquals(of(Form.WHOLE).distance(student, teacher).getFloat(), 0.8f, 1e-6f);
            // A map of one location always has the direction 1.
            assertEquals(of(Form.MAP).distance(student, teacher).getFloat(), 0, 1e-6f);
        }
    }

    @Test
    public void itIsZeroAtEqualityAndDoesNotSeeTheScale() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = Sines.of(manager, 1.3, 0.2, 2, 3, 2, 2);
            NDArray teacher = Sines.of(manager, 0.7, 1.0, 2, 3, 2, 2);
            for (Form form : Form.values()) {
                assertEquals(of(form).distance(student, student).getFloat(), 0, 0);
                assertEquals(
                        of(form).distance(student.mul(7), teacher).getFloat(),
                        of(form).distance(student, teacher).getFloat(),
                        1e-6f);
            }
        }
    }

    @Test
    public void aDeadFactorHasAFiniteGradient() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray teacher = Sines.of(manager, 0.7, 1.0, 1, 3, 2, 2);
            for (Form form : Form.values()) {
                for (float each : Sines.gradient(teacher.zerosLike(), own -> of(form).distance(own, teacher))) {
                    assertTrue(Float.isFinite(each));
                }
            }
        }
    }

    @Test
    public void itsModulesHaveTheTeachersChannelsTimesTheRate() {
        FactorTransfer transfer = of(Form.WHOLE);
        FixedShapes shapes = FixedShapes.of(new Shape(1, 6, 4, 4), new Shape(1, 9, 2, 2));
        assertEquals(
                transfer.needs().getModules().stream()
                        .map(AuxiliaryModule::toString)
                        .toList()
                        .toString(),
                "[paraphraser conv8 0.5 (frozen), translator conv4 -> conv8 0.5]");
        assertEquals(channels(transfer.needs().getModules().get(0), shapes, new Shape(1, 9, 2, 2)), 5);
        assertEquals(channels(transfer.needs().getModules().get(1), shapes, new Shape(1, 6, 4, 4)), 5);
        assertEquals(channels(transfer.reconstruction().needs().getModules().get(1), shapes, new Shape(1, 5, 2, 2)), 9);
    }

    private static long channels(AuxiliaryModule module, FixedShapes shapes, Shape input) {
        AuxiliaryModule.Built built = module.getBuilder().build(shapes).orElseThrow();
        assertEquals(built.getInputs(), new Shape[] {input});
        try (NDManager manager = NDManager.newBaseManager()) {
            var block = built.getBlock().get();
            block.initialize(manager, ai.djl.ndarray.types.DataType.FLOAT32, input);
            return block.getOutputShapes(new Shape[] {input})[0].get(1);
        }
    }

    @Test(expectedExceptions = InputException.class, expectedExceptionsMessageRegExp = "The paraphrase rate.*got 1.5")
    public void aRateAboveOneIsRefused() {
        new FactorTransfer(Sample.STUDENT, Sample.TEACHER, 1.5, Form.WHOLE);
    }
}
