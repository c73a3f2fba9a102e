package dev.understudy.internal.loop;

import dev.understudy.Distillation;
import dev.understudy.Teacher;
import dev.understudy.internal.context.BatchForm;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A teacher, what it is shown, and where its outputs are kept.
 *
 * @param teacher the teacher
 * @param keeping where its outputs are kept; null where they are not
 * @param form in which form it sees the batches
 */
record TeacherPlace(Teacher teacher, Distillation.@Nullable Keeping keeping, BatchForm form) {

    /** Those of a student's teachers, by the names it has for them. */
    static Map<String, TeacherPlace> of(Distillation distillation, BatchForm form) {
        Map<String, TeacherPlace> places = new LinkedHashMap<>();
        distillation
                .getSources()
                .getTeachers()
                .forEach((source, teacher) ->
                        places.put(source, new TeacherPlace(teacher, distillation.getKeeping(), form)));
        return places;
    }
}
