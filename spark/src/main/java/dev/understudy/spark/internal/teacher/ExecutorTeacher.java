package dev.understudy.spark.internal.teacher;

import dev.understudy.cli.KeepTeacherCommand;
import dev.understudy.cli.teacher.KeptTeacher;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data and the teachers of a run, opened once in an executor and used by all its tasks. */
final class ExecutorTeacher {

    private static @Nullable ExecutorTeacher present;

    private final String run;
    private final KeptTeacher teacher;

    private ExecutorTeacher(String run, KeptTeacher teacher) {
        this.run = run;
        this.teacher = teacher;
    }

    /**
     * What a run keeps. That of another run is closed first.
     *
     * @param run tells runs apart: each looks afresh at what is there
     * @param words the command line
     * @param gpu the GPU of this executor, where one is wanted
     * @param out where is told what is done
     */
    static synchronized KeptTeacher of(String run, List<String> words, String gpu, PrintWriter out) throws IOException {
        ExecutorTeacher here = present;
        if (here == null || !here.run.equals(run)) {
            if (here != null) {
                present = null;
                here.teacher.close();
            }
            here = new ExecutorTeacher(
                    run, KeepTeacherCommand.read(words).on(gpu).open(out));
            present = here;
        }
        return here.teacher;
    }
}
