package dev.understudy.cli;

import dev.understudy.report.Profile;
import dev.understudy.report.StudentSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two rows that comparisons leave out: the student alone, trained for as many steps as the longest method and for as much
 * time as the slowest.
 *
 * @param profiles what each recipe costs
 */
record LongestAlone(Map<RecipeWord, Profile> profiles) {

    private static final String ALONE = " alone";

    /** The places with those two behind the student alone, where it is among them and others take longer. */
    List<Place> beside(List<Place> places) {
        List<Place> more = new ArrayList<>();
        for (Place place : places) {
            more.add(place);
            Profile own = profiles.get(place.word());
            if (place.word().word().equals(StudentSummary.ALONE) && own != null) {
                long steps = mostEpochs();
                long time = Math.round(mostSeconds() / own.seconds() * epochs(own));
                if (steps == time) {
                    add(more, place, ", as many steps, as much time", steps);
                } else {
                    add(more, place, ", as many steps", steps);
                    add(more, place, ", as much time", time);
                }
            }
        }
        return more;
    }

    private static void add(List<Place> places, Place alone, String row, long epochs) {
        int usual = alone.word().choices().epochs();
        if (epochs > usual && epochs <= TrainingOptions.MOST_EPOCHS) {
            RecipeWord longer = RecipeWord.parse(
                    StudentSummary.ALONE + ":epochs=" + epochs, alone.word().choices());
            String name = alone.row().endsWith(ALONE) ? alone.row() : alone.row() + ALONE;
            places.add(new Place(name + row, alone.column(), longer, null));
        }
    }

    private long mostEpochs() {
        return profiles.values().stream().mapToLong(LongestAlone::epochs).max().orElse(0);
    }

    private double mostSeconds() {
        return profiles.values().stream().mapToDouble(Profile::seconds).max().orElse(0);
    }

    private static long epochs(Profile profile) {
        return profile.steps() / profile.stepsPerEpoch();
    }
}
