package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Resampling;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.module.LocalClassifier;
import dev.understudy.objective.Scaling;
import dev.understudy.objective.logits.SampleDivergence;
import java.util.List;

/**
 * Scale Decoupled Distillation (SDD): what both classifiers say to parts of an image is compared beside what they say to all of
 * it, {@code mean_b,r( w_br D(z_s[b, r], z_t[b, r], y_b) )} over the whole and the {@code m x m} parts of each side m (Wei et
 * al. 2024, "Scale Decoupled Distillation", section 3). D is a divergence of logits, such as {@link
 * dev.understudy.objective.logits.SoftTargets} or {@link dev.understudy.objective.logits.DecoupledKd}. The weight w of a part
 * is beta where the teacher is right in the part and wrong in the whole, or the other way round (complementary); else, and for
 * the whole, 1.
 *
 * <p>Shapes: the student's class maps {@code [batch, classes, H, W]}, of which its logits are the mean, as {@link #classifier}
 * puts them out; the teacher's features {@code [batch, N, H, W]}, of any sizes, which its own layers after the tap average and
 * take to classes by a linear layer. Parts are means over windows, as PyTorch's adaptive average pooling. Reduction: the mean
 * over the batch and all parts, as in the authors' code ({@code KD.py}), where the paper sums over parts; the code also
 * averages to 4 x 4 first, and its NKD leaves the true class among the others.
 *
 * @param student the student's class maps
 * @param teacher what the teacher's classifier averages
 * @param sides into how many rows and columns the image is divided, one number for each division, 2 or more
 * @param divergence D
 * @param complementary beta, at least 0
 */
public record ScaleDecoupledKd(
        StudentTap student, TeacherTap teacher, List<Integer> sides, SampleDivergence divergence, double complementary)
        implements Objective {

    /** The authors' beta. */
    public static final double COMPLEMENTARY = 2;

    /** The class maps of {@link #classifier}. */
    public static final String MAPS = LocalClassifier.MAPS;

    /** Checks the ranges. */
    public ScaleDecoupledKd {
        sides = List.copyOf(sides);
        if (sides.isEmpty() || sides.stream().anyMatch(side -> side < 2)) {
            throw new InputException("SDD needs one number or more of rows and columns, each 2 or more, got " + sides
                    + "; the whole image is always there");
        }
        Ranges.weight("weight of SDD's complementary parts", complementary);
    }

    /**
     * The authors' for networks of one family: parts of 2 x 2, beta = 2. For networks of two families they have 2 and 4.
     *
     * @param student the student's class maps
     * @param teacher what the teacher's classifier averages
     * @param divergence how logits are compared
     * @return the objective
     */
    public static ScaleDecoupledKd of(StudentTap student, TeacherTap teacher, SampleDivergence divergence) {
        return new ScaleDecoupledKd(student, teacher, List.of(2), divergence, COMPLEMENTARY);
    }

    /**
     * What a student ends with: a convolution of 1x1 that puts out {@link #MAPS class maps}, and their average over all
     * locations. It computes the same as averaging first and a linear layer.
     *
     * @param classes how many classes there are
     * @return the classifier
     */
    public static Layers classifier(long classes) {
        return LocalClassifier.of(classes, true);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .withStudentLogits()
                .withTeacherLogits()
                .with(student)
                .with(teacher)
                .with(rest());
    }

    private AuxiliaryModule rest() {
        return AuxiliaryModule.teacherFrom(teacher);
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray maps = context.getStudent().get(student);
        NDArray features = Targets.beside(context.getTeacher().get(teacher), maps);
        Maps.check("SDD", maps.getShape(), features.getShape());
        NDArray own = context.getStudent().getLogits();
        NDArray wanted = Targets.beside(context.getTeacher().getLogits(), own);
        checkClasses(maps.getShape(), own.getShape());
        NDArray labels = Targets.beside(context.getLabels(), own);
        NDArray inWhole = right(wanted, labels);
        NDArray sum = divergence.divergences(own, wanted, labels).sum();
        long count = 1;
        for (int side : sides) {
            int parts = side * side;
            NDArray said =
                    Targets.beside(Locations.classes(Resampling.byWindow(features, side, side), rest(), context), own);
            NDArray truth = repeated(labels, parts);
            NDArray differs = right(said, truth).neq(repeated(inWhole, parts)).toType(own.getDataType(), false);
            NDArray weights = Scaling.plus(Scaling.times(differs, complementary - 1), 1);
            NDArray here = Locations.rows(Resampling.byWindow(maps, side, side));
            sum = sum.add(divergence
                    .divergences(here, said, truth)
                    .mul(weights.reshape(-1, 1))
                    .sum());
            count += parts;
        }
        return Scaling.times(sum, 1.0 / (count * own.getShape().get(0)));
    }

    private static void checkClasses(Shape maps, Shape logits) {
        if (maps.get(1) != logits.get(1)) {
            throw new InputException("SDD reads class maps of as many classes as there are logits, got " + maps
                    + " and " + logits + " of the student; ScaleDecoupledKd.classifier puts them out");
        }
    }

    /** Whether the largest logit is that of the true class, {@code [batch]}. */
    private static NDArray right(NDArray logits, NDArray labels) {
        return logits.argMax(1).eq(labels.toType(DataType.INT64, false));
    }

    /** Each sample's number for all parts of it, {@code [batch * parts]}. */
    private static NDArray repeated(NDArray samples, int parts) {
        long batch = samples.getShape().get(0);
        return samples.reshape(batch, 1).broadcast(batch, parts).reshape(-1);
    }
}
