package dev.understudy.recipes;

import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.FactorTransfer;
import dev.understudy.recipe.Choices;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import java.util.List;

/** Published methods that bring modules or buffers of their own, each with its authors' weights. */
public final class PublishedRecipes implements RecipeBook {

    private static final String LABELS = "labels";

    /** FT: 30 of 240 epochs, as in RepDistiller. */
    private static final int PARAPHRASER_PART = 8;

    private static final double FACTORS = 200;

    /** The book. */
    public PublishedRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(
                new Published(
                        "ft",
                        "the student's factor is to be that of an autoencoder of the teacher's features (FT)",
                        PublishedRecipes::factorTransfer),
                new TeachersClassifier());
    }

    private static List<Stage> factorTransfer(Choices choices) {
        FactorTransfer transfer = new FactorTransfer(
                PaperNetworks.GUIDED, PaperNetworks.GUIDING, FactorTransfer.RATE, FactorTransfer.Form.MAP);
        return List.of(
                Stage.modules(Math.max(1, choices.epochs() / PARAPHRASER_PART))
                        .objective("reconstruction", 1, transfer.reconstruction())
                        .schedule(schedule(choices)),
                labels(choices).objective("factors", FACTORS, transfer));
    }

    private static Stage labels(Choices choices) {
        return Stage.whole(choices.epochs())
                .objective(LABELS, 1, new CrossEntropy())
                .schedule(schedule(choices));
    }

    private static Schedule schedule(Choices choices) {
        return Schedule.cosine(choices.learningRate());
    }
}
