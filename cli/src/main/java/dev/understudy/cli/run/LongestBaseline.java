package dev.understudy.cli.run;

import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.result.Measurement;
import dev.understudy.result.Profile;
import dev.understudy.result.StudentSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Two rows that comparisons leave out: the student alone, trained for as many steps as the longest method and for as much
 * time as the slowest.
 *
 * @param profiles what each recipe costs
 */
record LongestBaseline(Map<RecipeArgument, Profile> profiles) {

    private static final String ALONE = " alone";

    /** Numbers of epochs that are looked for among the trained. */
    private static final int MOST_LOOKED_AT = 50;

    /**
     * The places with those two behind the student alone, where it is among them and others take longer. How many epochs
     * take as much time is known no better than the costs are: a student that was trained for a number within their spread
     * is taken as it is.
     *
     * @param places in their order
     * @param isTrained whether there is such a student already
     */
    List<TablePlace> beside(List<TablePlace> places, Predicate<RecipeArgument> isTrained) {
        List<TablePlace> more = new ArrayList<>();
        for (TablePlace place : places) {
            more.add(place);
            Profile own = profiles.get(place.word());
            if (place.word().word().equals(StudentSummary.ALONE) && own != null) {
                long steps = mostEpochs();
                long time = asMuchTime(place, own, isTrained);
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

    /** What the added rows cost: a step of the student alone, for longer. */
    Map<RecipeArgument, Profile> costs(List<TablePlace> places) {
        Map<RecipeArgument, Profile> costs = new LinkedHashMap<>();
        Optional<Profile> alone = profiles.values().stream()
                .filter(profile -> profile.recipe().equals(StudentSummary.ALONE))
                .findFirst();
        for (TablePlace place : places) {
            if (!profiles.containsKey(place.word()) && place.word().name().equals(StudentSummary.ALONE)) {
                alone.ifPresent(profile -> costs.put(place.word(), longer(profile, place.word())));
            }
        }
        return costs;
    }

    private static Profile longer(Profile alone, RecipeArgument word) {
        List<Profile.StageCost> stages = alone.stages().stream()
                .map(stage -> new Profile.StageCost(stage.name(), word.values().getEpochs(), stage.stepMilliseconds()))
                .toList();
        return new Profile(
                Profile.FORMAT,
                word.word(),
                stages,
                alone.stepsPerEpoch(),
                alone.extraParameters(),
                alone.peakBytes(),
                alone.shares(),
                alone.provenance(),
                alone.sitting());
    }

    private long asMuchTime(TablePlace alone, Profile own, Predicate<RecipeArgument> isTrained) {
        Measurement ratio = slowest().timesAsLong(own);
        long middle = Math.round(ratio.median() * epochs(own));
        long low = (long) Math.ceil(ratio.lowest() * epochs(own));
        long high = (long) (ratio.highest() * epochs(own));
        return LongStream.rangeClosed(low, high)
                .filter(epochs -> epochs > alone.word().values().getEpochs() && epochs <= TrainingOptions.MOST_EPOCHS)
                .boxed()
                .sorted(Comparator.comparingLong(epochs -> Math.abs(epochs - middle)))
                .limit(MOST_LOOKED_AT)
                .filter(epochs -> isTrained.test(longer(alone, epochs)))
                .findFirst()
                .orElse(middle);
    }

    private static RecipeArgument longer(TablePlace alone, long epochs) {
        return alone.word().with("epochs", Long.toString(epochs));
    }

    private static void add(List<TablePlace> places, TablePlace alone, String row, long epochs) {
        int usual = alone.word().values().getEpochs();
        if (epochs > usual && epochs <= TrainingOptions.MOST_EPOCHS) {
            String name = alone.row().endsWith(ALONE) ? alone.row() : alone.row() + ALONE;
            places.add(new TablePlace(name + row, alone.column(), longer(alone, epochs), null));
        }
    }

    private long mostEpochs() {
        return profiles.values().stream()
                .mapToLong(LongestBaseline::epochs)
                .max()
                .orElse(0);
    }

    private Profile slowest() {
        return profiles.values().stream()
                .max(Comparator.comparingDouble(Profile::seconds))
                .orElseThrow();
    }

    private static long epochs(Profile profile) {
        return profile.steps() / profile.stepsPerEpoch();
    }
}
