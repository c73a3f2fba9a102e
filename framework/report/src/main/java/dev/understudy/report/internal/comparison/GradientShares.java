package dev.understudy.report.internal.comparison;

import dev.understudy.report.internal.notes.CostNotes;
import dev.understudy.result.GradientShare;
import dev.understudy.result.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the objectives of each stage share the gradient at the guided layer when the stage begins. */
public final class GradientShares {
    private final List<Stage> stages = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** A stage of a recipe with two or more objectives; warned where one of them drowns the others or counts for nothing. */
    record Stage(String name, boolean warned, List<GradientShare> parts) {}

    public GradientShares(Cells cells) {
        for (Cells.Entry entry : cells.all()) {
            Profile profile = entry.cell().profile();
            if (profile != null) {
                Map<Integer, List<GradientShare>> byStage = profile.gradientShares().stream()
                        .collect(Collectors.groupingBy(GradientShare::stage, TreeMap::new, Collectors.toList()));
                CostNotes.warnings(profile).forEach(warnings::add);
                byStage.forEach((stage, shares) -> add(entry, profile, stage, shares));
            }
        }
    }

    private void add(Cells.Entry entry, Profile profile, int stage, List<GradientShare> shares) {
        if (shares.size() > 1) {
            String suffix = profile.stages().size() > 1 ? ", stage " + stage : "";
            stages.add(new Stage(entry.name() + suffix, shares.stream().anyMatch(GradientShares::odd), shares));
        }
    }

    private static boolean odd(GradientShare share) {
        return share.weight() > 0 && (share.share() > GradientShare.DROWNS || share.share() < GradientShare.COUNTS);
    }

    List<Stage> stages() {
        return List.copyOf(stages);
    }

    /** One sentence for each objective that drowns the others or counts for nothing. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
