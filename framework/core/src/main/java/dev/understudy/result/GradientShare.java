package dev.understudy.result;

import dev.understudy.internal.text.Checks;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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

    private static final MathContext WEIGHT = new MathContext(2);

    /** Rounded down, so that only the whole is 100 %. */
    private static final MathContext PERCENT = new MathContext(3, RoundingMode.DOWN);

    /** Refuses what is no share. */
    public GradientShare {
        Checks.positive("stage", stage);
        Checks.notNegative("gradient", gradient);
        Checks.percent("share", 100 * share);
    }

    /**
     * Says which objectives drown the others of their stage, by a share above {@link #DROWNS}, and which count for
     * nothing, by one below {@link #COUNTS}, and the weights with which all of the stage would pull alike. An objective
     * that is alone in its stage, or has the weight 0, is never among the latter.
     *
     * @param shares of all stages
     * @return one line for each such objective
     */
    public static List<String> warnings(List<GradientShare> shares) {
        List<String> warnings = new ArrayList<>();
        for (GradientShare share : shares) {
            List<GradientShare> stage = shares.stream()
                    .filter(other -> other.stage() == share.stage())
                    .toList();
            if (stage.size() > 1 && share.share() > GradientShare.DROWNS) {
                warnings.add(line(share, "drowns the others", stage));
            } else if (stage.size() > 1 && share.share() < GradientShare.COUNTS && share.weight() > 0) {
                warnings.add(line(share, "counts for nothing", stage));
            }
        }
        return warnings;
    }

    private static String line(GradientShare share, String what, List<GradientShare> stage) {
        String advice = share.gradient() == 0
                ? "no weight changes that"
                : "the weights " + list(stage, true) + " in place of " + list(stage, false) + " would balance them";
        return "In stage " + share.stage() + ", \"" + share.objective() + "\" makes "
                + rounded(100 * share.share(), PERCENT) + " % of the gradient at the guided layer and " + what + "; "
                + advice;
    }

    private static String list(List<GradientShare> stage, boolean balanced) {
        return stage.stream()
                .map(share ->
                        balanced ? rounded(share.balanced(), WEIGHT) : rounded(share.weight(), MathContext.UNLIMITED))
                .collect(Collectors.joining(", "));
    }

    private static String rounded(double value, MathContext digits) {
        return BigDecimal.valueOf(value).round(digits).stripTrailingZeros().toPlainString();
    }
}
