package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDManager;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Schedule;
import dev.understudy.StepContext;
import dev.understudy.TeacherTap;
import dev.understudy.objective.Numbers;
import dev.understudy.objective.Precomputed;
import java.util.Map;
import org.testng.annotations.Test;

/** The distance and the costs between classes, with their arithmetic. */
public final class WassersteinLogitsTest {

    @Test
    public void wassersteinLogits() {
        // Three classes, the true one second: of the others student (1/2, 1/2), teacher (1, 0). There is one way: half
        // of
        // the mass is moved from the last to the first class, at the cost 1 - exp(-d).
        WassersteinLogits moving =
                new WassersteinLogits(LogitBatch.FEATURES, 1, 1, new WassersteinLogits.Sinkhorn(0.5, 50, 1));
        LogitBatch batch = LogitBatch.of(1, new double[] {0, 50, 0}, new double[] {60, -60, -60});
        Numbers normal = Numbers.normal(9, 3, 3);
        double distance = (Math.abs(normal.get(2)) + Math.abs(normal.get(6))) / 2;
        assertEquals(batch.value(moving), (1 - Math.exp(-distance)) / 2, 1e-5);
        // The teacher gives the true class nothing, so that no more is left where the distance counts less.
        assertEquals(batch.value(moving.factor(Schedule.constant(0.25))), (1 - Math.exp(-distance)) / 8, 1e-5);
    }

    @Test
    public void distancesOfClasses() {
        // Class 0: (0, 0) and (2, 0); class 1: (1, 1) and (1, 3); class 2: (0, 0) and (2, 2), given in turns.
        // Centred: (-1, 0), (1, 0); (0, -1), (0, 1); (-1, -1), (1, 1). |X_i' X_j|^2: 4 within 0 and 1 and between them,
        // 16
        // within 2, and 8 between 2 and the others. CKA(0, 1) = 4 / (2 2) = 1, CKA(0, 2) = 8 / (2 4) = 1.
        // A third sample of class 0 is left out. With class 2's second sample at (2, 0) they would be equal as well: in
        // one
        // dimension of two samples all directions are alike.
        try (NDManager manager = NDManager.newBaseManager()) {
            TeacherTap tap = LogitBatch.FEATURES;
            Precomputed.Fold fold = new ClassDistances(tap).begin(manager, 3);
            fold.add(batch(manager, tap, new float[][] {{0, 0}, {1, 1}, {0, 0}}, 0, 1, 2));
            fold.add(batch(manager, tap, new float[][] {{2, 0}, {1, 3}, {2, 2}, {9, 9}}, 0, 1, 2, 0));
            assertEquals(fold.result().toFloatArray(), new float[9], 1e-6f);
        }
    }

    @Test
    public void distancesOfClassesOfThreeSamples() {
        // Centred, one feature: class 0 (-1, 0, 1), class 1 (1, -2, 1): orthogonal, distance 1. Class 2 (-2, 1, 1):
        // with 0: (2 + 0 + 1)^2 / (2 6) = 9 / 12; with 1: (-2 - 2 + 1)^2 / (6 6) = 9 / 36.
        try (NDManager manager = NDManager.newBaseManager()) {
            TeacherTap tap = LogitBatch.FEATURES;
            Precomputed.Fold fold = new ClassDistances(tap).begin(manager, 3);
            float[][] features = {{4}, {5}, {6}, {3}, {0}, {3}, {0}, {3}, {3}};
            fold.add(batch(manager, tap, features, 0, 0, 0, 1, 1, 1, 2, 2, 2));
            assertEquals(fold.result().toFloatArray(), new float[] {0, 1, 0.25f, 1, 0, 0.75f, 0.25f, 0.75f, 0}, 1e-6f);
        }
    }

    @Test
    public void distancesNeedTwoSamplesOfEachClass() {
        try (NDManager manager = NDManager.newBaseManager()) {
            TeacherTap tap = LogitBatch.FEATURES;
            Precomputed.Fold fold = new ClassDistances(tap).begin(manager, 2);
            fold.add(batch(manager, tap, new float[][] {{0, 0}, {1, 1}, {0, 0}}, 0, 1, 0));
            assertEquals(
                    expectThrows(InputException.class, fold::result).getMessage(),
                    "Distances of classes need 2 training samples or more of each class, but class 1 has 1");
        }
    }

    private static StepContext batch(NDManager manager, TeacherTap tap, float[][] features, long... labels) {
        return StepContext.of(
                new Activations<>("student", Map.of(), null),
                new Activations<>("teacher", Map.of(tap, manager.create(features)), null),
                manager.create(labels));
    }
}
