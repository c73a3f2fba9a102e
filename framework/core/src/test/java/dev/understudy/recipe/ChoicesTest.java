package dev.understudy.recipe;

import static org.testng.Assert.assertEquals;

import dev.understudy.Refusal;
import dev.understudy.Stage;
import dev.understudy.TrainingProgress;
import dev.understudy.objective.Norm;
import dev.understudy.objective.SoftTargets;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class ChoicesTest {

    private static final Choices DEFAULTS =
            new Choices(5, Choices.Scheme.SINGLE, false, Norm.SQUARED, Choices.Scale.CLASS, 0.1, 4, 0.3, 0.1, 1.0 / 3);

    private interface Change {

        Choices to(double number);
    }

    @Test
    public void theDefaultsAreThePapersAndOurs() {
        assertEquals(Choices.of(5), DEFAULTS);
    }

    @Test
    public void theDefaultsAreThoseOfAStageAndOfSoftTargets() {
        assertEquals(
                Stage.whole(1).getSchedule().at(new TrainingProgress(0, 1, 0, 1)),
                Choices.of(1).learningRate());
        assertEquals(SoftTargets.standard(), new SoftTargets(Choices.of(1).temperature()));
    }

    /** Each option changed alone, beside what all should be. */
    @DataProvider
    public static Object[][] changes() {
        Choices.Scheme single = Choices.Scheme.SINGLE;
        Choices.Scale klass = Choices.Scale.CLASS;
        Norm squared = Norm.SQUARED;
        Choices a = Choices.of(5);
        return new Object[][] {
            {a.epochs(6), new Choices(6, single, false, squared, klass, 0.1, 4, 0.3, 0.1, 1.0 / 3)},
            {
                a.scheme(Choices.Scheme.TWO),
                new Choices(5, Choices.Scheme.TWO, false, squared, klass, 0.1, 4, 0.3, 0.1, 1.0 / 3)
            },
            {a.softTargets(true), new Choices(5, single, true, squared, klass, 0.1, 4, 0.3, 0.1, 1.0 / 3)},
            {a.norm(Norm.ABSOLUTE), new Choices(5, single, false, Norm.ABSOLUTE, klass, 0.1, 4, 0.3, 0.1, 1.0 / 3)},
            {
                a.scale(Choices.Scale.KNOWLEDGE),
                new Choices(5, single, false, squared, Choices.Scale.KNOWLEDGE, 0.1, 4, 0.3, 0.1, 1.0 / 3)
            },
            {a.learningRate(0.2), new Choices(5, single, false, squared, klass, 0.2, 4, 0.3, 0.1, 1.0 / 3)},
            {a.temperature(2), new Choices(5, single, false, squared, klass, 0.1, 2, 0.3, 0.1, 1.0 / 3)},
            {a.alpha(0.9), new Choices(5, single, false, squared, klass, 0.1, 4, 0.9, 0.1, 1.0 / 3)},
            {a.beta(0.7), new Choices(5, single, false, squared, klass, 0.1, 4, 0.3, 0.7, 1.0 / 3)},
            {a.firstStage(0.5), new Choices(5, single, false, squared, klass, 0.1, 4, 0.3, 0.1, 0.5)},
        };
    }

    @Test(dataProvider = "changes")
    public void anOptionChangesItselfAlone(Choices changed, Choices wanted) {
        assertEquals(changed, wanted);
        assertEquals(Choices.of(5), DEFAULTS, "immutable");
    }

    @DataProvider
    public static Object[][] aboveZero() {
        Choices choices = Choices.of(1);
        return new Object[][] {
            {"--learning-rate", (Change) choices::learningRate},
            {"--temperature", (Change) choices::temperature},
            {"--beta", (Change) choices::beta},
            {"--first-stage", (Change) choices::firstStage},
        };
    }

    @Test(dataProvider = "aboveZero")
    public void refusesWhatIsNotAboveZero(String option, Change change) {
        for (double number : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(Refusal.of(() -> change.to(number)), option + " must be a number above 0, got " + number);
        }
    }

    @Test
    public void refusesAnAlphaThatIsNoPartAndNoEpochs() {
        for (double number : new double[] {-0.1, 1.1, Double.NaN}) {
            assertEquals(Refusal.of(() -> Choices.of(1).alpha(number)), "--alpha must be from 0 to 1, got " + number);
        }
        assertEquals(Choices.of(1).alpha(0).alpha(), 0.0);
        assertEquals(Choices.of(1).alpha(1).alpha(), 1.0);
        assertEquals(Refusal.of(() -> Choices.of(1).epochs(0)), "--epochs must be at least 1, got 0");
    }
}
