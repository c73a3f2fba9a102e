package @package@;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.Norm;

/**
 * Where in the image the teacher's channels are strong on average, the student's shall be too: the mean squared
 * difference of the two means over channels. The numbers of channels may differ, height and width may not.
 *
 * <p>Never scale by a plain number in here ({@code a.mul(2)}): use {@link dev.understudy.objective.Scaling}.
 *
 * @param student the taught layer, {@code [batch, channels, height, width]}
 * @param teacher the teaching layer
 */
public record SameMean(StudentTap student, TeacherTap teacher) implements Objective {

    private static final int[] CHANNELS = {1};

    @Override
    public Needs needs() {
        return Needs.nothing().with(student).with(teacher);
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = context.getStudent().get(student).mean(CHANNELS);
        NDArray wanted = context.getTeacher().get(teacher).mean(CHANNELS);
        return Norm.SQUARED.compare(own, wanted);
    }
}
