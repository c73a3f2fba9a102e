package dev.understudy.experiment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.nn.SequentialBlock;
import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.result.Measurement;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

public class LongestBaselineTest {

    private static final Provenance HERE = Provenance.collect("compare", "engine", Instant.EPOCH);
    private static final TablePlace STUDENT = TablePlace.of("student");

    private final LongestBaseline longest = new LongestBaseline("student", LongestBaselineTest::longer, 1000);

    private static ExperimentEntry longer(int epochs) {
        return ExperimentEntry.of(
                "student:epochs=" + epochs,
                Distillation.alone(new Student("student", SequentialBlock::new))
                        .stage(Stage.whole(epochs).objective("labels", 1, new CrossEntropy())));
    }

    /** The rows, and the epochs of those that are added, where a recipe takes this long beside a student of 6 x 10 ms. */
    private Map<String, Integer> rows(int epochs, double milliseconds) throws IOException {
        Map<String, Profile> profiles =
                Map.of("student", profile("student", 6, 10), "channel", profile("channel", epochs, milliseconds));
        Map<String, Integer> rows = new LinkedHashMap<>();
        longest.beside(STUDENT, profiles, entry -> false)
                .forEach(row -> rows.put(
                        row.place().row(),
                        row.entry().getDistillation().getStages().get(0).getEpochs()));
        return rows;
    }

    private static Profile profile(String recipe, int epochs, double milliseconds) {
        return new Profile(
                Profile.FORMAT,
                recipe,
                List.of(new Profile.StageCost("whole", epochs, milliseconds)),
                100,
                0,
                null,
                List.of(),
                HERE);
    }

    @Test
    public void asManyStepsAndAsMuchTimeAsTheLongest() throws IOException {
        // 8 epochs of 15 ms take as long as 12 of 10 ms.
        assertEquals(rows(8, 15), Map.of("student alone, as many steps", 8, "student alone, as much time", 12));
    }

    @Test
    public void aLongerAndFasterOneHasOneRowForBothWhereTheyAgree() throws IOException {
        assertEquals(rows(8, 10), Map.of("student alone, as many steps, as much time", 8));
    }

    @Test
    public void nothingIsAddedWhereNothingTakesLonger() throws IOException {
        assertEquals(rows(6, 10), Map.of());
        assertEquals(rows(6, 20), Map.of("student alone, as much time", 12));
        assertEquals(rows(6, 1e5), Map.of(), "60,000 epochs are more than the most");
    }

    @Test
    public void withoutTheStudentAloneNothingIsAdded() throws IOException {
        assertEquals(longest.beside(STUDENT, Map.of("channel", profile("channel", 8, 10)), entry -> false), List.of());
    }

    private static Profile measured(String recipe, int epochs, Double... rounds) {
        List<Double> times = List.of(rounds);
        return new Profile(
                Profile.FORMAT,
                recipe,
                List.of(new Profile.StageCost(
                        "whole", epochs, Measurement.of("step", times).median())),
                100,
                0,
                null,
                List.of(),
                HERE,
                new MeasurementSession("together", times, 1, 0),
                null);
    }

    /** The slow one takes 4.5 to 5.3 times as long: 27 to 31.8 epochs beside 6; the median says 30. */
    @Test
    public void aStudentTrainedForATimeWithinTheSpreadIsTakenAsItIs() throws IOException {
        Map<String, Profile> profiles = Map.of(
                "student", measured("student", 6, 10.0, 10.0, 10.0),
                "channel", measured("channel", 6, 45.0, 50.0, 53.0));
        for (Map.Entry<String, String> each :
                Map.of("none", "30", "28", "28", "33", "30").entrySet()) {
            String trained = "student:epochs=" + each.getKey();
            assertEquals(
                    longest.beside(STUDENT, profiles, entry -> entry.getRecipe().equals(trained))
                            .get(0)
                            .entry()
                            .getRecipe(),
                    "student:epochs=" + each.getValue(),
                    "27 to 31.8 cannot be told apart");
        }
    }

    @Test
    public void theAddedRowsCostWhatTheStudentAloneDoesForLonger() throws IOException {
        Profile student = measured("student", 6, 10.0, 11.0, 12.0);
        Profile channel = measured("channel", 6, 20.0, 22.0, 24.0);
        Profile longer = longest.beside(STUDENT, Map.of("student", student, "channel", channel), entry -> false)
                .get(0)
                .profile();
        assertEquals(longer.stepMilliseconds(), 11, 1e-9);
        assertEquals(longer.timesAsLong(student).median(), 2, 1e-9);
        assertEquals(longer.timesAsLong(channel).median(), 1, 1e-9);
    }

    @Test
    public void anotherProcessFindsTheLongerOneByItsName() {
        assertEquals(
                longest.named("student:epochs=12")
                        .map(ExperimentEntry::getRecipe)
                        .orElse(""),
                "student:epochs=12");
        for (String other : new String[] {"kd", "student:epochs=", "student:epochs=0", "student:epochs=1001", "7"}) {
            assertTrue(longest.named(other).isEmpty(), other);
        }
    }
}
