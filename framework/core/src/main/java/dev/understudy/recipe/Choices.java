package dev.understudy.recipe;

import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.objective.Norm;
import dev.understudy.objective.SoftTargets;

/**
 * What a user chooses beside the recipe. Immutable: each option returns new choices.
 *
 * @param epochs how many epochs the student learns its labels, at least 1
 * @param scheme single-stage or two-stage training
 * @param softTargets whether the class loss has soft targets ("+KD")
 * @param norm how knowledge is compared
 * @param scale which of the two readings of eq. 6 a single stage takes
 * @param learningRate the first learning rate of every stage, above 0; half a cosine takes it to zero
 * @param temperature the soft targets' temperature, above 0
 * @param alpha the labels' part of a class loss with soft targets (eq. 5), from 0 to 1
 * @param beta what the class loss weighs against knowledge in a single stage (eq. 6), above 0
 * @param firstStage the first of two stages takes this part of the epochs on top of them, above 0
 */
public record Choices(
        int epochs,
        Scheme scheme,
        boolean softTargets,
        Norm norm,
        Scale scale,
        double learningRate,
        double temperature,
        double alpha,
        double beta,
        double firstStage) {

    private static final double ALPHA = 0.3;
    private static final double BETA = 0.1;
    private static final double FIRST_STAGE = 1.0 / 3;

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

    /** Checks every number. */
    public Choices {
        if (epochs < 1) {
            throw new InputException("--epochs must be at least 1, got " + epochs);
        }
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new InputException("--alpha must be from 0 to 1, got " + alpha);
        }
        aboveZero("--learning-rate", learningRate);
        aboveZero("--temperature", temperature);
        aboveZero("--beta", beta);
        aboveZero("--first-stage", firstStage);
    }

    /**
     * A single stage without soft targets, squared differences, at the scale of the class loss; alpha = 0.3 and beta =
     * 0.1 as in the paper; and ours, since it gives none: a learning rate of 0.1, T = 4, and a third of the epochs for
     * the first of two stages.
     *
     * @param epochs how many epochs, at least 1
     * @return the choices
     */
    public static Choices of(int epochs) {
        return new Choices(
                epochs,
                Scheme.SINGLE,
                false,
                Norm.SQUARED,
                Scale.CLASS,
                Stage.LEARNING_RATE,
                SoftTargets.standard().temperature(),
                ALPHA,
                BETA,
                FIRST_STAGE);
    }

    /**
     * With another length.
     *
     * @param other how many epochs, at least 1
     * @return the choices
     */
    public Choices epochs(int other) {
        return new Choices(other, scheme, softTargets, norm, scale, learningRate, temperature, alpha, beta, firstStage);
    }

    /**
     * With another scheme.
     *
     * @param other the scheme
     * @return the choices
     */
    public Choices scheme(Scheme other) {
        return new Choices(epochs, other, softTargets, norm, scale, learningRate, temperature, alpha, beta, firstStage);
    }

    /**
     * With or without soft targets.
     *
     * @param with whether
     * @return the choices
     */
    public Choices softTargets(boolean with) {
        return new Choices(epochs, scheme, with, norm, scale, learningRate, temperature, alpha, beta, firstStage);
    }

    /**
     * With another norm.
     *
     * @param other the norm
     * @return the choices
     */
    public Choices norm(Norm other) {
        return new Choices(
                epochs, scheme, softTargets, other, scale, learningRate, temperature, alpha, beta, firstStage);
    }

    /**
     * At another scale.
     *
     * @param other the scale
     * @return the choices
     */
    public Choices scale(Scale other) {
        return new Choices(
                epochs, scheme, softTargets, norm, other, learningRate, temperature, alpha, beta, firstStage);
    }

    /**
     * With another learning rate.
     *
     * @param other the first of every stage, above 0
     * @return the choices
     */
    public Choices learningRate(double other) {
        return new Choices(epochs, scheme, softTargets, norm, scale, other, temperature, alpha, beta, firstStage);
    }

    /**
     * With another temperature.
     *
     * @param other above 0
     * @return the choices
     */
    public Choices temperature(double other) {
        return new Choices(epochs, scheme, softTargets, norm, scale, learningRate, other, alpha, beta, firstStage);
    }

    /**
     * With another alpha.
     *
     * @param other from 0 to 1
     * @return the choices
     */
    public Choices alpha(double other) {
        return new Choices(
                epochs, scheme, softTargets, norm, scale, learningRate, temperature, other, beta, firstStage);
    }

    /**
     * With another beta.
     *
     * @param other above 0
     * @return the choices
     */
    public Choices beta(double other) {
        return new Choices(
                epochs, scheme, softTargets, norm, scale, learningRate, temperature, alpha, other, firstStage);
    }

    /**
     * With another length of the first of two stages.
     *
     * @param other as a part of the epochs, above 0
     * @return the choices
     */
    public Choices firstStage(double other) {
        return new Choices(epochs, scheme, softTargets, norm, scale, learningRate, temperature, alpha, beta, other);
    }

    private static void aboveZero(String option, double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new InputException(option + " must be a number above 0, got " + number);
        }
    }
}
