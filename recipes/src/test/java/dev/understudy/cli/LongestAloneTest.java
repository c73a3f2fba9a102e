package dev.understudy.cli;

import static org.testng.Assert.assertEquals;

import dev.understudy.Choices;
import dev.understudy.report.Profile;
import dev.understudy.report.Provenance;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

public class LongestAloneTest {

    private static final Provenance HERE = Provenance.collect("compare", "engine", Instant.EPOCH);

    /** The rows, and the epochs of those that were added, where a recipe takes this long beside a student of 6 x 10 ms. */
    private static Map<String, Integer> rows(int epochs, double milliseconds) {
        RecipeWord student = RecipeWord.parse("student", Choices.of(6));
        RecipeWord channel = RecipeWord.parse("channel", Choices.of(6));
        Map<RecipeWord, Profile> profiles = new LinkedHashMap<>();
        profiles.put(student, profile("student", 6, 10));
        profiles.put(channel, profile("channel", epochs, milliseconds));
        Map<String, Integer> rows = new LinkedHashMap<>();
        List<Place> places = List.of(
                new Place("student", "accuracy", student, null), new Place("channel", "accuracy", channel, null));
        new LongestAlone(profiles)
                .beside(places)
                .forEach(place -> rows.put(place.row(), place.word().choices().epochs()));
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
}
