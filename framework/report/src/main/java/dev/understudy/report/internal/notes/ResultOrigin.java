package dev.understudy.report.internal.notes;

import dev.understudy.result.Comparison;
import dev.understudy.result.DatasetSummary;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a comparison's numbers come from: the images, the settings, the students' origins. */
public final class ResultOrigin {
    private ResultOrigin() {}

    public static List<String> facts(Comparison comparison) {
        List<String> facts = new ArrayList<>(List.of(images(comparison.dataset())));
        comparison.settings().forEach((name, value) -> facts.add(name + ": " + value));
        facts.add("commits of the students: " + joined(comparison, Provenance::commit));
        facts.add("engines: " + joined(comparison, Provenance::engine));
        facts.add("Java: " + joined(comparison, Provenance::java));
        facts.add("machines: " + joined(comparison, Provenance::machine));
        List<Instant> starts = students(comparison)
                .map(Provenance::start)
                .sorted(Comparator.naturalOrder())
                .toList();
        if (!starts.isEmpty()) {
            facts.add("trained by commands that began: " + starts.get(0) + " to " + starts.get(starts.size() - 1));
        }
        Provenance table = comparison.provenance();
        facts.add("put together by one that began: " + table.start() + ", version " + table.version() + ", commit "
                + table.commit());
        return facts;
    }

    /** The command that put the table together, then those of students that another one trained. */
    public static List<String> commands(Comparison comparison) {
        return Stream.concat(Stream.of(comparison.provenance()), students(comparison))
                .map(Provenance::command)
                .distinct()
                .toList();
    }

    private static String images(DatasetSummary images) {
        return "images: " + images.name() + ", " + images.classes() + " classes, "
                + NumberText.count(images.trainImages()) + " to train on, "
                + NumberText.count(images.validationImages()) + " to choose by, "
                + NumberText.count(images.testImages()) + " to test on, fingerprint " + images.fingerprint();
    }

    private static String joined(Comparison comparison, Function<Provenance, String> part) {
        return students(comparison).map(part).distinct().collect(Collectors.joining("; "));
    }

    private static Stream<Provenance> students(Comparison comparison) {
        return comparison.cells().stream()
                .flatMap(cell -> cell.students().stream())
                .map(StudentResult::provenance);
    }
}
