package dev.understudy.cli;

import dev.understudy.result.Comparison;
import dev.understudy.result.EpochRow;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a comparison measured, as far as it is the same whenever and wherever it is trained. */
public final class MeasuredStudents {

    private MeasuredStudents() {}

    /** All of each student, by recipe and seed, but for times and where it was trained. */
    public static Map<String, List<Object>> of(Path folder) {
        Map<String, List<Object>> measured = new LinkedHashMap<>();
        for (TableCell cell : Comparison.read(folder.resolve("table.json")).cells()) {
            // How many epochs the student alone has for as much time depends on the clock.
            if (!cell.recipe().startsWith("student:")) {
                for (StudentResult student : cell.students()) {
                    List<Object> all = new ArrayList<>(List.of(student.settings(), student.test()));
                    for (EpochRow row : student.history()) {
                        all.add(List.of(row.epoch(), row.trainLoss(), row.terms(), row.stageName()));
                        all.add(String.valueOf(row.testAccuracy()));
                        all.add(String.valueOf(row.validationAccuracy()));
                    }
                    measured.put(cell.recipe() + " seed " + student.seed(), all);
                }
            }
        }
        return measured;
    }
}
