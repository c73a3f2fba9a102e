package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.network.TaskNetworks;
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

    private static final NumberOption SELECTIVITY = PublishedOptions.WEIGHT.byDefault(50);

    private static final NumberOption CORRELATION = RecipeOption.number("correlation-weight", 2)
            .atLeast(0)
            .describedAs("what the correlation of features weighs");

    private static final NumberOption INFORMATION = RecipeOption.number("information-weight", 1)
            .atLeast(0)
            .describedAs("what the mutual information of features weighs");

    private static final NumberOption ENTROPY =
            RecipeOption.number("entropy-order", 1.01).above(0).describedAs("alpha of Renyi's entropy");

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
                        (networks, values) ->
                                new SimilarityPreserving(networks.getStudentLast(), networks.getTeacherLast())),
                Published.term(
                        "rkd",
                        "samples are to lie at the teacher's distances and angles (RKD)",
                        List.of(DISTANCES, ANGLES),
                        (networks, values) -> new Rkd(
                                networks.getStudentPooled(),
                                networks.getTeacherPooled(),
                                values.get(DISTANCES),
                                values.get(ANGLES))),
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
                        (networks, values) -> new Pkt(
                                networks.getStudentPooled(),
                                networks.getTeacherPooled(),
                                PublishedOptions.isPublished(values) ? Pkt.Form.PUBLISHED : Pkt.Form.PAPER)),
                Published.of(
                        "fsp",
                        "the layers first learn how the teacher's go with each other, then the labels (FSP)",
                        List.of(FLOW, FLOW_STAGE),
                        RelationRecipes::flow),
                Published.of(
                        "nst",
                        "channels are to be active where the teacher's are, as a distribution (NST)",
                        List.of(SELECTIVITY),
                        RelationRecipes::selectivity),
                Published.weighted(
                        "ickd",
                        "channels are to correlate as the teacher's (ICKD-C); the weight is the published form's",
                        2.5,
                        List.of(PublishedOptions.FORM),
                        (networks, values) -> new Ickd(
                                networks.getStudentLast(),
                                networks.getTeacherLast(),
                                PublishedOptions.isPublished(values) ? Ickd.Form.PUBLISHED : Ickd.Form.PAPER)),
                Published.term(
                        "itrd",
                        "features are to correlate with the teacher's and to share its information (ITRD)",
                        List.of(CORRELATION, INFORMATION, ENTROPY),
                        (networks, values) -> new Itrd(
                                networks.getStudentPooled(),
                                networks.getTeacherPooled(),
                                new Itrd.Weights(values.get(CORRELATION), values.get(INFORMATION)),
                                values.get(ENTROPY))));
    }

    private static Objective congruence(TaskNetworks networks, OptionValues values) {
        StudentTap own = networks.getStudentPooled();
        TeacherTap other = networks.getTeacherPooled();
        return PublishedOptions.isPublished(values)
                ? new CorrelationCongruenceAsPublished(own, other, values.get(DIMENSIONS))
                : new CorrelationCongruence(own, other, values.get(KERNEL), values.get(ORDER));
    }

    /** Of the paper's networks at the last group, of a pair at each group, as the benchmark's code has it. */
    private static List<Stage> selectivity(TaskNetworks networks, OptionValues values) {
        Stage stage = PaperStages.labelled(values);
        double weight = values.get(SELECTIVITY);
        if (networks.getTask().networks() == null) {
            Nst term = new Nst(networks.getStudentLast(), networks.getTeacherLast());
            return List.of(stage.objective("nst", weight, term));
        }
        networks.checkGroups();
        List<StudentTap> own = networks.getStudentGroups();
        for (int i = 0; i < own.size(); i++) {
            Nst term = new Nst(own.get(i), networks.getTeacherGroups().get(i));
            stage = stage.objective("nst " + own.get(i), weight, term);
        }
        return List.of(stage);
    }

    private static List<Stage> flow(TaskNetworks networks, OptionValues values) {
        networks.checkChannels();
        Fsp term = new Fsp(networks.getStudentMaps(), networks.getTeacherMaps());
        return List.of(
                PaperStages.before(networks.getStudentLast(), values).objective("fsp", values.get(FLOW), term),
                PaperStages.labelled(values));
    }
}
