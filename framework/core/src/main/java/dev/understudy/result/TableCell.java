package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One recipe of a comparison with all its seeds: a cell of a table.
 *
 * @param row the row it stands in, such as {@code channel}
 * @param column the column it stands in, such as {@code two + KD}
 * @param recipe the recipe with its options as the user names it
 * @param paper the paper's accuracy in percent; null where the paper has none
 * @param students its students by rising seed, one a seed, at least one
 * @param profile what it costs; null where that was not measured
 */
public record TableCell(
        String row,
        String column,
        String recipe,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double paper,
        List<StudentResult> students,
        @JsonSetter(nulls = Nulls.SET) @Nullable Profile profile) {

    /** Sorts the students and refuses a cell without any. */
    public TableCell {
        students = students.stream()
                .sorted(Comparator.comparingLong(StudentResult::seed))
                .toList();
        if (students.isEmpty()) {
            throw new IllegalArgumentException("students: wanted at least one, got none");
        }
    }

    /**
     * Whether its students had a teacher.
     *
     * @return false for the student alone
     */
    public boolean taught() {
        return students.get(0).teacher() != null;
    }

    /**
     * The mean accuracy after the last epoch.
     *
     * @return percent on the test split
     */
    public double mean() {
        return Spread.of(students.stream().map(StudentResult::last).toList()).mean();
    }
}
