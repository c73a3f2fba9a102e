package dev.understudy.cli.run;

import static org.testng.Assert.assertEquals;

import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.RecipeFlags;
import dev.understudy.result.Measurement;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

public class LongestBaselineTest {

    private static final RecipeFlags EPOCHS = new RecipeFlags(Map.of("epochs", "6"));

    private static final Provenance HERE = Provenance.collect("compare", "engine", Instant.EPOCH);

    /** The rows, and the epochs of those that were added, where a recipe takes this long beside a student of 6 x 10 ms. */
    private static Map<String, Integer> rows(int epochs, double milliseconds) {
        RecipeArgument student = RecipeArgument.parse("student", EPOCHS);
        RecipeArgument channel = RecipeArgument.parse("channel", EPOCHS);
        Map<RecipeArgument, Profile> profiles = new LinkedHashMap<>();
        profiles.put(student, profile("student", 6, 10));
        profiles.put(channel, profile("channel", epochs, milliseconds));
        Map<String, Integer> rows = new LinkedHashMap<>();
        List<TablePlace> places = List.of(
                new TablePlace("student", "accuracy", student, null),
                new TablePlace("channel", "accuracy", channel, null));
        new LongestBaseline(profiles)
                .beside(places, word -> false)
                .forEach(place -> rows.put(place.row(), place.word().values().getEpochs()));
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
    public void asManyStepsAndAsMuchTimeAsTheLongest() {
        // 8 epochs of 15 ms take as long as 12 of 10 ms.
        assertEquals(
                rows(8, 15),
                Map.of(
                        "student",
                        6,
                        "student alone, as many steps",
                        8,
                        "student alone, as much time",
                        12,
                        "channel",
                        6));
    }

    @Test
    public void aLongerAndFasterOneHasOneRowForBothWhereTheyAgree() {
        assertEquals(rows(8, 10), Map.of("student", 6, "student alone, as many steps, as much time", 8, "channel", 6));
    }

    @Test
    public void nothingIsAddedWhereNothingTakesLonger() {
        assertEquals(rows(6, 10), Map.of("student", 6, "channel", 6));
        assertEquals(rows(6, 20), Map.of("student", 6, "student alone, as much time", 12, "channel", 6));
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
                new MeasurementSession("together", times, 1, 0));
    }

    /** The slow one takes 4.5 to 5.3 times as long: 27 to 31.8 epochs beside 6; the median says 30. */
    @Test
    public void aStudentTrainedForATimeWithinTheSpreadIsTakenAsItIs() {
        RecipeArgument student = RecipeArgument.parse("student", EPOCHS);
        RecipeArgument channel = RecipeArgument.parse("channel", EPOCHS);
        Map<RecipeArgument, Profile> profiles = new LinkedHashMap<>();
        profiles.put(student, measured("student", 6, 10.0, 10.0, 10.0));
        profiles.put(channel, measured("channel", 6, 45.0, 50.0, 53.0));
        LongestBaseline longest = new LongestBaseline(profiles);
        List<TablePlace> places = List.of(new TablePlace("student", "accuracy", student, null));
        assertEquals(longest.beside(places, word -> false).get(1).word().word(), "student:epochs=30");
        assertEquals(
                longest.beside(places, word -> word.word().equals("student:epochs=28"))
                        .get(1)
                        .word()
                        .word(),
                "student:epochs=28",
                "27 to 31.8 cannot be told apart");
        assertEquals(
                longest.beside(places, word -> word.word().equals("student:epochs=33"))
                        .get(1)
                        .word()
                        .word(),
                "student:epochs=30");
    }

    @Test
    public void theAddedRowsCostWhatTheStudentAloneDoesForLonger() {
        RecipeArgument student = RecipeArgument.parse("student", EPOCHS);
        RecipeArgument channel = RecipeArgument.parse("channel", EPOCHS);
        Map<RecipeArgument, Profile> profiles = new LinkedHashMap<>();
        profiles.put(student, measured("student", 6, 10.0, 11.0, 12.0));
        profiles.put(channel, measured("channel", 6, 20.0, 22.0, 24.0));
        LongestBaseline longest = new LongestBaseline(profiles);
        List<TablePlace> places =
                longest.beside(List.of(new TablePlace("student", "accuracy", student, null)), word -> false);
        Profile longer = longest.costs(places).values().iterator().next();
        assertEquals(longer.stepMilliseconds(), 11, 1e-9);
        assertEquals(longer.timesAsLong(profiles.get(student)).median(), 2, 1e-9);
        assertEquals(longer.timesAsLong(profiles.get(channel)).median(), 1, 1e-9);
    }
}
