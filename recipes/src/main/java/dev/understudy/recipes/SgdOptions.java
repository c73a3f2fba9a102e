package dev.understudy.recipes;

import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.optimizer.SgdRule;
import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.YesNoOption;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How stochastic gradient descent goes, in recipes that learn by it. */
public final class SgdOptions {

    /** How the learning rate falls. */
    public static final ChoiceOption<Fall> SCHEDULE = RecipeOption.oneOf("schedule", Fall.COSINE)
            .describedAs("how the learning rate falls: half a cosine to 0, or to a tenth at 5/8, 3/4 and 7/8 of the"
                    + " epochs");

    /** Whether the momentum is Nesterov's. */
    public static final YesNoOption NESTEROV =
            RecipeOption.yesNo("nesterov", false).describedAs("take Nesterov's momentum");

    /** All of them. */
    static final List<RecipeOption<?>> ALL = List.of(SCHEDULE, NESTEROV);

    private SgdOptions() {}

    /** How the learning rate falls. */
    public enum Fall {
        /** Half a cosine to 0. */
        COSINE,
        /** To a tenth at 5/8, 3/4 and 7/8 of the epochs: 150, 180 and 210 of 240, as most results for CIFAR-100 have it. */
        STEPS;

        private Schedule from(double rate, int epochs) {
            return this == COSINE
                    ? Schedule.cosine(rate)
                    : Schedule.steps(
                            rate,
                            0.1,
                            DoubleStream.of(5 / 8.0, 3 / 4.0, 7 / 8.0)
                                    .mapToInt(part -> (int) Math.round(part * epochs))
                                    .toArray());
        }
    }

    /** A recipe's own options and these. */
    static List<RecipeOption<?>> with(List<RecipeOption<?>> own) {
        return Stream.concat(own.stream(), ALL.stream()).toList();
    }

    /** A stage that learns so; by half a cosine in recipes that have no choice. */
    static Stage learning(Stage stage, OptionValues values) {
        return learning(stage, values, fall(values).from(values.getLearningRate(), stage.getEpochs()));
    }

    /**
     * A stage of a method before that of the labels: where the learning rate falls by steps this one's stays, as in
     * RepDistiller.
     *
     * @param part its learning rate as a part of the other stage's
     */
    static Stage before(Stage stage, OptionValues values, double part) {
        double rate = part * values.getLearningRate();
        Fall fall = fall(values);
        return learning(
                stage, values, fall == Fall.STEPS ? Schedule.constant(rate) : fall.from(rate, stage.getEpochs()));
    }

    private static Stage learning(Stage stage, OptionValues values, Schedule rate) {
        Stage falling = stage.schedule(rate);
        boolean nesterov = values.getOptions().contains(NESTEROV) && values.get(NESTEROV);
        return nesterov ? falling.optimizer(SgdRule.standard().withNesterov()) : falling;
    }

    private static Fall fall(OptionValues values) {
        return values.getOptions().contains(SCHEDULE) ? values.get(SCHEDULE) : Fall.COSINE;
    }
}
