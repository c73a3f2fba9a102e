package theirs;

import ai.djl.ndarray.NDArray;
import dev.understudy.Lesson;
import dev.understudy.internal.OutsideAutograd;

/** What this project's build would refuse. */
@OutsideAutograd
final class PlainNumbers {

    private PlainNumbers() {}

    static NDArray twice(Lesson lesson) {
        return lesson.student().getLogits().mul(2).mean();
    }
}
