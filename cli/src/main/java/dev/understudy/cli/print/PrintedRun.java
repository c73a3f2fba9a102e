package dev.understudy.cli.print;

import dev.understudy.Event;
import dev.understudy.cli.run.RunLog;
import dev.understudy.result.GradientShare;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.Profile;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TeacherSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run's results in plain text: a row a recipe, mean and standard deviation over its seeds. */
public final class PrintedRun {

    private PrintedRun() {}

    public static void results(RunLog log, RunSummary summary, double teacherSeconds) {
        Map<String, List<StudentSummary>> recipes = new LinkedHashMap<>();
        for (StudentSummary student : summary.students()) {
            recipes.computeIfAbsent(student.recipe(), name -> new ArrayList<>()).add(student);
        }
        TextTable table = new TextTable(
                "recipe", "network", ">parameters", ">seeds", ">test %, last epoch", ">best", ">training s");
        TeacherSummary teacher = summary.teacher();
        if (teacher != null) {
            table.row(
                    "(the teacher)",
                    teacher.network(),
                    teacher.parameters() == null ? "unknown" : String.format(Locale.ROOT, "%,d", teacher.parameters()),
                    "1",
                    String.format(Locale.ROOT, "%.2f", teacher.accuracy()),
                    "",
                    teacherSeconds == 0 ? "" : String.format(Locale.ROOT, "%.1f", teacherSeconds));
        }
        recipes.forEach((name, students) -> table.row(
                name,
                students.get(0).network(),
                String.format(Locale.ROOT, "%,d", students.get(0).parameters()),
                Integer.toString(students.size()),
                spread(students.stream().mapToDouble(s -> s.accuracy().last()).toArray()),
                spread(students.stream().mapToDouble(s -> s.accuracy().best()).toArray()),
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        students.stream()
                                .mapToDouble(StudentSummary::seconds)
                                .average()
                                .orElse(0))));
        table.lines(TextTable.TERMINAL).forEach(log::line);
        warn(log, teacher, recipes.getOrDefault(StudentSummary.ALONE, List.of()));
        log.line("");
    }

    /** What a training costs, as one line. */
    public static String cost(Profile profile) {
        MeasurementSession session = profile.session();
        return String.format(
                Locale.ROOT,
                "%s: %.1f ms a step%s, %.1f s in all%s",
                profile.recipe(),
                profile.stepMilliseconds(),
                session == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " (%.1f to %.1f)",
                                session.step().lowest(),
                                session.step().highest()),
                profile.seconds(),
                shares(profile.gradientShares()));
    }

    /** How the objectives pull where there are several in a stage, as the end of a line. */
    public static String shares(List<GradientShare> shares) {
        Map<Integer, List<GradientShare>> stages = new LinkedHashMap<>();
        shares.forEach(share -> stages.computeIfAbsent(share.stage(), stage -> new ArrayList<>())
                .add(share));
        return stages.values().stream()
                .filter(stage -> stage.size() > 1)
                .map(stage -> stage.stream()
                        .map(share -> String.format(Locale.ROOT, "%s %.1f %%", share.objective(), 100 * share.share()))
                        .collect(Collectors.joining(", ", "; gradient: ", "")))
                .collect(Collectors.joining());
    }

    /** A teacher that does not lead has little to teach. */
    private static void warn(RunLog log, @Nullable TeacherSummary teacher, List<StudentSummary> alone) {
        double student =
                alone.stream().mapToDouble(s -> s.accuracy().last()).average().orElse(0);
        if (teacher != null && student >= teacher.accuracy()) {
            log.line("Note: the teacher is not better than the student alone; train it longer (--teacher-epochs)"
                    + " or on more images.");
        }
    }

    /** The mean, and the sample standard deviation where there are several. */
    private static String spread(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        if (values.length < 2) {
            return String.format(Locale.ROOT, "%.2f", mean);
        }
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return String.format(Locale.ROOT, "%.2f ± %.2f", mean, Math.sqrt(squares / (values.length - 1)));
    }

    /** Where a training goes on. */
    static String goesOn(Event.Resumed resumed) {
        return resumed.epoch() > resumed.epochs()
                ? " was finished before"
                : String.format(
                        Locale.ROOT,
                        " goes on in epoch %d/%d after %d steps, from %s",
                        resumed.epoch(),
                        resumed.epochs(),
                        resumed.step(),
                        resumed.checkpoint());
    }
}
