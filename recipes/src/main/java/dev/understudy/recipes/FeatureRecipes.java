package dev.understudy.recipes;

import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.network.ExtendedStudents;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.features.ActivationBoundaries;
import dev.understudy.objective.features.ClassMaps;
import dev.understudy.objective.features.LogDistance;
import dev.understudy.objective.features.MaskedGeneration;
import dev.understudy.objective.features.NToOne;
import dev.understudy.objective.features.Overhaul;
import dev.understudy.objective.features.Srrl;
import dev.understudy.objective.features.Vid;
import dev.understudy.objective.features.WassersteinFeatures;
import dev.understudy.objective.logits.LayerNormalizedLogits;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.ChoiceOption;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.WholeNumberOption;
import java.util.List;

/** Published methods that compare activations, with their authors' weights for CIFAR-100 where they have some. */
public final class FeatureRecipes implements RecipeBook {

    private static final NumberOption WEIGHT = PublishedOptions.WEIGHT;

    private static final NumberOption LABELS = PublishedOptions.LABELS.byDefault(0.1);

    private static final NumberOption VARIANCE = RecipeOption.number("first-variance", Vid.VARIANCE)
            .above(0.001)
            .describedAs("what the variances of all channels begin with");

    private static final WholeNumberOption SIDE = RecipeOption.wholeNumber("map-side", ClassMaps.SIDE)
            .atLeast(1)
            .describedAs("the height and width that class maps are averaged to");

    private static final ChoiceOption<ClassMaps.Scale> SCALE = RecipeOption.oneOf("map-scale", ClassMaps.Scale.PLAIN)
            .describedAs("whether each class map is compared as it is, or as a unit vector (networks of two families)");

    private static final NumberOption FEATURES = RecipeOption.number("feature-weight", 1)
            .atLeast(0)
            .describedAs("what the averaged features weigh (the authors' alpha)");

    private static final NumberOption CLASSES = RecipeOption.number("class-weight", 1)
            .atLeast(0)
            .describedAs("what the teacher's classifier says of the student's features weighs (the authors' beta)");

    private static final NumberOption POWER = RecipeOption.number("distance-power", LogDistance.POWER)
            .above(1)
            .describedAs("the power of differences; higher ones see large differences alone");

    private static final NumberOption SOFT = PublishedOptions.SOFT_TARGETS;

    private static final NumberOption TEMPERATURE = PaperOptions.TEMPERATURE.byDefault(1);

    private static final NumberOption MEANS =
            RecipeOption.number("mean-weight", 4).atLeast(0).describedAs("what means weigh beside deviations");

    private static final WholeNumberOption GRID = RecipeOption.wholeNumber("grid", 1)
            .atLeast(1)
            .describedAs("into how many parts height and width of a map are divided");

    private static final NumberOption MARGIN = RecipeOption.number("margin", 1)
            .above(0)
            .describedAs("how far from 0 activations are to be on the teacher's side");

    private static final NumberOption BOUNDARIES = PublishedOptions.FIRST_STAGE.describedAs(
            "activation boundaries alone take this part of the epochs, on top of them");

    private static final NumberOption MASKED = RecipeOption.number("masked", 0.15)
            .atLeast(0)
            .below(1)
            .describedAs("the part of the student's channels that is left out");

