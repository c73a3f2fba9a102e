package dev.understudy.report;

import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.Comparison;
import dev.understudy.result.DatasetSummary;
import dev.understudy.result.EpochRow;
import dev.understudy.result.GradientShare;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import dev.understudy.result.TeacherResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Made-up comparisons. */
public final class Compared {
    public static final String HERE = "Linux amd64, 2 logical cores";
    static final String TEACHER = "a".repeat(64);

    private Compared() {}

    public static Comparison of(TableCell... cells) {
        return of(List.of(teacher("large", TEACHER, 80, 3)), cells);
    }

    public static Comparison of(List<TeacherResult> teachers, TableCell... cells) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("width", "0.25");
        settings.put("epochs", "2");
        return new Comparison(
                "Table 3 | shapes",
                provenance("abc123", HERE),
                new DatasetSummary("shapes", 4, 1000, 100, 500, "sha256:0123"),
                List.of("circle", "square", "star", "cross"),
                settings,
                teachers,
                List.of(cells),
                "student",
                "kd");
    }

    static TeacherResult teacher(String network, String fingerprint, double accuracy, double calibrationError) {
        return new TeacherResult(
                network,
                fingerprint,
                1_000_000L,
                new ClassificationMetrics(accuracy, List.of(accuracy, accuracy), calibrationError, 1.25, null),
                79.5);
    }

    /** Seeds from 1 on, each with its last accuracy. */
    public static TableCell cell(String row, String column, String recipe, double... last) {
        List<StudentResult> students = new ArrayList<>();
        for (int i = 0; i < last.length; i++) {
            students.add(student(recipe, i + 1, last[i]));
        }
        return new TableCell(row, column, recipe, null, students, null);
    }

    public static TableCell cell(String recipe, StudentResult... students) {
        return new TableCell(recipe, "single", recipe, null, List.of(students), null);
    }

    public static StudentResult student(String recipe, long seed, double last) {
        return student(recipe, seed, last, 70.0);
    }

    public static StudentResult student(String recipe, long seed, double last, @Nullable Double validation) {
        return student(recipe, seed, last, validation, provenance("abc123", HERE), TEACHER);
    }

    /** The first of two epochs has a higher test accuracy by 1 and a lower validation accuracy by 1. */
    public static StudentResult student(
            String recipe,
            long seed,
            double last,
            @Nullable Double validation,
            Provenance provenance,
            @Nullable String teacher) {
        return new StudentResult(
                StudentResult.FORMAT,
                recipe,
                "small",
                Map.of("seed", Long.toString(seed)),
                seed,
                125_000,
                recipe.equals("student") ? null : teacher,
                List.of(
                        row(recipe, seed, 1, validation == null ? null : validation - 1, last + 1),
                        row(recipe, seed, 2, validation, last)),
                new ClassificationMetrics(last, List.of(last, last), 4.5, 1.5, recipe.equals("student") ? null : 85.0),
                30.5,
                provenance);
    }

    private static EpochRow row(String recipe, long seed, int epoch, @Nullable Double validation, double test) {
        return new EpochRow(
                recipe,
                seed,
                EpochRow.STUDENT,
                1,
                "whole",
                epoch,
                0.1,
                1.5,
                Map.of("labels", 1.25),
                validation,
                test,
                2.25);
    }

    public static Provenance provenance(String commit, String machine) {
        return new Provenance(
                "1.2.3",
                commit,
                "./understudy compare",
                "PyTorch 2.7.1",
                "17.0.1",
                machine,
                Instant.parse("2026-01-31T12:00:00Z"),
                75.5);
    }

    /** 10 epochs of 5 ms and 30 of 15 ms, 100 steps each: 50 s in all, 12.5 ms a step. */
    public static Profile profile(String recipe, GradientShare... shares) {
        return new Profile(
                Profile.FORMAT,
                recipe,
                List.of(new Profile.StageCost("knowledge", 10, 5), new Profile.StageCost("whole", 30, 15)),
                100,
                4_096,
                3 * 512 * 1024L,
                List.of(shares),
                provenance("abc123", HERE));
    }

    public static TableCell with(TableCell cell, @Nullable Double paper, @Nullable Profile profile) {
        return new TableCell(cell.row(), cell.column(), cell.recipe(), paper, cell.students(), profile);
    }
}
