package dev.understudy.report.internal.notes;

import dev.understudy.result.Comparison;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import dev.understudy.result.TeacherResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a comparison's students do not have in common though they should: commit, machine, engine, teacher. */
public final class OriginNotes {
    private final List<TableCell> cells;

    private OriginNotes(List<TableCell> cells) {
        this.cells = cells;
    }

    public static List<String> of(Comparison comparison) {
        OriginNotes origins = new OriginNotes(comparison.cells());
        List<String> notes = new ArrayList<>();
        origins.mixed(
                "Not all students come from the same commit",
                student -> student.provenance().commit(),
                notes);
        origins.mixed(
                "Not all students were trained on the same machine",
                student -> student.provenance().machine(),
                notes);
        origins.mixed(
                "Not all students were trained by the same engine",
                student -> student.provenance().engine(),
                notes);
        origins.teachers(comparison.teachers(), notes);
        return notes;
    }

    private void mixed(String what, Function<StudentResult, @Nullable String> origin, List<String> notes) {
        Map<String, List<String>> names = named(origin);
        if (names.size() > 1) {
            notes.add(what + ": " + sentence(names));
        }
    }

    /** Teachers of one network should be one teacher; a fingerprint that is not in the table should not be. */
    private void teachers(List<TeacherResult> teachers, List<String> notes) {
        Map<String, String> networks = new LinkedHashMap<>();
        teachers.forEach(teacher -> networks.put(teacher.fingerprint(), teacher.network()));
        for (String network : networks.values().stream().distinct().toList()) {
            mixed(
                    "Not all students learned from the same weights of the teacher " + network,
                    student -> network.equals(networks.get(student.teacher())) ? student.teacher() : null,
                    notes);
        }
        Map<String, List<String>> unlisted =
                named(student -> networks.containsKey(student.teacher()) ? null : student.teacher());
        if (!unlisted.isEmpty()) {
            notes.add("Some students learned from a teacher that is not listed here: " + sentence(unlisted));
        }
    }

    /** Each origin with the cells it stands for; students without one are left out. */
    private Map<String, List<String>> named(Function<StudentResult, @Nullable String> origin) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (TableCell cell : cells) {
            Map<String, List<Long>> seeds = new LinkedHashMap<>();
            for (StudentResult student : cell.students()) {
                String from = origin.apply(student);
                if (from != null) {
                    seeds.computeIfAbsent(from, key -> new ArrayList<>()).add(student.seed());
                }
            }
            seeds.forEach((from, those) ->
                    names.computeIfAbsent(from, key -> new ArrayList<>()).add(name(cell, those)));
        }
        return names;
    }

    private static String name(TableCell cell, List<Long> seeds) {
        return seeds.size() == cell.students().size()
                ? cell.recipe()
                : cell.recipe() + " (" + (seeds.size() == 1 ? "seed " : "seeds ") + SeedNotes.list(seeds) + ")";
    }

    private static String sentence(Map<String, List<String>> names) {
        return names.entrySet().stream()
                .map(entry -> NumberText.fingerprint(entry.getKey()) + " for "
                        + entry.getValue().stream().distinct().collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", "", "."));
    }
}
