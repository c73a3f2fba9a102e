package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.network.ExtendedStudents;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.features.ScaleDecoupledKd;
import dev.understudy.objective.logits.AlphaBetaDivergence;
import dev.understudy.objective.logits.Ctkd;
import dev.understudy.objective.logits.DecoupledKd;
import dev.understudy.objective.logits.Dist;
import dev.understudy.objective.logits.Nkd;
import dev.understudy.objective.logits.RefinedLogits;
import dev.understudy.objective.logits.SampleDivergence;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.objective.logits.Ttm;
import dev.understudy.objective.logits.WassersteinLogits;
import dev.understudy.objective.logits.Wttm;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.WholeNumberOption;
import dev.understudy.recipe.YesNoOption;
import java.util.List;

/** Published methods that compare logits, with their authors' weights and temperatures for CIFAR-100. */
public final class LogitRecipes implements RecipeBook {

    /** What the true class weighs. */
    static final NumberOption TARGET = RecipeOption.number("target-weight", 1)
            .atLeast(0)
            .describedAs("what the probability of the true class weighs (the authors' alpha)");

    /** What the other classes weigh. */
    static final NumberOption OTHERS = RecipeOption.number("non-target-weight", 8)
            .atLeast(0)
            .describedAs("what the other classes weigh (the authors' beta or gamma)");

    private static final NumberOption BETWEEN =
            RecipeOption.number("inter-class", 2).atLeast(0).describedAs("what correlations within a sample weigh");

    private static final NumberOption WITHIN =
            RecipeOption.number("intra-class", 2).atLeast(0).describedAs("what correlations within a class weigh");

    private static final NumberOption POWER = RecipeOption.number("power", 0.1)
            .above(0)
            .describedAs("the power that the teacher's probabilities are raised to (the authors' gamma)");

    private static final NumberOption FIRST_POWER = RecipeOption.number("divergence-alpha", 0.8)
            .atLeast(0)
            .describedAs("alpha of the divergence: 1 with beta 0 is KD's");

    private static final NumberOption SECOND_POWER =
            RecipeOption.number("divergence-beta", 0.3).atLeast(0).describedAs("beta of the divergence");

    private static final NumberOption CONFIDENCE = RecipeOption.number("confidence-temperature", 4)
            .above(0)
            .describedAs("at which temperature the confidence in a sample is compared");

    private static final NumberOption LOWEST =
            RecipeOption.number("lowest-temperature", 1).above(0).describedAs("below this the temperature never is");

    private static final NumberOption RANGE = RecipeOption.number("temperature-range", 20)
            .above(0)
            .describedAs("how far the temperature may be above the lowest");

    private static final WholeNumberOption CURRICULUM = RecipeOption.wholeNumber("curriculum-epochs", 10)
            .atLeast(0)
            .describedAs("over how many epochs the temperature comes to work against the student");

    private static final YesNoOption FINE = RecipeOption.yesNo("fine-parts", false)
            .describedAs("divide images by 4 rows and columns too, beside 2 (networks of two families)");

    private static final NumberOption COMPLEMENTARY = RecipeOption.number(
                    "complementary", ScaleDecoupledKd.COMPLEMENTARY)
            .atLeast(0)
            .describedAs("what a part weighs in which the teacher is right and in the whole wrong, or the reverse");

    private static final NumberOption TEMPERATURE = PaperOptions.TEMPERATURE;

    private static final NumberOption LABELS = PublishedOptions.LABELS;

    private static final NumberOption WEIGHT = PublishedOptions.WEIGHT;

    private static final WholeNumberOption WARM_UP = PublishedOptions.WARM_UP;

