package dev.understudy.experiment;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import dev.understudy.internal.text.Checks;
import dev.understudy.result.ResultException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an experiment still has to train: words and numbers, so that it can be written as JSON, and each part be trained by
 * another process ({@link Experiment#train}) that has the same experiment and shares its folder.
 *
 * @param format the version of this format, {@value #FORMAT}
 * @param parts independent of each other; a student is in one of them
 * @param finished how many students were finished before
 * @param gaps students that could not be trained before and are not tried again
 */
public record ExperimentPlan(int format, List<Part> parts, int finished, List<PlannedStudent> gaps) {

    /** The version of the format that this project writes. */
    public static final int FORMAT = 1;

    /** Copies the lists; refuses a format that is not known here. */
    public ExperimentPlan {
        Checks.format(format, FORMAT);
        parts = List.copyOf(parts);
        gaps = List.copyOf(gaps);
    }

    /**
     * Students that see the images in the same order, and so learn in one pass.
     *
     * @param order the seed that the order of the images follows from
     * @param students at least one
     */
    public record Part(long order, List<PlannedStudent> students) {

        /** Copies the list, and refuses an empty one. */
        public Part {
            students = List.copyOf(students);
            if (students.isEmpty()) {
                throw new IllegalArgumentException("students: wanted at least one, got none");
            }
        }
    }

    /**
     * The same students in so many parts that some processes, each with one part at a time, are busy until the end: a pass is
     * split where there are fewer of them than processes, or where they do not divide. Each part shows the images, and
     * asks the teachers, for itself.
     *
     * @param processes at least 1
     * @return a plan with as many parts as there are, or more
     */
    public ExperimentPlan split(int processes) {
        int each = parts.isEmpty() ? 1 : processes / greatestDivisor(parts.size(), processes);
        List<Part> smaller = new ArrayList<>();
        for (Part part : parts) {
            for (int i = 0; i < Math.min(each, part.students.size()); i++) {
                List<PlannedStudent> own = new ArrayList<>();
                for (int j = i; j < part.students.size(); j += each) {
                    own.add(part.students.get(j));
                }
                smaller.add(new Part(part.order, own));
            }
        }
        return new ExperimentPlan(format, smaller, finished, gaps);
    }

    private static int greatestDivisor(int one, int other) {
        return other == 0 ? one : greatestDivisor(other, one % other);
    }

    /**
     * Writes this plan as JSON, whole or not at all.
     *
     * @param file the file to write
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads a plan back.
     *
     * @param file the file to read
     * @return the plan
     * @throws ResultException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static ExperimentPlan read(Path file) {
        return Json.read(file, ExperimentPlan.class, FORMAT);
    }
}
