package dev.understudy.cli.option;

import dev.understudy.objective.Norm;
import dev.understudy.recipe.Choices;
import picocli.CommandLine.Option;

/** The options that say how a recipe teaches; a recipe's own stand in its word ({@link RecipeArgument}). */
final class RecipeOptions {

    private static final Choices DEFAULTS = Choices.of(1);

    @Option(names = "--stages", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    Choices.Scheme stages = DEFAULTS.scheme();

    @Option(names = "--soft-targets", description = "Add soft targets to the class loss (\"+KD\").")
    boolean softTargets;

    @Option(
            names = "--norm",
            description = "How knowledge is compared: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    Norm norm = DEFAULTS.norm();

    @Option(
            names = "--scale",
            description = "At which scale a single stage sums its losses: class (L_class + L_know / beta) or knowledge"
                    + " (L_know + beta L_class); default: ${DEFAULT-VALUE}.")
    Choices.Scale scale = DEFAULTS.scale();

    @Option(
            names = "--learning-rate",
            paramLabel = "NUMBER",
            description = "The first of each of a student's stages, above 0; half a cosine takes it to zero; default:"
                    + " ${DEFAULT-VALUE}.")
    double learningRate = DEFAULTS.learningRate();

    @Option(
            names = "--temperature",
            paramLabel = "NUMBER",
            description = "How much soft targets are softened, above 0; default: ${DEFAULT-VALUE}.")
    double temperature = DEFAULTS.temperature();

    @Option(
            names = "--alpha",
            paramLabel = "NUMBER",
            description = "The labels' part of a class loss with soft targets, from 0 to 1; default: ${DEFAULT-VALUE}.")
    double alpha = DEFAULTS.alpha();

    @Option(
            names = "--beta",
            paramLabel = "NUMBER",
            description = "What the class loss weighs against knowledge in a single stage, above 0; default:"
                    + " ${DEFAULT-VALUE}.")
    double beta = DEFAULTS.beta();

    @Option(
            names = "--first-stage",
            paramLabel = "NUMBER",
            description = "The first of two stages takes this part of --epochs on top of them, above 0; default: a"
                    + " third.")
    double firstStage = DEFAULTS.firstStage();

    /** For picocli. */
    RecipeOptions() {}

    Choices choices(int epochs) {
        return Choices.of(epochs)
                .scheme(stages)
                .softTargets(softTargets)
                .norm(norm)
                .scale(scale)
                .learningRate(learningRate)
                .temperature(temperature)
                .alpha(alpha)
                .beta(beta)
                .firstStage(firstStage);
    }
}
