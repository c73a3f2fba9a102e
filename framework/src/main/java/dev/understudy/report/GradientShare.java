package dev.understudy.report;

/**
 * How much of the gradient at the guided layer comes from one objective at the start of a stage.
 *
 * @param stage the stage's number, from 1
 * @param objective the objective's name
 * @param weight its weight in the sum
 * @param gradient the norm of its weighted gradient with respect to the guided layer's parameters
 * @param share its part of the sum of these norms over the stage's objectives, from 0 to 1
 * @param balanced the weight with which its share would be that of the mean objective
 */
public record GradientShare(
        int stage, String objective, double weight, double gradient, double share, double balanced) {

    /** Above this share an objective drowns the others. */
    public static final double DROWNS = 0.95;

    /** Below this share an objective counts for nothing. */
    public static final double COUNTS = 0.01;

    /** Refuses what is no share. */
    public GradientShare {
        Checks.positive("stage", stage);
        Checks.notNegative("gradient", gradient);
        Checks.percent("share", 100 * share);
    }
}