    /** The book. */
    public LogitRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(
                Published.of(
                        "dkd",
                        "the true class's probability and the other classes among each other, apart (DKD)",
                        List.of(TARGET, OTHERS, TEMPERATURE, WARM_UP, Standardization.OPTION),
                        LogitRecipes::decoupled),
                Published.term(
                        "nkd",
                        "the true class by the teacher's confidence, the other classes normalised (NKD)",
                        List.of(OTHERS.byDefault(3.5), TEMPERATURE.byDefault(3)),
                        (networks, values) -> new Nkd(values.get(OTHERS), values.get(TEMPERATURE))),
                Published.term(
                        "dist",
                        "predictions that correlate with the teacher's, by sample and by class (DIST)",
                        List.of(BETWEEN, WITHIN, TEMPERATURE, Standardization.OPTION),
                        (networks, values) -> values.get(Standardization.OPTION)
                                .on(new Dist(values.get(BETWEEN), values.get(WITHIN), values.get(TEMPERATURE)))),
                Published.of(
                                "lskd",
                                "soft targets of standardized logits (KD with logit standardization)",
                                List.of(
                                        LABELS.byDefault(0.1),
                                        WEIGHT.byDefault(9),
                                        TEMPERATURE.byDefault(2),
                                        Standardization.OPTION.byDefault(Standardization.PAPER)),
                                LogitRecipes::standardized)
                        .withoutKnowledge(),
                Published.weighted(
                        "ttm",
                        "the teacher's probabilities raised to a power, the student without temperature (TTM)",
                        45,
                        List.of(POWER),
                        (networks, values) -> new Ttm(values.get(POWER))),
                Published.weighted(
                        "wttm",
                        "as ttm, samples weighted by how unsure the teacher is of them (WTTM)",
                        4,
                        List.of(POWER.byDefault(0.2)),
                        (networks, values) -> new Wttm(values.get(POWER))),
                Published.weighted(
                        "abkd",
                        "the alpha-beta divergence from the teacher (ABKD)",
                        64,
                        List.of(FIRST_POWER, SECOND_POWER, TEMPERATURE),
                        (networks, values) -> new AlphaBetaDivergence(
                                values.get(FIRST_POWER), values.get(SECOND_POWER), values.get(TEMPERATURE))),
                Published.of(
                        "rld",
                        "as dkd, the teacher's mistakes left out by the labels (RLD)",
                        List.of(TARGET, OTHERS, TEMPERATURE, CONFIDENCE, WARM_UP, Standardization.OPTION),
                        LogitRecipes::refined),
                Published.term(
                        "wkd-l",
                        "the Wasserstein distance of predictions, by how alike the teacher holds classes (WKD-L)",
                        List.of(OTHERS.byDefault(600), TEMPERATURE.byDefault(8), PublishedOptions.DECAY),
                        (networks, values) -> new WassersteinLogits(
                                        networks.getTeacherPooled(),
                                        values.get(OTHERS),
                                        values.get(TEMPERATURE),
                                        WassersteinLogits.Sinkhorn.standard())
                                .factor(new LateDecay(values.get(PublishedOptions.DECAY)))),
                Published.of(
                                "sdd",
                                "soft targets of all of an image and of parts of it, which count apart (SDD with KD)",
                                List.of(LABELS.byDefault(0.1), WEIGHT.byDefault(0.9), TEMPERATURE, FINE, COMPLEMENTARY),
                                LogitRecipes::parts)
                        .network(ExtendedStudents::withLocalClassifier)
                        .withoutKnowledge(),
                Published.of(
                                "sdd-dkd",
                                "as dkd, of all of an image and of parts of it, which count apart (SDD with DKD)",
                                List.of(TARGET, OTHERS, TEMPERATURE, WARM_UP, FINE, COMPLEMENTARY),
                                LogitRecipes::decoupledParts)
                        .network(ExtendedStudents::withLocalClassifier),
                Published.of(
                        "ctkd",
                        "soft targets at a temperature that learns to make them harder (CTKD)",
                        List.of(LABELS.byDefault(0.1), WEIGHT.byDefault(0.9), LOWEST, RANGE, CURRICULUM),
                        LogitRecipes::curriculum));
    }

    private static Stage labels(OptionValues values, double weight) {
        return PaperStages.withLabels(PaperStages.whole(values), weight);
    }

    private static List<Stage> decoupled(OptionValues values) {
        return warmed("dkd", values, new DecoupledKd(values.get(TARGET), values.get(OTHERS), values.get(TEMPERATURE)));
    }

    private static List<Stage> refined(OptionValues values) {
        return warmed(
                "rld",
                values,
                new RefinedLogits(
                        values.get(TARGET), values.get(OTHERS), values.get(TEMPERATURE), values.get(CONFIDENCE)));
    }

    private static List<Stage> parts(TaskNetworks networks, OptionValues values) {
        ScaleDecoupledKd term = parts(networks, values, new SoftTargets(values.get(TEMPERATURE)));
        return List.of(labels(values, values.get(LABELS)).objective("parts", values.get(WEIGHT), term));
    }

    private static List<Stage> decoupledParts(TaskNetworks networks, OptionValues values) {
        DecoupledKd dkd = new DecoupledKd(values.get(TARGET), values.get(OTHERS), values.get(TEMPERATURE));
        EpochWarmUp warmUp = new EpochWarmUp(values.get(WARM_UP), 1);
        return List.of(labels(values, 1).objective("parts", 1, warmUp, parts(networks, values, dkd)));
    }

    private static ScaleDecoupledKd parts(TaskNetworks networks, OptionValues values, SampleDivergence divergence) {
        List<Integer> sides = values.get(FINE) ? List.of(2, 4) : List.of(2);
        return new ScaleDecoupledKd(
                ExtendedStudents.CLASS_MAPS,
                networks.getTeacherAveraged(),
                sides,
                divergence,
                values.get(COMPLEMENTARY));
    }

    private static List<Stage> warmed(String name, OptionValues values, Objective method) {
        Objective term = values.get(Standardization.OPTION).on(method);
        return List.of(labels(values, 1).objective(name, 1, new EpochWarmUp(values.get(WARM_UP), 1), term));
    }

    private static List<Stage> standardized(OptionValues values) {
        Objective term = values.get(Standardization.OPTION).on(new SoftTargets(values.get(TEMPERATURE)));
        return List.of(
                labels(values, values.get(LABELS)).objective(PaperStages.SOFT_TARGETS, values.get(WEIGHT), term));
    }

    private static List<Stage> curriculum(OptionValues values) {
        Ctkd term = new Ctkd(values.get(LOWEST), values.get(RANGE), values.get(CURRICULUM));
        return List.of(labels(values, values.get(LABELS)).objective("ctkd", values.get(WEIGHT), term));
    }
}
