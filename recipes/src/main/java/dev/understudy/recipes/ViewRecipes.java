package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.batch.BatchTransform;
import dev.understudy.batch.CutMix;
import dev.understudy.batch.Mixup;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.InView;
import dev.understudy.objective.NormAndDirection;
import dev.understudy.objective.logits.MultiLevelLogits;
import dev.understudy.objective.logits.MultiLevelLogits.Level;
import dev.understudy.objective.logits.MultiLevelLogitsAsPublished;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.WholeNumberOption;
import java.util.List;
import java.util.Locale;

/**
 * Published methods that read more of the training images: another view of them, mixed ones, or the teacher's features
 * over all of them. Weights are the authors'; their epochs, learning rates and networks are not.
 */
public final class ViewRecipes implements RecipeBook {

    /** What the labels of a view weigh. */
    static final NumberOption LABELS =
            PublishedOptions.LABELS.byDefault(0.1).describedAs("what the labels of each view weigh");

    /** What each level weighs. */
    static final NumberOption LEVELS =
            RecipeOption.number("levels", 0.9).atLeast(0).describedAs("what each level of the predictions weighs");

    /** What norm and direction weigh. */
    static final NumberOption NORM_AND_DIRECTION = RecipeOption.number("norm-and-direction", 2)
            .atLeast(0)
            .describedAs("what norm and direction of the features weigh");

    /** How long soft targets take to come in full. */
    static final WholeNumberOption WARM_UP =
            PublishedOptions.WARM_UP.describedAs("over how many epochs the soft targets' weight grows from 0");

    /** How images are mixed. */
    static final ChoiceOption<Mixing> MIXING =
            RecipeOption.oneOf("mixing", Mixing.MIXUP).describedAs("how images and labels are mixed");

    /** How strongly images are mixed. */
    static final NumberOption STRENGTH = RecipeOption.number("strength", 1)
            .above(0)
            .describedAs("alpha of Beta(alpha, alpha), from which the share of each image is drawn");

    private static final String STRONG = " " + ImageData.STRONG;

    /** The book. */
    public ViewRecipes() {}

    /** Ways to mix images. */
    enum Mixing {
        /** Each image with another one as a whole. */
        MIXUP,
        /** A box of another image. */
        CUTMIX
    }

    @Override
    public List<Recipe> recipes() {
        return List.of(
                Published.of(
                        "mlkd",
                        "predictions at several temperatures, by sample, batch and class, in two views (MLKD)",
                        List.of(PublishedOptions.FORM, LABELS, LEVELS, Standardization.OPTION),
                        ViewRecipes::multiLevel),
                Published.of(
                        "kd-plus-plus",
                        "soft targets, and features as long as the teacher's that point to its class centres (KD++)",
                        List.of(PublishedOptions.SOFT_TARGETS, NORM_AND_DIRECTION, WARM_UP, PaperOptions.TEMPERATURE),
                        ViewRecipes::plusPlus),
                Published.of(
                        "kd-mixup",
                        "soft targets on images that are mixed with each other",
                        List.of(MIXING, STRENGTH, PaperOptions.TEMPERATURE, PaperOptions.ALPHA),
                        ViewRecipes::mixed));
    }

    private static List<Stage> multiLevel(OptionValues values) {
        double labels = values.get(LABELS);
        double levels = values.get(LEVELS);
        Standardization logits = values.get(Standardization.OPTION);
        Stage stage = PaperStages.withLabels(PaperStages.whole(values), labels)
                .objective(PaperStages.LABELS + STRONG, labels, new InView(ImageData.STRONG, new CrossEntropy()));
        for (Level level : Level.values()) {
            String name = level.name().toLowerCase(Locale.ROOT);
            if (PublishedOptions.isPublished(values)) {
                stage = stage.objective(
                        name, levels, logits.on(new MultiLevelLogitsAsPublished(level, ImageData.STRONG)));
            } else {
                MultiLevelLogits each = MultiLevelLogits.of(level);
                stage = stage.objective(name, levels, logits.on(each.masked(level == Level.INSTANCE)))
                        .objective(name + STRONG, levels, new InView(ImageData.STRONG, logits.on(each)));
            }
        }
        return List.of(stage);
    }

    private static List<Stage> plusPlus(TaskNetworks networks, OptionValues values) {
        return List.of(PaperStages.labelled(values)
                .objective(
                        PaperStages.SOFT_TARGETS,
                        values.get(PublishedOptions.SOFT_TARGETS),
                        new EpochWarmUp(values.get(WARM_UP), 0),
                        new SoftTargets(values.get(PaperOptions.TEMPERATURE)))
                .objective(
                        "norm and direction",
                        values.get(NORM_AND_DIRECTION),
                        new NormAndDirection(networks.getStudentPooled(), networks.getTeacherPooled())));
    }

    private static List<Stage> mixed(OptionValues values) {
        double strength = values.get(STRENGTH);
        BatchTransform mixing = values.get(MIXING) == Mixing.MIXUP ? new Mixup(strength) : new CutMix(strength);
        return List.of(PaperStages.softTargetsAlone(values).transform(mixing));
    }
}
