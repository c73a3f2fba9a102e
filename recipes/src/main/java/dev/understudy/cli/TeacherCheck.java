package dev.understudy.cli;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Task;
import dev.understudy.Teacher;
import java.util.Set;

/**
 * Whether a user's teacher fits the pictures.
 *
 * @param teacher the teacher
 * @param task the pictures' shape and classes
 */
record TeacherCheck(Teacher teacher, Task task) {

    void check(NDManager manager) {
        try (NDManager scope = manager.newSubManager();
                Teacher.View view = teacher.watch(scope, Set.of(), true)) {
            NDList picture = new NDList(scope.zeros(new Shape(1).addAll(task.input())));
            Shape logits = view.show(picture).getLogits().getShape();
            if (logits.dimension() != 2 || logits.get(1) != task.classes()) {
                throw new InputException(
                        "--teacher puts out " + logits + ", the data set has " + task.classes() + " classes");
            }
        } catch (EngineException e) {
            throw new InputException(
                    "--teacher cannot take pictures of shape " + task.input() + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"),
                    e);
        }
    }
}
