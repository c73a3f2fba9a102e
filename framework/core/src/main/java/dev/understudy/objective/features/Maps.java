package dev.understudy.objective.features;

import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import java.util.List;

/** Refuses what a method of feature maps has no meaning for. */
final class Maps {

    private Maps() {}

    /** Both activations as maps, whatever their sizes. */
    static void check(String method, Shape student, Shape teacher) {
        if (student.dimension() != 4 || teacher.dimension() != 4) {
            throw new InputException(method + " compares activations [batch, channels, height, width], got " + student
                    + " of the student and " + teacher + " of the teacher; tap layers before they are flattened");
        }
    }

    /** Both activations as maps of one shape. */
    static void checkSame(String method, Shape student, Shape teacher) {
        check(method, student, teacher);
        if (!student.equals(teacher)) {
            throw new InputException(method + " compares maps of one shape, got " + student + " of the student and "
                    + teacher + " of the teacher");
        }
    }

    /** As many layers on both sides. */
    static void checkLayers(String method, List<StudentTap> student, List<TeacherTap> teacher) {
        if (student.isEmpty() || student.size() != teacher.size()) {
            throw new InputException(method + " needs as many layers of the student as of the teacher, 1 or more, got "
                    + student + " and " + teacher);
        }
    }
}