    /** The book. */
    public FeatureRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(
                Published.of(
                        "vid",
                        "the student's layers are to predict the teacher's, channels as well as can be (VID)",
                        List.of(WEIGHT, VARIANCE),
                        FeatureRecipes::variational),
                Published.of(
                                "cat-kd",
                                "where the student sees each class is to be where the teacher sees it (CAT-KD)",
                                List.of(WEIGHT.byDefault(15), SIDE, SCALE),
                                FeatureRecipes::classMaps)
                        .network(ExtendedStudents::withClassMaps),
                Published.of(
                        "srrl",
                        "the student's features are the teacher's, and its classifier says the same of them (SRRL)",
                        List.of(FEATURES, CLASSES),
                        (networks, values) -> one("srrl", values, 1, srrl(networks, values))),
                Published.of(
                        "srd",
                        "the logarithm of a high power of how far normalised features are apart, beside KD (SRD)",
                        List.of(WEIGHT.byDefault(2), POWER, SOFT, TEMPERATURE),
                        FeatureRecipes::simple),
                Published.of(
                        "wkd-f",
                        "channels are to be distributed over an image as the teacher's (WKD-F)",
                        List.of(WEIGHT.byDefault(0.08), MEANS, GRID, PublishedOptions.DECAY),
                        FeatureRecipes::wasserstein),
                Published.of(
                                "norm",
                                "each of several slices of the student's widened maps is to be the teacher's map (NORM)",
                                List.of(LABELS, WEIGHT, PublishedOptions.FORM),
                                FeatureRecipes::manyToOne)
                        .network(ExtendedStudents::withTransform),
                Published.of(
                        "ab",
                        "the student is first to let through what the teacher does, then learns the labels (AB)",
                        List.of(WEIGHT.byDefault(ActivationBoundaries.WEIGHT), MARGIN, BOUNDARIES),
                        FeatureRecipes::boundaries),
                Published.of(
                        "ofd",
                        "layers before their ReLUs, negative values only as far as they are (overhaul, OFD)",
                        List.of(WEIGHT.byDefault(Overhaul.WEIGHT)),
                        (networks, values) -> one("overhaul", values, values.get(WEIGHT), overhaul(networks))),
                Published.of(
                        "mgd",
                        "all of the teacher's map is to be made of a part of the student's channels (MGD)",
                        List.of(WEIGHT.byDefault(MaskedGeneration.WEIGHT), MASKED),
                        (networks, values) -> one("generation", values, values.get(WEIGHT), masked(networks, values))));
    }

    private static List<Stage> one(String name, OptionValues values, double weight, Objective term) {
        return List.of(PaperStages.labelled(values).objective(name, weight, term));
    }

    private static List<Stage> variational(TaskNetworks networks, OptionValues values) {
        networks.checkGroups();
        List<StudentTap> own = networks.getStudentGroups();
        List<TeacherTap> other = networks.getTeacherGroups();
        Stage stage = PaperStages.labelled(values);
        for (int i = 0; i < own.size(); i++) {
            Vid term = new Vid(own.get(i), other.get(i), values.get(VARIANCE));
            stage = stage.objective("information " + own.get(i), values.get(WEIGHT), term);
        }
        return List.of(stage);
    }

    private static List<Stage> classMaps(TaskNetworks networks, OptionValues values) {
        ClassMaps term = new ClassMaps(
                ExtendedStudents.CLASS_MAPS, networks.getTeacherAveraged(), values.get(SIDE), values.get(SCALE));
        return one("class maps", values, values.get(WEIGHT), term);
    }

    private static Srrl srrl(TaskNetworks networks, OptionValues values) {
        return new Srrl(
                networks.getStudentAveraged(),
                networks.getTeacherAveraged(),
                values.get(FEATURES),
                values.get(CLASSES));
    }

    private static List<Stage> simple(TaskNetworks networks, OptionValues values) {
        LogDistance term = new LogDistance(networks.getStudentPooled(), networks.getTeacherPooled(), values.get(POWER));
        return List.of(PaperStages.labelled(values)
                .objective(PaperStages.SOFT_TARGETS, values.get(SOFT), new SoftTargets(values.get(TEMPERATURE)))
                .objective("distance", values.get(WEIGHT), term));
    }

    private static List<Stage> wasserstein(TaskNetworks networks, OptionValues values) {
        WassersteinFeatures term = new WassersteinFeatures(
                networks.getStudentLast(), networks.getTeacherLast(), values.get(MEANS), values.get(GRID));
        LateDecay decay = new LateDecay(values.get(PublishedOptions.DECAY));
        return List.of(PaperStages.labelled(values).objective("distributions", values.get(WEIGHT), decay, term));
    }

    private static List<Stage> manyToOne(TaskNetworks networks, OptionValues values) {
        NToOne term = new NToOne(ExtendedStudents.WIDE, networks.getTeacherAveraged());
        Stage whole = PaperStages.whole(values);
        return switch (values.get(PublishedOptions.FORM)) {
            case PAPER ->
                List.of(PaperStages.withLabels(whole, values.get(LABELS))
                        .objective("slices", values.get(WEIGHT), term));
            case PUBLISHED ->
                List.of(whole.objective(
                                PaperStages.LABELS,
                                values.get(LABELS),
                                new LayerNormalizedLogits(new CrossEntropy(), 2.5))
                        .objective("slices", values.get(WEIGHT), new RiseAndFall(), term));
        };
    }

    private static List<Stage> boundaries(TaskNetworks networks, OptionValues values) {
        networks.checkGroups();
        List<StudentTap> own = networks.getStudentPreactivations();
        ActivationBoundaries term =
                new ActivationBoundaries(own, networks.getTeacherPreactivations(), values.get(MARGIN));
        Stage first = PaperStages.before(own.get(own.size() - 1), values);
        return List.of(first.objective("boundaries", values.get(WEIGHT), term), PaperStages.labelled(values));
    }

    private static Overhaul overhaul(TaskNetworks networks) {
        networks.checkGroups();
        return new Overhaul(
                networks.getStudentPreactivations(), networks.getTeacherPreactivations(), networks.getTeacherNorms());
    }

    private static MaskedGeneration masked(TaskNetworks networks, OptionValues values) {
        return new MaskedGeneration(networks.getStudentLast(), networks.getTeacherLast(), values.get(MASKED));
    }
}
