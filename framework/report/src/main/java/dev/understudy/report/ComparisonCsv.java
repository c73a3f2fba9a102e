package dev.understudy.report;

import dev.understudy.internal.file.Csv;
import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comparison as comma-separated values, a row a student, for whoever wants to calculate further. */
public final class ComparisonCsv {
    private static final List<String> HEADER = List.of(
            "recipe",
            "row",
            "column",
            "seed",
            "last",
            "chosen",
            "best",
            "validation",
            "agreement",
            "calibrationError",
            "negativeLogLikelihood",
            "parameters",
            "seconds",
            "paper",
            "commit",
            "teacher",
            "gap");

    private ComparisonCsv() {}

    /**
     * Renders a comparison.
     *
     * @param comparison what to render
     * @return a header and a line for each student, cell by cell, by rising seed, then a line for each gap with its reason;
     *     accuracies in percent with all their digits; a number that is not known is empty
     */
    public static String render(Comparison comparison) {
        StringBuilder text = new StringBuilder(Csv.line(HEADER));
        for (TableCell cell : comparison.cells()) {
            cell.students().forEach(student -> text.append(Csv.line(fields(cell, student))));
        }
        comparison.gaps().forEach(gap -> text.append(Csv.line(fields(gap))));
        return text.toString();
    }

    private static List<String> fields(TableCell cell, StudentResult student) {
        return List.of(
                cell.recipe(),
                cell.row(),
                cell.column(),
                Long.toString(student.seed()),
                Double.toString(student.last()),
                text(student.chosen()),
                Double.toString(student.best()),
                text(student.validation()),
                text(student.test().agreement()),
                Double.toString(student.test().calibrationError()),
                text(student.test().negativeLogLikelihood()),
                Long.toString(student.parameters()),
                Double.toString(student.seconds()),
                text(cell.paper()),
                student.provenance().commit(),
                text(student.teacher()),
                "");
    }

    private static List<String> fields(MissingStudent gap) {
        List<String> fields = new ArrayList<>(Collections.nCopies(HEADER.size(), ""));
        fields.set(0, gap.recipe());
        fields.set(1, gap.row());
        fields.set(2, gap.column());
        fields.set(3, Long.toString(gap.seed()));
        fields.set(fields.size() - 1, gap.reason());
        return fields;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
