package dev.understudy.objective;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import java.util.Iterator;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class DiscrepancyTest {

    @DataProvider
    public static Iterator<Sample> samples() {
        return Sample.all().iterator();
    }

    @Test(dataProvider = "samples")
    public void asALossItTakesLabelsBeforePredictions(Sample sample) {
        Loss loss = sample.comparison().asLoss("step context");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = sample.student().on(manager, DataType.FLOAT32);
            NDArray target = sample.target().on(manager, DataType.FLOAT32);
            assertEquals(
                    loss.evaluate(new NDList(target), new NDList(student)).getFloat(),
                    sample.comparison().distance(student, target).getFloat());
        }
        assertEquals(loss.getName(), "step context");
    }

    @Test(dataProvider = "samples")
    public void leavesNothingBehindButOnTheStudentsManager(Sample sample) {
        try (NDManager root = NDManager.newBaseManager();
                NDManager batch = root.newSubManager();
                NDManager lasting = root.newSubManager()) {
            NDArray student = sample.student().on(batch, DataType.FLOAT32);
            NDArray target = sample.target().on(lasting, DataType.FLOAT32);
            int onLasting = lasting.getManagedArrays().size();
            NDArray loss = sample.comparison().distance(student, target);
            assertEquals(loss.getManager(), batch);
            assertEquals(lasting.getManagedArrays().size(), onLasting);
        }
    }
}
