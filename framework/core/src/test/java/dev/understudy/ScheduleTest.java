package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class ScheduleTest {

    private static final double EXACT = 1e-15;

    @Test
    public void aConstantRateStaysTheSame() {
        Schedule schedule = Schedule.constant(0.25);
        assertEquals(schedule.at(new TrainingProgress(0, 3, 0, 10)), 0.25);
        assertEquals(schedule.at(new TrainingProgress(2, 3, 9, 10)), 0.25);
    }

    @Test
    public void aCosineFallsFromTheRateThroughItsHalfTowardsZero() {
        Schedule schedule = Schedule.cosine(0.2);
        assertEquals(schedule.at(new TrainingProgress(0, 4, 0, 10)), 0.2, EXACT);
        assertEquals(schedule.at(new TrainingProgress(2, 4, 0, 10)), 0.1, EXACT);
        // A third of the way: cos(60 degrees) = 1/2, so three quarters of the rate.
        assertEquals(schedule.at(new TrainingProgress(1, 3, 0, 10)), 0.15, EXACT);
        // The last of 40 steps: 0.2 (1 + cos(39/40 pi)) / 2.
        assertEquals(schedule.at(new TrainingProgress(3, 4, 9, 10)), 0.1 * (1 + Math.cos(0.975 * Math.PI)), EXACT);
        assertTrue(schedule.at(new TrainingProgress(3, 4, 9, 10)) > 0);
        assertEquals(schedule.at(new TrainingProgress(3, 4, 10, 10)), 0, EXACT);
    }

    @Test
    public void aCosineMovesWithinAnEpoch() {
        Schedule schedule = Schedule.cosine(1);
        // Step 1 of 2 in epoch 0 of 1 is the middle.
        assertEquals(schedule.at(new TrainingProgress(0, 1, 1, 2)), 0.5, EXACT);
    }

    @Test
    public void stepsApplyTheFactorWhenTheirEpochsBegin() {
        Schedule schedule = Schedule.steps(0.8, 0.5, 2, 3);
        double[] expected = {0.8, 0.8, 0.4, 0.2, 0.2};
        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertEquals(schedule.at(new TrainingProgress(epoch, 5, 0, 7)), expected[epoch], EXACT);
            assertEquals(schedule.at(new TrainingProgress(epoch, 5, 6, 7)), expected[epoch], EXACT);
        }
    }

    @Test
    public void stepsDoNotChangeWithTheArrayTheyWereGiven() {
        int[] epochs = {1};
        Schedule schedule = Schedule.steps(1, 0.1, epochs);
        epochs[0] = 0;
        assertEquals(schedule.at(new TrainingProgress(0, 2, 0, 1)), 1.0);
    }

    @Test
    public void stepsAskedBackwardsGiveTheSame() {
        Schedule schedule = Schedule.steps(1, 0.1, 1);
        assertEquals(schedule.at(new TrainingProgress(5, 6, 0, 1)), 0.1);
        assertEquals(schedule.at(new TrainingProgress(0, 6, 0, 1)), 1.0);
    }

    @Test
    public void aWarmUpRisesInALineToTheSchedule() {
        Schedule schedule = Schedule.constant(0.8).warmUp(2);
        // Two epochs of 4 steps: 8 steps, each an eighth more, the first not zero.
        assertEquals(schedule.at(new TrainingProgress(0, 5, 0, 4)), 0.1, EXACT);
        assertEquals(schedule.at(new TrainingProgress(0, 5, 3, 4)), 0.4, EXACT);
        assertEquals(schedule.at(new TrainingProgress(1, 5, 3, 4)), 0.8, EXACT);
        assertEquals(schedule.at(new TrainingProgress(4, 5, 3, 4)), 0.8, EXACT);
    }

    @Test
    public void aWarmUpOfNoEpochsChangesNothing() {
        assertEquals(Schedule.constant(0.8).warmUp(0).at(new TrainingProgress(0, 5, 0, 4)), 0.8);
    }

    @DataProvider
    public static Object[][] nonsense() {
        return new Object[][] {{0.0}, {-0.1}, {Double.NaN}, {Double.POSITIVE_INFINITY}};
    }

    @Test(dataProvider = "nonsense")
    public void refusesARateThatIsNotAboveZero(double rate) {
        InputException refusal = expectThrows(InputException.class, () -> Schedule.constant(rate));
        assertEquals(refusal.getMessage(), "A learning rate and its factor must be above 0, got " + rate);
        assertThrows(InputException.class, () -> Schedule.cosine(rate));
        assertThrows(InputException.class, () -> Schedule.steps(rate, 0.1, 1));
        assertThrows(InputException.class, () -> Schedule.steps(0.1, rate, 1));
    }

    @Test
    public void progressSaysHowMuchLiesBehind() {
        TrainingProgress progress = new TrainingProgress(1, 4, 5, 10);
        assertEquals(progress.fraction(), 0.375);
        assertEquals(progress.epochsDone(), 1.5);
        assertEquals(new TrainingProgress(0, 4, 0, 10).fraction(), 0.0);
        assertEquals(new TrainingProgress(4, 4, 3, 10).fraction(), 1.0, "never more than all");
    }

    @Test
    public void aLineGoesFromOneNumberToAnother() {
        Schedule schedule = Schedule.linear(1, 0.5);
        // Step 1 of 2 in epoch 1 of 2 is three quarters of the way: 1 - 0.75 * 0.5.
        assertEquals(schedule.at(new TrainingProgress(0, 2, 0, 2)), 1.0);
        assertEquals(schedule.at(new TrainingProgress(1, 2, 1, 2)), 0.625, EXACT);
        assertEquals(Refusal.of(() -> Schedule.linear(-1, 0)), "A schedule's numbers must be at least 0, got -1.0");
    }

    @Test
    public void duringSomeEpochsHoldsInThemAlone() {
        Schedule schedule = Schedule.constant(0.5).during(1, 3);
        double[] expected = {0, 0.5, 0.5, 0};
        for (int epoch = 0; epoch < expected.length; epoch++) {
            assertEquals(schedule.at(new TrainingProgress(epoch, 4, 1, 2)), expected[epoch]);
        }
        assertEquals(
                Refusal.of(() -> Schedule.constant(1).during(2, 2)),
                "A schedule holds from one epoch to a later one; got 2 to 2");
    }

    @Test
    public void schedulesAreValues() {
        assertEquals(Schedule.cosine(0.1).warmUp(2), Schedule.cosine(0.1).warmUp(2));
        assertEquals(Schedule.steps(1, 0.1, 3, 4).toString(), "Steps[first=1.0, factor=0.1, epochs=[3, 4]]");
    }
}
