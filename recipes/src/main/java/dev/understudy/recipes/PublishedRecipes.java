package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.network.TaskNetworks;
import dev.understudy.objective.Crd;
import dev.understudy.objective.FactorTransfer;
import dev.understudy.objective.ReviewKd;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.WholeNumberOption;
import java.util.ArrayList;
import java.util.List;

/** Published methods that bring modules or buffers of their own, each with its authors' weights. */
public final class PublishedRecipes implements RecipeBook {

    private static final NumberOption FACTORS = PublishedOptions.WEIGHT.byDefault(200);

    /** The authors' for most of their pairs of networks. */
    private static final NumberOption REVIEW = PublishedOptions.WEIGHT.byDefault(5);

    private static final WholeNumberOption WARM_UP =
            PublishedOptions.WARM_UP.describedAs("over how many epochs the method's weight grows from 0");

    private static final NumberOption CONTRAST = PublishedOptions.WEIGHT.byDefault(0.8);

    private static final WholeNumberOption NEGATIVES = RecipeOption.wholeNumber("negatives", Crd.SCALED)
            .atLeast(0)
            .describedAs("how many other images each is told from; 0 for a part of the training set as the authors'");

    private static final NumberOption RATE = RecipeOption.number("rate", FactorTransfer.RATE)
            .above(0)
            .atMost(1)
            .describedAs("the factor's channels as a part of the teacher's");

    private static final NumberOption PARAPHRASER = PublishedOptions.FIRST_STAGE.describedAs(
            "the paraphraser alone takes this part of the epochs, on top of them");

    /** RepDistiller has 0.01 where the student's is 0.05. */
    private static final NumberOption PARAPHRASER_RATE = RecipeOption.number("paraphraser-rate", 1)
            .above(0)
            .describedAs("the paraphraser's learning rate as a part of the student's");

    /** The book. */
    public PublishedRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(
                Published.of(
                        "ft",
                        "the student's factor is to be that of an autoencoder of the teacher's features (FT)",
                        List.of(FACTORS, RATE, PARAPHRASER, PARAPHRASER_RATE),
                        PublishedRecipes::factorTransfer),
                new TeachersClassifier(),
                Published.of(
                        "crd",
                        "an image's embedding is to be told from those of others in a memory bank (CRD)",
                        List.of(CONTRAST, NEGATIVES),
                        PublishedRecipes::contrast),
                Published.of(
                        "reviewkd",
                        "each layer of the teacher guides the student's layers of its depth and deeper (knowledge review)",
                        List.of(REVIEW, WARM_UP),
                        PublishedRecipes::review));
    }

    private static List<Stage> factorTransfer(TaskNetworks networks, OptionValues values) {
        FactorTransfer transfer = new FactorTransfer(
                networks.getGuided(), networks.getGuiding(), values.get(RATE), FactorTransfer.Form.MAP);
        return List.of(
                SgdOptions.before(Stage.modules(PaperStages.firstEpochs(values)), values, values.get(PARAPHRASER_RATE))
                        .objective("reconstruction", 1, transfer.reconstruction()),
                PaperStages.labelled(values).objective("factors", values.get(FACTORS), transfer));
    }

    private static List<Stage> contrast(TaskNetworks networks, OptionValues values) {
        Crd crd = new Crd(
                networks.getStudentEmbedded(),
                networks.getTeacherEmbedded(),
                values.get(NEGATIVES),
                Crd.Settings.standard());
        return List.of(PaperStages.labelled(values).objective("contrast", values.get(CONTRAST), crd));
    }

    private static List<Stage> review(TaskNetworks networks, OptionValues values) {
        networks.checkGroups();
        List<StudentTap> own = new ArrayList<>(networks.getStudentGroups());
        own.add(networks.getStudentPooled());
        List<TeacherTap> other = new ArrayList<>(networks.getTeacherPreactivations());
        other.add(networks.getTeacherPooled());
        return List.of(PaperStages.labelled(values)
                .objective(
                        "review",
                        values.get(REVIEW),
                        new EpochWarmUp(values.get(WARM_UP), 0),
                        ReviewKd.of(own, other)));
    }
}
