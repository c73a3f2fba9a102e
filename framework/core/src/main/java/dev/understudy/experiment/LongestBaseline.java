package dev.understudy.experiment;

import dev.understudy.Stage;
import dev.understudy.result.Measurement;
import dev.understudy.result.Profile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * Two rows that comparisons leave out: the student alone, trained for as many steps as the longest method and for as much
 * time as the slowest.
 *
 * @param recipe the student alone
 * @param longer the same by its number of epochs
 * @param mostEpochs no training is longer
 */
record LongestBaseline(String recipe, IntFunction<ExperimentEntry> longer, int mostEpochs) {

    private static final String ALONE = " alone";

    /** Numbers of epochs that are looked for among the trained. */
    private static final int MOST_LOOKED_AT = 50;

    /** Says whether there is such a student already. */
    interface Trained {

        boolean isTrained(ExperimentEntry entry) throws IOException;
    }

    /** A row beside the student alone. */
    record Row(TablePlace place, ExperimentEntry entry, Profile profile) {}

    /**
     * The rows behind a place of the student alone, where others take longer. How many epochs take as much time is known
     * no better than the costs are: a student that was trained for a number within their spread is taken as it is.
     *
     * @param place of the student alone
     * @param profiles what each recipe costs, the student alone among them
     * @param trained says whether there is such a student already
     */
    List<Row> beside(TablePlace place, Map<String, Profile> profiles, Trained trained) throws IOException {
        Profile own = profiles.get(recipe);
        List<Row> rows = new ArrayList<>();
        if (own == null) {
            return rows;
        }
        long steps = profiles.values().stream()
                .mapToLong(LongestBaseline::epochs)
                .max()
                .orElse(0);
        long time = asMuchTime(own, profiles, trained);
        Map<String, Long> lengths = new LinkedHashMap<>();
        if (steps == time) {
            lengths.put(", as many steps, as much time", steps);
        } else {
            lengths.put(", as many steps", steps);
            lengths.put(", as much time", time);
        }
        String name = place.row().endsWith(ALONE) ? place.row() : place.row() + ALONE;
        lengths.forEach((row, epochs) -> {
            if (epochs > epochs(own) && epochs <= mostEpochs) {
                ExperimentEntry entry = longer.apply(epochs.intValue());
                rows.add(new Row(
                        new TablePlace(name + row, place.column(), entry.getRecipe(), null),
                        entry,
                        longer(own, entry)));
            }
        });
        return rows;
    }

    /** One that another process made longer, by its name; empty where it is no such name. */
    Optional<ExperimentEntry> named(String name) {
        String digits = name.replaceFirst("^.*?(\\d{1,6})$", "$1");
        if (digits.equals(name)) {
            return Optional.empty();
        }
        int epochs = Integer.parseInt(digits);
        return epochs < 1 || epochs > mostEpochs
                ? Optional.empty()
                : Optional.of(longer.apply(epochs))
                        .filter(entry -> entry.getRecipe().equals(name));
    }

    /** A step of the student alone, for longer. */
    private static Profile longer(Profile alone, ExperimentEntry entry) {
        List<Stage> stages = entry.getDistillation().getStages();
        List<Profile.StageCost> costs = new ArrayList<>();
        for (int i = 0; i < alone.stages().size(); i++) {
            Profile.StageCost cost = alone.stages().get(i);
            costs.add(new Profile.StageCost(cost.name(), stages.get(i).getEpochs(), cost.stepMilliseconds()));
        }
        return new Profile(
                Profile.FORMAT,
                entry.getRecipe(),
                costs,
                alone.stepsPerEpoch(),
                alone.extraParameters(),
                alone.peakBytes(),
                alone.gradientShares(),
                alone.provenance(),
                alone.session(),
                alone.devicePeakBytes());
    }

    private long asMuchTime(Profile own, Map<String, Profile> profiles, Trained trained) throws IOException {
        Profile slowest = profiles.values().stream()
                .max(Comparator.comparingDouble(Profile::seconds))
                .orElse(own);
        Measurement ratio = slowest.timesAsLong(own);
        long middle = Math.round(ratio.median() * epochs(own));
        long low = (long) Math.ceil(ratio.lowest() * epochs(own));
        long high = (long) (ratio.highest() * epochs(own));
        List<Long> near = LongStream.rangeClosed(low, high)
                .filter(epochs -> epochs > epochs(own) && epochs <= mostEpochs)
                .boxed()
                .sorted(Comparator.comparingLong(epochs -> Math.abs(epochs - middle)))
                .limit(MOST_LOOKED_AT)
                .toList();
        for (long epochs : near) {
            if (trained.isTrained(longer.apply((int) epochs))) {
                return epochs;
            }
        }
        return middle;
    }

    private static long epochs(Profile profile) {
        return profile.steps() / profile.stepsPerEpoch();
    }
}
