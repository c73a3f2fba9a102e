package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.OptionValues;
import java.util.List;

/** The paper's losses and training schemes (section 3.1); every number in them is one of {@link PaperOptions}. */
public final class PaperStages {

    static final String LABELS = "labels";
    static final String SOFT_TARGETS = "soft targets";

    private PaperStages() {}

    /**
     * The labels alone.
     *
     * @param values of any recipe's options
     * @return one stage
     */
    public static List<Stage> labels(OptionValues values) {
        return List.of(labelled(values));
    }

    /**
     * The class loss with soft targets: {@code L_class = alpha L_GT + (1 - alpha) L_KD} (eq. 5).
     *
     * @param values of {@link PaperOptions#CLASS_LOSS}
     * @return one stage
     */
    public static List<Stage> softTargets(OptionValues values) {
        return List.of(softTargetsAlone(values));
    }

    /** The one stage of {@link #softTargets}. */
    static Stage softTargetsAlone(OptionValues values) {
        return withSoftTargets(whole(values), 1, values);
    }

    /**
     * Knowledge and the class loss, in one stage (eq. 6) or in two.
     *
     * @param name the knowledge's name
     * @param knowledge the knowledge
     * @param guided the guided layer, where the first of two stages ends
     * @param values of {@link PaperOptions#TAUGHT}
     * @return one or two stages
     */
    public static List<Stage> taught(String name, Objective knowledge, StudentTap guided, OptionValues values) {
        if (values.get(PaperOptions.STAGES) == PaperOptions.Scheme.TWO) {
            return List.of(
                    first(guided, values).objective(name, 1, knowledge), withClassLoss(whole(values), 1, values));
        }
        double beta = values.get(PaperOptions.BETA);
        boolean classScale = values.get(PaperOptions.SCALE) == PaperOptions.Scale.CLASS;
        Stage single = whole(values).objective(name, classScale ? 1 / beta : 1, knowledge);
        return List.of(withClassLoss(single, classScale ? 1 : beta, values));
    }

    /** The whole student. */
    static Stage whole(OptionValues values) {
        return SgdOptions.learning(Stage.whole(values.getEpochs()), values);
    }

    /** The whole student with the labels, to which a method adds its own. */
    static Stage labelled(OptionValues values) {
        return withLabels(whole(values), 1);
    }

    /** The student up to a layer, for the first of two stages. */
    static Stage first(StudentTap upTo, OptionValues values) {
        return SgdOptions.learning(Stage.upTo(upTo, firstEpochs(values)), values);
    }

    /** The same as a stage of a published method. */
    static Stage before(StudentTap upTo, OptionValues values) {
        return SgdOptions.before(Stage.upTo(upTo, firstEpochs(values)), values, 1);
    }

    /** Half a cosine to 0. */
    static Schedule schedule(OptionValues values) {
        return Schedule.cosine(values.getLearningRate());
    }

    /** How long the first of two stages is, 1 epoch or more. */
    static int firstEpochs(OptionValues values) {
        long rounded = Math.round(values.getEpochs() * values.get(PaperOptions.FIRST_STAGE));
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, rounded));
    }

    private static Stage withClassLoss(Stage stage, double weight, OptionValues values) {
        return values.get(PaperOptions.SOFT_TARGETS)
                ? withSoftTargets(stage, weight, values)
                : withLabels(stage, weight);
    }

    /** A stage with the labels' cross entropy. */
    static Stage withLabels(Stage stage, double weight) {
        return stage.objective(LABELS, weight, new CrossEntropy());
    }

    private static Stage withSoftTargets(Stage stage, double weight, OptionValues values) {
        double alpha = values.get(PaperOptions.ALPHA);
        double temperature = values.get(PaperOptions.TEMPERATURE);
        return withLabels(stage, weight * alpha)
                .objective(SOFT_TARGETS, weight * (1 - alpha), new SoftTargets(temperature));
    }
}
