package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.SoftTargets;
import dev.understudy.recipe.Choices;
import java.util.List;

/** The paper's losses and training schemes (section 3.1); every number in them is a choice with a default. */
public final class PaperStages {

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
        return List.of(withClassLoss(whole(choices), 1, choices));
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
            Stage first = Stage.upTo(guided, firstEpochs(choices)).schedule(schedule(choices));
            return List.of(first.objective(name, 1, knowledge), withClassLoss(whole(choices), 1, choices));
        }
        boolean classScale = choices.scale() == Choices.Scale.CLASS;
        Stage single = whole(choices).objective(name, classScale ? 1 / choices.beta() : 1, knowledge);
        return List.of(withClassLoss(single, classScale ? 1 : choices.beta(), choices));
    }

    private static Stage whole(Choices choices) {
        return Stage.whole(choices.epochs()).schedule(schedule(choices));
    }

    private static Schedule schedule(Choices choices) {
        return Schedule.cosine(choices.learningRate());
    }

    private static int firstEpochs(Choices choices) {
        long rounded = Math.round(choices.epochs() * choices.firstStage());
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, rounded));
    }

    private static Stage withClassLoss(Stage stage, double weight, Choices choices) {
        if (!choices.softTargets()) {
            return stage.objective(LABELS, weight, new CrossEntropy());
        }
        return stage.objective(LABELS, weight * choices.alpha(), new CrossEntropy())
                .objective(SOFT_TARGETS, weight * (1 - choices.alpha()), new SoftTargets(choices.temperature()));
    }
}
