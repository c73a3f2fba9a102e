package dev.understudy.report.internal.comparison;

import dev.understudy.result.Matrices;
import dev.understudy.result.TeacherResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A student's correlation matrices with those of its teacher.
 *
 * @param name of the student, as the page calls it
 * @param isAlone whether it is the student alone
 * @param student its matrices
 * @param teacher its teacher's, for the same images
 */
public record PairedMatrices(String name, boolean isAlone, Matrices student, Matrices teacher) {

    /** The students that have matrices and whose teacher has them too, in the order of the cells. */
    public static List<PairedMatrices> of(Cells cells, List<Matrices> matrices) {
        Map<String, Matrices> byNetwork = matrices.stream()
                .collect(Collectors.toMap(Matrices::network, Function.identity(), (first, again) -> first));
        List<TeacherResult> teachers = cells.comparison().teachers();
        List<PairedMatrices> shown = new ArrayList<>();
        for (Cells.Entry entry : cells.all()) {
            Matrices student = byNetwork.get(entry.cell().recipe());
            Matrices teacher = teachers.isEmpty()
                    ? null
                    : byNetwork.get(teachers.get(cells.teacher(entry)).network());
            if (student != null
                    && teacher != null
                    && student.images().size() == teacher.images().size()) {
                boolean isAlone = cells.alone().filter(entry::equals).isPresent();
                shown.add(new PairedMatrices(entry.name(), isAlone, student, teacher));
            }
        }
        return shown;
    }

    /** How far its matrices are from the teacher's, averaged over the images; empty where their sizes differ. */
    Optional<Double> distance(Function<Matrices.Shown, Matrices.Values> kind) {
        return student.distance(teacher, kind);
    }
}
