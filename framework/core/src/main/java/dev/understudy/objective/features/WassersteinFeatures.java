package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Scaling;
import java.util.ArrayList;
import java.util.List;

/**
 * WKD-F: the student's channels are to be distributed over an image as the teacher's, as Gaussians compared by the
 * Wasserstein distance, {@code mean_b,g( sum_c( ratio (mu_s - mu_t)^2 + (sigma_s - sigma_t)^2 ) )} with the mean and the
 * deviation of each channel c in each part g of an image (Lv et al. 2024, "Wasserstein Distance Rivals Kullback-Leibler
 * Divergence for Knowledge Distillation", section 3.2, with diagonal covariances).
 *
 * <p>Shapes: {@code [batch, N, H, W]} on both sides, of any sizes: parts are compared, not locations. The student's go through
 * a convolution of 1x1, a batch norm and a ReLU, learned along and dropped. Deviations are of samples (over n - 1) with 1e-5
 * under the root, as in the authors' code; where a part is one location, only means are compared. Reduction: the sum over
 * channels, the mean over parts and batch. At least 0, 0 at equality. Deviation: where the student's map is of another size,
 * the authors' convolution also makes it the teacher's size.
 *
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param ratio what means weigh beside deviations, at least 0
 * @param grid into how many parts height and width are divided, 1 or more; parts overlap where a size does not divide
 */
public record WassersteinFeatures(StudentTap student, TeacherTap teacher, double ratio, int grid)
        implements Objective, Discrepancy {

    private static final double EPSILON = 1e-5;

    /** Checks the ranges. */
    public WassersteinFeatures {
        Ranges.weight("ratio of WKD-F", ratio);
        if (grid < 1) {
            throw new InputException("WKD-F divides images into 1 x 1 parts or more, got " + grid);
        }
    }

    /**
     * The authors' for CIFAR-100 and networks of one family: a ratio of 4, an image as a whole.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static WassersteinFeatures of(StudentTap student, TeacherTap teacher) {
        return new WassersteinFeatures(student, teacher, 4, 1);
    }

    private Adapter adapter() {
        return new Adapter("WKD-F", student, teacher, Adapter.Kind.RECTIFIED);
    }

    @Override
    public Needs needs() {
        return adapter().needs();
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(adapter().adapted(context), context.getTeacher().get(teacher));
    }

    /**
     * The distance of two distributions.
     *
     * @param student {@code [batch, N, H, W]}
     * @param target the teacher's, same N
     * @return a scalar, zero at equality
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        Maps.check("WKD-F", student.getShape(), target.getShape());
        if (student.getShape().get(1) != target.getShape().get(1)) {
            throw new InputException("WKD-F compares maps of as many channels, got " + student.getShape()
                    + " of the student and " + target.getShape() + " of the teacher");
        }
        List<NDArray> own = parts(student);
        List<NDArray> other = parts(Targets.beside(target, student));
        NDArray means = student.getManager().zeros(new Shape(), student.getDataType());
        NDArray deviations = means;
        for (int i = 0; i < own.size(); i++) {
            means = means.add(mean(own.get(i)).sub(mean(other.get(i))).square().sum());
            deviations = deviations.add(
                    deviation(own.get(i)).sub(deviation(other.get(i))).square().sum());
        }
        double count = (double) own.size() * student.getShape().get(0);
        return Scaling.times(Scaling.times(means, ratio).add(deviations), 1 / count);
    }

    /** Each {@code [batch, N, locations]}. */
    private List<NDArray> parts(NDArray maps) {
        Shape shape = maps.getShape();
        List<NDArray> parts = new ArrayList<>();
        for (int i = 0; i < grid; i++) {
            for (int j = 0; j < grid; j++) {
                NDArray part = grid == 1
                        ? maps
                        : maps.get(new NDIndex(":, :, " + range(i, shape.get(2)) + ", " + range(j, shape.get(3))));
                parts.add(part.reshape(shape.get(0), shape.get(1), -1));
            }
        }
        return parts;
    }

    private String range(long part, long size) {
        return part * size / grid + ":" + ((part + 1) * size + grid - 1) / grid;
    }

    private static NDArray mean(NDArray part) {
        return part.mean(new int[] {2}, true);
    }

    private static NDArray deviation(NDArray part) {
        NDArray squares = part.sub(mean(part)).square().sum(new int[] {2}, true);
        double freedom = Math.max(1, part.getShape().get(2) - 1.0);
        return Scaling.plus(Scaling.times(squares, 1 / freedom), EPSILON).sqrt();
    }
}
