package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.relations.CorrelationCongruence;
import dev.understudy.objective.relations.CorrelationCongruenceAsPublished;
import dev.understudy.objective.relations.Fsp;
import dev.understudy.objective.relations.Ickd;
import dev.understudy.objective.relations.Itrd;
import dev.understudy.objective.relations.Nst;
import dev.understudy.objective.relations.Pkt;
import dev.understudy.objective.relations.Rkd;
import dev.understudy.objective.relations.SimilarityPreserving;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.WholeNumberOption;
import java.util.List;

/** Published methods that compare relations between samples, channels or layers, with their weights for CIFAR-100. */
public final class RelationRecipes implements RecipeBook {

    private static final NumberOption DISTANCES =
            RecipeOption.number("distance-weight", 25).atLeast(0).describedAs("what distances between samples weigh");

    private static final NumberOption ANGLES =
            RecipeOption.number("angle-weight", 50).atLeast(0).describedAs("what angles between samples weigh");

    private static final NumberOption KERNEL =
            RecipeOption.number("kernel-gamma", 0.4).above(0).describedAs("gamma of the paper's kernel");

    private static final WholeNumberOption ORDER =
            RecipeOption.wholeNumber("kernel-order", 2).atLeast(1).describedAs("order of the paper's kernel's series");

    private static final WholeNumberOption DIMENSIONS = RecipeOption.wholeNumber("embedding", 128)
            .atLeast(1)
            .describedAs("dimensions of the published form's embeddings");

    private static final NumberOption FLOW = PublishedOptions.WEIGHT.describedAs("what the method's stage weighs");

    private static final NumberOption FLOW_STAGE =
            PublishedOptions.FIRST_STAGE.describedAs("the method alone takes this part of the epochs, on top of them");

    private static final NumberOption CORRELATION = RecipeOption.number("correlation-weight", 2)
            .atLeast(0)
            .describedAs("what the correlation of features weighs");

    private static final NumberOption INFORMATION = RecipeOption.number("information-weight", 1)
            .atLeast(0)
            .describedAs("what the mutual information of features weighs");

    private static final NumberOption ENTROPY =
            RecipeOption.number("entropy-order", 1.01).above(0).describedAs("alpha of Renyi's entropy");

    /** The student's and the teacher's features, as their classifiers take them. */
    private static final StudentTap FEATURES = new StudentTap("flatten");

    private static final TeacherTap THEIR_FEATURES = new TeacherTap("flatten");

    /** The maps that these are the averages of. */
    private static final StudentTap LAST = PaperNetworks.GUIDED;

    private static final TeacherTap THEIR_LAST = PaperNetworks.LAST;

    /** The book. */
    public RelationRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(
                Published.weighted(
                        "sp",
                        "images that are alike for the teacher are to be alike for the student (SP)",
                        3000,
                        List.of(),
                        values -> new SimilarityPreserving(LAST, THEIR_LAST)),
                Published.term(
                        "rkd",
                        "samples are to lie at the teacher's distances and angles (RKD)",
                        List.of(DISTANCES, ANGLES),
                        values -> new Rkd(FEATURES, THEIR_FEATURES, values.get(DISTANCES), values.get(ANGLES))),
                Published.weighted(
                        "cc",
                        "samples are to correlate as for the teacher (CC); the published form's weight is 0.02",
                        0.003,
                        List.of(PublishedOptions.FORM, KERNEL, ORDER, DIMENSIONS),
                        RelationRecipes::congruence),
                Published.weighted(
                        "pkt",
                        "samples are to have the neighbours that they have for the teacher (PKT)",
                        30_000,
                        List.of(PublishedOptions.FORM),
                        values -> new Pkt(
                                FEATURES,
                                THEIR_FEATURES,
                                PublishedOptions.isPublished(values) ? Pkt.Form.PUBLISHED : Pkt.Form.PAPER)),
                Published.of(
                        "fsp",
                        "the layers first learn how the teacher's go with each other, then the labels (FSP)",
                        List.of(FLOW, FLOW_STAGE),
                        RelationRecipes::flow),
                Published.weighted(
                        "nst",
                        "channels are to be active where the teacher's are, as a distribution (NST)",
                        50,
                        List.of(),
                        values -> new Nst(LAST, THEIR_LAST)),
                Published.weighted(
                        "ickd",
                        "channels are to correlate as the teacher's (ICKD-C); the weight is the published form's",
                        2.5,
                        List.of(PublishedOptions.FORM),
                        values -> new Ickd(
                                LAST,
                                THEIR_LAST,
                                PublishedOptions.isPublished(values) ? Ickd.Form.PUBLISHED : Ickd.Form.PAPER)),
                Published.term(
                        "itrd",
                        "features are to correlate with the teacher's and to share its information (ITRD)",
                        List.of(CORRELATION, INFORMATION, ENTROPY),
                        values -> new Itrd(
                                FEATURES,
                                THEIR_FEATURES,
                                new Itrd.Weights(values.get(CORRELATION), values.get(INFORMATION)),
                                values.get(ENTROPY))));
    }

    private static Objective congruence(OptionValues values) {
        return PublishedOptions.isPublished(values)
                ? new CorrelationCongruenceAsPublished(FEATURES, THEIR_FEATURES, values.get(DIMENSIONS))
                : new CorrelationCongruence(FEATURES, THEIR_FEATURES, values.get(KERNEL), values.get(ORDER));
    }

    private static List<Stage> flow(OptionValues values) {
        return List.of(
                PaperStages.first(LAST, values)
                        .objective(
                                "fsp", values.get(FLOW), new Fsp(FeatureRecipes.GROUPS, FeatureRecipes.TEACHER_GROUPS)),
                PaperStages.labelled(values));
    }
}
