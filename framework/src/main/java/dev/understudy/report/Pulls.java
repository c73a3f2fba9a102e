package dev.understudy.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the objectives of each stage share the gradient at the guided layer when the stage begins. */
final class Pulls {
    private final List<Stage> stages = new ArrayList<>();

    /** A stage of a recipe with two or more objectives; warned where one of them drowns the others or counts for nothing. */
    record Stage(String name, boolean warned, List<GradientShare> parts) {}

    Pulls(Cells cells) {
        for (Cells.Entry entry : cells.all()) {
            Profile profile = entry.cell().profile();
            if (profile != null) {
                Map<Integer, List<GradientShare>> byStage = profile.shares().stream()
                        .collect(Collectors.groupingBy(GradientShare::stage, TreeMap::new, Collectors.toList()));
                byStage.forEach((stage, shares) -> add(entry, profile, stage, shares));
            }
        }
    }

    private void add(Cells.Entry entry, Profile profile, int stage, List<GradientShare> shares) {
        if (shares.size() > 1) {
            String suffix = profile.stages().size() > 1 ? ", stage " + stage : "";
            stages.add(new Stage(entry.name() + suffix, shares.stream().anyMatch(Pulls::odd), shares));
        }
    }

    static boolean odd(GradientShare share) {
        return share.share() > GradientShare.DROWNS || share.share() < GradientShare.COUNTS;
    }

    List<Stage> stages() {
        return List.copyOf(stages);
    }

    /** One sentence for each objective that drowns the others or counts for nothing. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Stage stage : stages) {
            for (GradientShare share : stage.parts()) {
                if (odd(share)) {
                    warnings.add(warning(stage, share));
                }
            }
        }
        return warnings;
    }

    private static String warning(Stage stage, GradientShare share) {
        String what = share.share() > GradientShare.DROWNS ? "drowns the others" : "counts for almost nothing";
        return stage.name() + ": “" + share.objective() + "” is " + Text.decimal(100 * share.share()) + " %"
                + " of the pull and "
                + what + "; with the weight " + Text.loss(share.balanced()) + " in place of "
                + Text.loss(share.weight()) + " it would pull like the mean objective.";
    }
}
