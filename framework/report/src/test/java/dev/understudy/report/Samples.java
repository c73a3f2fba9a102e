package dev.understudy.report;

import dev.understudy.result.DatasetSummary;
import dev.understudy.result.EpochRow;
import dev.understudy.result.Provenance;
import dev.understudy.result.ResultException;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TeacherSummary;
import dev.understudy.result.TestAccuracy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testng.Assert;

/** Made-up runs. */
public final class Samples {
    private Samples() {}

    public static RunSummary summary(List<StudentSummary> students) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("width", "0.25");
        settings.put("epochs", "2");
        return new RunSummary(
                new Provenance(
                        "1.2.3",
                        "abc123",
                        "./understudy train channel --width 0.25",
                        "PyTorch 2.7.1",
                        "17.0.1",
                        "Linux amd64, 2 logical cores",
                        Instant.parse("2026-01-31T12:00:00Z"),
                        75.5),
                new DatasetSummary("shapes", 4, 1000, 100, 500, "sha256:0123"),
                settings,
                new TeacherSummary("large", 1_000_000L, 91.25),
                students);
    }

    public static StudentSummary student(String recipe, long seed, double last, double best) {
        return new StudentSummary(
                recipe,
                "small",
                "channel correlation",
                "one",
                true,
                false,
                "squared",
                seed,
                125_000,
                new TestAccuracy(last, best),
                seed == 1 ? null : 70.5,
                30.25,
                1234.4);
    }

    public static EpochRow row(
            String recipe, long seed, int epoch, Map<String, Double> terms, @Nullable Double accuracy) {
        return new EpochRow(
                recipe, seed, EpochRow.STUDENT, 1, "whole", epoch, 0.1, 1.5 / epoch, terms, null, accuracy, 2.25);
    }

    /** The message with which a file is refused. */
    public static String refusal(Assert.ThrowingRunnable use) {
        return String.valueOf(Assert.expectThrows(ResultException.class, use).getMessage());
    }
}
