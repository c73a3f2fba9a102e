package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.logits.LabelSmoothing;
import dev.understudy.objective.logits.TfKd;
import dev.understudy.objective.logits.Uskd;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.RecipeOption;
import java.util.List;

/** Published methods without a teacher, with their authors' weights for CIFAR-100. */
public final class TeacherFreeRecipes implements RecipeBook {

    private static final NumberOption SMOOTHING = RecipeOption.number("smoothing", 0.1)
            .atLeast(0)
            .below(1)
            .describedAs("the part of a label that is shared by all classes");

    private static final NumberOption CORRECT = RecipeOption.number("correct-probability", 0.99)
            .above(0)
            .below(1)
            .describedAs("how likely the virtual teacher finds the true class");

    private static final NumberOption VIRTUAL = PublishedOptions.WEIGHT.byDefault(0.1);

    private static final NumberOption LABELS = PublishedOptions.LABELS.byDefault(0.9);

    private static final NumberOption TEMPERATURE = PaperOptions.TEMPERATURE.byDefault(20);

    private static final NumberOption TARGET = LogitRecipes.TARGET.byDefault(0.1);

    private static final NumberOption OTHERS = LogitRecipes.OTHERS.byDefault(0.1);

    private static final NumberOption HEAD = RecipeOption.number("head-weight", 0.1)
            .atLeast(0)
            .describedAs("what the labels of the head in the middle weigh (the authors' mu)");

    /** The book. */
    public TeacherFreeRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(
                Alone.student(
                        "label-smoothing",
                        "the student alone, with smoothed labels",
                        List.of(SMOOTHING),
                        (networks, values) -> smoothed(values)),
                Alone.student(
                        "tf-kd",
                        "the student alone, with a virtual teacher who is nearly always right (Tf-KD)",
                        List.of(LABELS, VIRTUAL, CORRECT, TEMPERATURE, PublishedOptions.FORM),
                        (networks, values) -> virtual(values)),
                Alone.student(
                        "uskd",
                        "the student alone, with soft labels of its own making (USKD)",
                        List.of(TARGET, OTHERS, HEAD, PublishedOptions.FORM),
                        TeacherFreeRecipes::self));
    }

    private static List<Stage> smoothed(OptionValues values) {
        return List.of(
                PaperStages.whole(values).objective(PaperStages.LABELS, 1, new LabelSmoothing(values.get(SMOOTHING))));
    }

    private static List<Stage> virtual(OptionValues values) {
        TfKd.Form form = PublishedOptions.isPublished(values) ? TfKd.Form.PUBLISHED : TfKd.Form.PAPER;
        TfKd teacher = new TfKd(values.get(CORRECT), values.get(TEMPERATURE), form);
        return List.of(PaperStages.withLabels(PaperStages.whole(values), values.get(LABELS))
                .objective("virtual teacher", values.get(VIRTUAL), teacher));
    }

    private static List<Stage> self(TaskNetworks networks, OptionValues values) {
        Uskd.Weights weights = new Uskd.Weights(values.get(TARGET), values.get(OTHERS), values.get(HEAD));
        Uskd.Ranking ranking = PublishedOptions.isPublished(values) ? Uskd.Ranking.PUBLISHED : Uskd.Ranking.PAPER;
        return List.of(
                PaperStages.labelled(values).objective("uskd", 1, new Uskd(networks.getMiddle(), weights, ranking)));
    }
}
