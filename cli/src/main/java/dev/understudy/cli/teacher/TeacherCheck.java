package dev.understudy.cli.teacher;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.recipe.Task;
import dev.understudy.result.ClassificationMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a user's teacher fits the images.
 *
 * @param teacher the teacher
 * @param task the images' shape and classes
 */
record TeacherCheck(Teacher teacher, Task task) {

    /** How often a teacher that guesses is right, times this, is still hardly better than guessing. */
    private static final double HARDLY = 2;

    /** How near to 1 a sum of float32 probabilities is. */
    private static final double CLOSE = 1e-4;

    /** Points of calibration error from which on soft targets are worth a warning. */
    private static final double OFF = 10;

    /** What can be said of a teacher's answers to images to choose by. */
    static List<String> worth(ClassificationMetrics quality, int classes) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Teacher: %.2f %% on the validation split, calibration error %.2f points",
                quality.accuracy(),
                quality.calibrationError()));
        if (quality.accuracy() < HARDLY * 100 / classes) {
            lines.add("Teacher: hardly better than guessing; are its normalisation (--teacher-mean, --teacher-std) and"
                    + " the order of its classes those of the data set?");
        } else if (quality.calibrationError() >= OFF) {
            lines.add("Teacher: miscalibrated; soft targets hand that on, another --temperature may help");
        }
        return lines;
    }

    /** Refuses a teacher that does not fit; says what looks wrong of one that does. */
    List<String> check(NDManager manager) {
        try (NDManager scope = manager.newSubManager();
                Teacher.View view = teacher.open(scope, Set.of(), true)) {
            NDList image = new NDList(scope.zeros(new Shape(1).addAll(task.input())));
            NDArray answer = view.forward(image).getLogits();
            Shape logits = answer.getShape();
            if (logits.dimension() != 2 || logits.get(1) != task.classes()) {
                throw new InputException(
                        "--teacher puts out " + logits + " for one image, the data set has " + task.classes()
                                + " classes; where its logits are not its first output, --teacher-outputs names them all in"
                                + " order, such as conv8,logits");
            }
            return probabilities(answer.toFloatArray())
                    ? List.of(
                            "Teacher: its logits are from 0 to 1 and sum to 1, as probabilities are; leave its softmax out,"
                                    + " soft targets are made of logits")
                    : List.of();
        } catch (EngineException e) {
            throw new InputException(
                    "--teacher cannot take images of shape " + task.input() + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"),
                    e);
        }
    }

    private static boolean probabilities(float[] values) {
        double sum = 0;
        for (float value : values) {
            if (!(value >= 0)) {
                return false;
            }
            sum += value;
        }
        return values.length > 1 && Math.abs(sum - 1) < CLOSE;
    }
}
