package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.context.OneHot;
import org.jspecify.annotations.Nullable;

/**
 * The mean of a teacher's features over the training samples of each class, {@code [classes, features]}; 0 for a class
 * without samples. Feature maps are averaged over height and width first.
 *
 * @param teacher where the features are: {@code [batch, features]} or {@code [batch, features, height, width]}
 */
public record ClassCenters(TeacherTap teacher) implements Precomputed {

    @Override
    public String name() {
        return "class centres of " + teacher;
    }

    @Override
    public Needs needs() {
        return Needs.nothing().with(teacher);
    }

    @Override
    public Fold begin(NDManager manager, long classes) {
        return new Means(teacher, manager, classes);
    }

    private static final class Means implements Fold {

        private final TeacherTap teacher;
        private final NDManager manager;
        private final NDArray counts;
        private @Nullable NDArray sums;

        Means(TeacherTap teacher, NDManager manager, long classes) {
            this.teacher = teacher;
            this.manager = manager;
            counts = manager.zeros(new Shape(classes, 1));
        }

        @Override
        public void add(StepContext batch) {
            NDArray features = Pooled.of(batch.getTeacher().get(teacher));
            long classes = counts.getShape().get(0);
            NDArray members = OneHot.of(batch.getLabels(), classes).transpose(1, 0);
            NDArray sum = sums;
            if (sum == null) {
                sum = manager.zeros(new Shape(classes, features.getShape().get(1)));
                sums = sum;
            }
            sum.addi(members.matMul(features));
            counts.addi(members.sum(new int[] {1}, true));
        }

        @Override
        public NDArray result() {
            NDArray sum = sums;
            if (sum == null) {
                throw new InputException("There are no images to compute class centres of");
            }
            return sum.div(counts.maximum(counts.onesLike()));
        }
    }
}
