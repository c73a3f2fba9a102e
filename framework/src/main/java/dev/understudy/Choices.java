package dev.understudy;

import dev.understudy.objective.Norm;

/**
 * What a user chooses beside the recipe. Immutable: each option returns new choices.
 *
 * @param epochs how many epochs the student learns its labels, at least 1
 * @param scheme single-stage or two-stage training
 * @param softTargets whether the class loss has soft targets ("+KD", alpha = 0.3)
 * @param norm how knowledge is compared
 * @param scale which of the two readings of eq. 6 a single stage takes
 */
public record Choices(int epochs, Scheme scheme, boolean softTargets, Norm norm, Scale scale) {

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

    /** Checks the epochs. */
    public Choices {
        if (epochs < 1) {
            throw new InputException("--epochs must be at least 1, got " + epochs);
        }
    }

    /**
     * A single stage without soft targets, squared differences, at the scale of the class loss.
     *
     * @param epochs how many epochs, at least 1
     * @return the choices
     */
    public static Choices of(int epochs) {
        return new Choices(epochs, Scheme.SINGLE, false, Norm.SQUARED, Scale.CLASS);
    }

    /**
     * With another scheme.
     *
     * @param other the scheme
     * @return the choices
     */
    public Choices scheme(Scheme other) {
        return new Choices(epochs, other, softTargets, norm, scale);
    }

    /**
     * With or without soft targets.
     *
     * @param with whether
     * @return the choices
     */
    public Choices softTargets(boolean with) {
        return new Choices(epochs, scheme, with, norm, scale);
    }

    /**
     * With another norm.
     *
     * @param other the norm
     * @return the choices
     */
    public Choices norm(Norm other) {
        return new Choices(epochs, scheme, softTargets, other, scale);
    }

    /**
     * At another scale.
     *
     * @param other the scale
     * @return the choices
     */
    public Choices scale(Scale other) {
        return new Choices(epochs, scheme, softTargets, norm, other);
    }
}
