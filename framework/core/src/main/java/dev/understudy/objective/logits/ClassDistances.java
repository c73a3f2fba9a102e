package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.objective.Precomputed;
import dev.understudy.objective.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far classes are from each other for a teacher, {@code [classes, classes]}: {@code 1 - CKA} of its features over the
 * training samples of both, with the linear kernel, {@code CKA(i, j) = |X_i' X_j|^2 / (|X_i' X_i| |X_j' X_j|)} of the centred
 * features X of as many samples of each (Lv et al. 2024; Kornblith et al. 2019). From 0 to 1, and 0 from a class
 * to itself.
 *
 * <p>Samples of two classes are paired in the order of the training set, up to {@value #MOST} of each, and as many as the
 * smallest class has.
 *
 * @param teacher where the features are: {@code [batch, features]} or {@code [batch, features, height, width]}
 */
public record ClassDistances(TeacherTap teacher) implements Precomputed {

    /** How many samples of each class are looked at: as many as CIFAR-100 has. */
    public static final int MOST = 500;

    /** Keeps the quotient of two zeros a number. */
    private static final double FLOOR = 1e-20;

    @Override
    public String name() {
        return "class distances at " + teacher;
    }

    @Override
    public Needs needs() {
        return Needs.nothing().with(teacher);
    }

    @Override
    public Fold begin(NDManager manager, long classes) {
        return new FirstSamples(teacher, manager, Math.toIntExact(classes));
    }

    /** The features of each class's first samples. */
    private static final class FirstSamples implements Fold {

        private final TeacherTap teacher;
        private final NDManager manager;
        private final List<List<float[]>> samples = new ArrayList<>();

        FirstSamples(TeacherTap teacher, NDManager manager, int classes) {
            this.teacher = teacher;
            this.manager = manager;
            for (int i = 0; i < classes; i++) {
                samples.add(new ArrayList<>());
            }
        }

        @Override
        public void add(StepContext batch) {
            NDArray features = Pooled.of(batch.getTeacher().get(teacher));
            int width = Math.toIntExact(features.getShape().get(1));
            float[] all = features.toFloatArray();
            long[] labels = batch.getLabels().toType(DataType.INT64, false).toLongArray();
            for (int i = 0; i < labels.length; i++) {
                List<float[]> own = samples.get(Math.toIntExact(labels[i]));
                if (own.size() < MOST) {
                    own.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
                }
            }
        }

        @Override
        public NDArray result() {
            int count = samples.stream().mapToInt(List::size).min().orElse(0);
            if (count < 2) {
                throw new InputException(
                        "Distances of classes need 2 training samples or more of each class, but class " + smallest()
                                + " has " + count);
            }
            try (NDManager scratch = manager.newSubManager()) {
                NDList centred = new NDList();
                for (List<float[]> own : samples) {
                    NDArray features = scratch.create(own.subList(0, count).toArray(float[][]::new));
                    centred.add(features.sub(features.mean(new int[] {0}, true)));
                }
                NDArray grams = grams(centred);
                NDArray lengths =
                        Scaling.plus(grams.square().sum(new int[] {1}), FLOOR).sqrt();
                NDArray alike = grams.matMul(grams.transpose()).div(lengths).div(lengths.reshape(-1, 1));
                NDArray distances = Scaling.atLeast(Scaling.plus(alike.neg(), 1), 0);
                distances.attach(manager);
                return distances;
            }
        }

        private int smallest() {
            int smallest = 0;
            for (int i = 1; i < samples.size(); i++) {
                if (samples.get(i).size() < samples.get(smallest).size()) {
                    smallest = i;
                }
            }
            return smallest;
        }

        /** {@code X X'} of each class, as a row: {@code |X_i' X_j|^2 = tr(X_i X_i' X_j X_j')} is a product of two rows. */
        private static NDArray grams(NDList centred) {
            NDArray all = NDArrays.stack(centred);
            return all.matMul(all.transpose(0, 2, 1)).reshape(centred.size(), -1);
        }
    }
}
