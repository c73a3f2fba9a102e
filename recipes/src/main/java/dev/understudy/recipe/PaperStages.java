package dev.understudy.recipe;

import dev.understudy.Choices;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.SoftTargets;
import java.util.List;

/** The paper's losses and training schemes (section 3.1), and every number in them that is ours. */
public final class PaperStages {

    /** alpha of eq. 5 with soft targets ("+KD"). */
    public static final double ALPHA = 0.3;

    /** beta of eq. 6. */
    public static final double BETA = 0.1;

    /** The first of two stages takes this part of {@link Choices#epochs} on top of them (ours; the paper gives none). */
    public static final double FIRST_STAGE = 1.0 / 3;

    private static final String LABELS = "labels";
    private static final String SOFT_TARGETS = "soft targets";

    private PaperStages() {}

    /**
     * The class loss alone: {@code L_class = alpha L_GT + (1 - alpha) L_KD} (eq. 5).
     *
     * @param choices what the user chose
     * @return one stage
     */
    public static List<Stage> classLoss(Choices choices) {
        return List.of(withClassLoss(Stage.whole(choices.epochs()), 1, choices));
    }

    /**
     * Knowledge and the class loss, in one stage (eq. 6) or in two.
     *
     * @param name the knowledge's name
     * @param knowledge the knowledge
     * @param guided the guided layer, where the first of two stages ends
     * @param choices what the user chose
     * @return one or two stages
     */
    public static List<Stage> taught(String name, Objective knowledge, StudentTap guided, Choices choices) {
        if (choices.scheme() == Choices.Scheme.TWO) {
            int first = (int) Math.max(1, Math.round(choices.epochs() * FIRST_STAGE));
            return List.of(
                    Stage.upTo(guided, first).objective(name, 1, knowledge),
                    withClassLoss(Stage.whole(choices.epochs()), 1, choices));
        }
        boolean classScale = choices.scale() == Choices.Scale.CLASS;
        Stage single = Stage.whole(choices.epochs()).objective(name, classScale ? 1 / BETA : 1, knowledge);
        return List.of(withClassLoss(single, classScale ? 1 : BETA, choices));
    }

    private static Stage withClassLoss(Stage stage, double weight, Choices choices) {
        if (!choices.softTargets()) {
            return stage.objective(LABELS, weight, new CrossEntropy());
        }
        return stage.objective(LABELS, weight * ALPHA, new CrossEntropy())
                .objective(SOFT_TARGETS, weight * (1 - ALPHA), SoftTargets.standard());
    }
}
