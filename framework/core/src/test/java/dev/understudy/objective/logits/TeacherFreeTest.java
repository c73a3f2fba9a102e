package dev.understudy.objective.logits;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.understudy.Needs;
import dev.understudy.Objective;
import org.testng.annotations.Test;

/** Methods without a teacher: values with their arithmetic. In a batch of one sample the true class is number 1. */
public final class TeacherFreeTest {

    @Test
    public void labelSmoothing() {
        // Student 1/4, 1/2, 1/4; e = 0.3: -(0.8 ln 1/2 + 0.2 ln 1/4) = 0.554518 + 0.277259 = 0.831777.
        assertEquals(LogitBatch.THIRDS.value(new LabelSmoothing(0.3)), 0.831777, 1e-6);
        // e = 0 is the cross entropy: ln 2.
        assertEquals(LogitBatch.THIRDS.value(new LabelSmoothing(0)), 0.693147, 1e-6);
    }

    @Test
    public void tfKd() {
        // T = 2, a = 16/18: the roots of 1/18, 16/18, 1/18 stand as 1 to 4 to 1: 1/6, 2/3, 1/6. The student's at T = 2,
        // of 1/4, 1/2, 1/4: 1, sqrt 2, 1 over 3.414214: 0.292893, 0.414214, 0.292893.
        // 2/6 ln(0.166667 / 0.292893) + 2/3 ln(0.666667 / 0.414214) = -0.187937 + 0.317272 = 0.129335; times T^2 = 4.
        assertEquals(LogitBatch.THIRDS.value(new TfKd(16.0 / 18, 2, TfKd.Form.PAPER)), 4 * 0.129335, 1e-5);
        // As published: softmax((1/18, 16/18, 1/18) / 2): 1 to exp(15/36) = 1.516897 to 1: 0.284342, 0.431317,
        // 0.284342.
        // Student at T = 1: 2 0.284342 ln(0.284342 / 0.25) + 0.431317 ln(0.431317 / 0.5) = 0.073198 - 0.063734 =
        // 0.009465.
        assertEquals(LogitBatch.THIRDS.value(new TfKd(16.0 / 18, 2, TfKd.Form.PUBLISHED)), 0.009465, 1e-6);
    }

    @Test
    public void uskd() {
        // Probabilities 1/2, 1/4, 1/8, 1/8, one sample, so that t = 1: -ln 1/4 = 1.386294.
        // The head's ranking is even, hence the student's: 1/2 first, then 1/8 and 1/8. Zipf 1, 1/2, 1/3 over 11/6:
        // 6/11,
        // 3/11, 2/11. The others' softmax 2/3, 1/6, 1/6: -(6/11 ln 2/3 + 5/11 ln 1/6) = 0.221163 + 0.814436 = 1.035599.
        // The even head's cross entropy: ln 4 = 1.386294.
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray student = manager.create(new double[][] {{Math.log(4), Math.log(2), 0, 0}});
            NDArray head = manager.create(new double[][] {{3, 3, 3, 3}});
            NDArray labels = manager.create(new long[] {1});
            double[] wanted = {1.386294, 1.035599, 1.386294};
            for (int i = 0; i < 3; i++) {
                Uskd.Weights one = new Uskd.Weights(i == 0 ? 1 : 0, i == 1 ? 1 : 0, i == 2 ? 1 : 0);
                Uskd uskd = new Uskd(LogitBatch.MIDDLE, one, Uskd.Ranking.PAPER);
                assertEquals(uskd.distance(student, head, labels).getDouble(), wanted[i], 1e-5);
            }
        }
    }

    @Test
    public void methodsWithoutATeacherReadNothingOfOne() {
        for (Objective method :
                new Objective[] {LabelSmoothing.standard(), TfKd.standard(), Uskd.of(LogitBatch.MIDDLE)}) {
            Needs needs = method.needs();
            assertTrue(needs.readsStudentLogits());
            assertTrue(!needs.readsTeacher(), method.toString());
        }
    }
}
