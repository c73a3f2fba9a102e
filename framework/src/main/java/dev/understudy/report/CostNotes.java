package dev.understudy.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** How the costs of a comparison were measured, and which objectives are weighted badly. */
final class CostNotes {
    private static final MathContext DIGITS = new MathContext(3);

    private CostNotes() {}

    static List<String> of(Comparison comparison) {
        List<String> notes = new ArrayList<>();
        List<Profile> profiles = comparison.cells().stream()
                .map(TableCell::profile)
                .filter(Objects::nonNull)
                .toList();
        List<String> machines = profiles.stream()
                .map(profile -> profile.provenance().machine())
                .distinct()
                .toList();
        if (!machines.isEmpty()) {
            notes.add("Costs were measured alone, one student at a time, "
                    + (machines.size() == 1 ? "on one machine: " : "but on several machines, so they do not compare: ")
                    + String.join("; ", machines) + ". Training time is that of the steps; evaluation is left out.");
        }
        profiles.stream().flatMap(CostNotes::warnings).forEach(notes::add);
        return notes;
    }

    private static Stream<String> warnings(Profile profile) {
        return profile.shares().stream()
                .filter(share -> profile.shares().stream()
                                .filter(other -> other.stage() == share.stage())
                                .count()
                        > 1)
                .filter(share -> share.weight() > 0)
                .filter(share -> share.share() > GradientShare.DROWNS || share.share() < GradientShare.COUNTS)
                .map(share -> warning(profile.recipe(), share));
    }

    private static String warning(String recipe, GradientShare share) {
        String what = share.share() > GradientShare.DROWNS ? "drowns the others" : "counts for nothing";
        String advice = share.gradient() == 0
                ? "no weight changes that"
                : "the weight " + plain(share.balanced()) + " in place of " + plain(share.weight())
                        + " would balance it";
        return recipe + ", stage " + share.stage() + ": " + share.objective() + " makes "
                + Text.decimal(100 * share.share()) + " % of the gradient at the guided layer at the start and " + what
                + "; " + advice + ".";
    }

    private static String plain(double weight) {
        return BigDecimal.valueOf(weight).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
