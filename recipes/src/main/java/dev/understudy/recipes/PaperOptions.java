package dev.understudy.recipes;

import dev.understudy.objective.Norm;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.CommonOptions;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.YesNoOption;
import java.util.List;

/**
 * The options of the paper's recipes. Alpha = 0.3 and beta = 0.1 are the paper's; it gives no temperature and no length
 * of the first of two stages, those are ours.
 */
public final class PaperOptions {

    /** Single-stage or two-stage training. */
    public static final ChoiceOption<Scheme> STAGES = RecipeOption.oneOf("stages", Scheme.SINGLE)
            .describedAs("knowledge and labels together, or knowledge first and then labels");

    /** Whether the class loss has soft targets. */
    public static final YesNoOption SOFT_TARGETS =
            RecipeOption.yesNo("soft-targets", false).describedAs("add soft targets to the class loss (\"+KD\")");

    /** How knowledge is compared. */
    public static final ChoiceOption<Norm> NORM =
            RecipeOption.oneOf("norm", Norm.SQUARED).describedAs("how knowledge is compared");

    /** Which of the two readings of eq. 6 a single stage takes. */
    public static final ChoiceOption<Scale> SCALE = RecipeOption.oneOf("scale", Scale.CLASS)
            .describedAs(
                    "at which scale a single stage sums its losses: L_class + L_know / beta, or L_know + beta L_class");

    /** The soft targets' temperature. */
    public static final NumberOption TEMPERATURE = RecipeOption.number(
                    "temperature", SoftTargets.standard().temperature())
            .above(0)
            .describedAs("how much soft targets are softened");

    /** The labels' part of a class loss with soft targets (eq. 5). */
    public static final NumberOption ALPHA = RecipeOption.number("alpha", 0.3)
            .atLeast(0)
            .atMost(1)
            .describedAs("the labels' part of a class loss with soft targets");

    /** What the class loss weighs against knowledge in a single stage (eq. 6). */
    public static final NumberOption BETA = RecipeOption.number("beta", 0.1)
            .above(0)
            .describedAs("what the class loss weighs against knowledge in a single stage");

    /** The first of two stages takes this part of the epochs, on top of them. */
    public static final NumberOption FIRST_STAGE = RecipeOption.number("first-stage", 1.0 / 3)
            .above(0)
            .describedAs("the first of two stages takes this part of the epochs, on top of them");

    /** Those of a recipe that gives knowledge of a layer ({@link PaperStages#taught}). */
    public static final List<RecipeOption<?>> TAUGHT = SgdOptions.with(List.of(
            STAGES,
            SOFT_TARGETS,
            NORM,
            SCALE,
            CommonOptions.EPOCHS,
            CommonOptions.LEARNING_RATE,
            TEMPERATURE,
            ALPHA,
            BETA,
            FIRST_STAGE));

    /** Those of the class loss with soft targets alone ({@link PaperStages#softTargets}). */
    public static final List<RecipeOption<?>> CLASS_LOSS = SgdOptions.with(List.of(TEMPERATURE, ALPHA));

    private PaperOptions() {}

    /** The training schemes of the paper's section 3.1. */
    public enum Scheme {
        /** Knowledge and labels together (eq. 6). */
        SINGLE,
        /** Knowledge first, up to the guided layer; then labels, the whole student. */
        TWO
    }

    /** At which scale a single stage sums its two losses (ours: the two differ by a constant factor). */
    public enum Scale {
        /** {@code L_class + L_know / beta}: at the scale of the class loss, which usual learning rates are made for. */
        CLASS,
        /** {@code L_know + beta L_class}: eq. 6 to the letter. */
        KNOWLEDGE
    }
}
