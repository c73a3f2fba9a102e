package dev.understudy.cli.teacher;

import dev.understudy.Teacher;
import dev.understudy.result.EpochRow;
import dev.understudy.result.TeacherSummary;
import java.util.List;

/**
 * A teacher that can teach now.
 *
 * @param key identifies how it came to be: its settings, or the weights of the user's own
 * @param teacher the live teacher
 * @param summary what it is and can do
 * @param history its training, empty where it is the user's own
 */
public record ReadyTeacher(String key, Teacher teacher, TeacherSummary summary, List<EpochRow> history)
        implements AutoCloseable {

    @Override
    public void close() {
        teacher.close();
    }
}
