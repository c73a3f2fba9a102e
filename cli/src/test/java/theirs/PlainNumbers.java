package theirs;

import ai.djl.ndarray.NDArray;
import dev.understudy.StepContext;
import dev.understudy.internal.gradient.OutsideAutograd;

/** What this project's build would refuse. */
@OutsideAutograd
final class PlainNumbers {

    private PlainNumbers() {}

    static NDArray twice(StepContext context) {
        return context.getStudent().getLogits().mul(2).mean();
    }
}
