package dev.understudy.cli;

import dev.understudy.EpochResult;
import dev.understudy.TrainedStudent;
import dev.understudy.report.EpochRow;
import java.util.ArrayList;
import java.util.List;

/** A training's epochs as rows of a history. */
final class Rows {

    private Rows() {}

    static List<EpochRow> of(String recipe, long seed, String role, TrainedStudent trained) {
        List<EpochRow> rows = new ArrayList<>();
        for (EpochResult epoch : trained.getHistory()) {
            rows.add(new EpochRow(
                    recipe,
                    seed,
                    role,
                    epoch.stage(),
                    epoch.stageName(),
                    epoch.epoch(),
                    epoch.learningRate(),
                    epoch.loss(),
                    epoch.terms(),
                    epoch.validationAccuracy(),
                    epoch.testAccuracy(),
                    epoch.seconds()));
        }
        return rows;
    }
}
