package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.internal.arithmetic.Resampling;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.arithmetic.UnitVectors;
import dev.understudy.internal.module.LocalClassifier;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Norm;

/**
 * Class attention transfer (CAT-KD): where the student sees each class is to be where the teacher sees it, {@code mean( (p(M_s)
 * - p(M_t))^2 )} of class maps that are averaged to few locations by p (Guo et al. 2023, "Class Attention Transfer Based
 * Knowledge Distillation", section 3). A class map is what a classifier without its bias says to each location alone:
 * {@code M[k] = sum_c W[k, c] F[c]}; its mean is the logit.
 *
 * <p>Shapes: the student's class maps {@code [batch, classes, H, W]}, the teacher's features {@code [batch, N, H, W]}, of any
 * sizes. A student puts them out where it ends with {@link #classifier}, which averages after it has told classes apart. Of
 * the teacher they are computed by its own layers after the tap: these average over locations and end with a linear layer.
 * Reduction: the mean over elements and batch, as in the authors' code; the paper has the mean over the classes of the sum
 * over locations. At least 0, 0 at equality.
 *
 * @param student the student's class maps
 * @param teacher what the teacher's classifier averages
 * @param side the height and width that maps are averaged to, 1 or more
 * @param scale whether each map is a unit vector
 */
public record ClassMaps(StudentTap student, TeacherTap teacher, int side, Scale scale)
        implements Objective, Discrepancy {

    /** The authors' height and width for most of their networks. */
    public static final int SIDE = 2;

    /** The class maps of {@link #classifier}. */
    public static final String MAPS = LocalClassifier.MAPS;

    /** What of a map is compared. */
    public enum Scale {
        /** Its numbers, as in the authors' settings for networks of one family. */
        PLAIN,
        /** Its direction, as in the paper and in the authors' settings for networks of two families. */
        UNIT
    }

    /** Checks the side. */
    public ClassMaps {
        if (side < 1) {
            throw new InputException("CAT-KD needs maps of 1 x 1 or more, got " + side);
        }
    }

    /**
     * Averaged to 2 x 2, with their numbers.
     *
     * @param student the student's class maps
     * @param teacher what the teacher's classifier averages
     * @return the objective
     */
    public static ClassMaps of(StudentTap student, TeacherTap teacher) {
        return new ClassMaps(student, teacher, SIDE, Scale.PLAIN);
    }

    /**
     * What a student ends with: a convolution of 1x1 without bias that puts out {@link #MAPS class maps}, and their average
     * over all locations. Where a network averages first and ends with a linear layer, it computes the same but for the bias.
     *
     * @param classes how many classes there are
     * @return the classifier
     */
    public static Layers classifier(long classes) {
        return LocalClassifier.of(classes, false);
    }

    @Override
    public Needs needs() {
        return Needs.nothing().with(student).with(teacher).with(rest());
    }

    private AuxiliaryModule rest() {
        return AuxiliaryModule.teacherFrom(teacher);
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = context.getStudent().get(student);
        NDArray features = Targets.beside(context.getTeacher().get(teacher), own);
        Maps.check("CAT-KD", own.getShape(), features.getShape());
        return distance(own, teachers(Resampling.byWindow(features, side, side), context));
    }

    /** What the teacher's classifier says to each location less what it says to nothing, averaged before as it is linear. */
    private NDArray teachers(NDArray features, StepContext context) {
        NDArray nothing =
                features.getManager().zeros(new Shape(1, features.getShape().get(1), 1, 1), features.getDataType());
        NDArray bias = Locations.classes(nothing.toDevice(features.getDevice(), false), rest(), context);
        NDArray classes = Locations.classes(features, rest(), context).sub(bias);
        return classes.reshape(features.getShape().get(0), side, side, -1).transpose(0, 3, 1, 2);
    }

    /**
     * The loss between class maps.
     *
     * @param student {@code [batch, classes, H, W]}
     * @param target the teacher's, of as many classes
     * @return a scalar, zero at equality
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        long classes = student.getShape().get(1);
        if (classes != target.getShape().get(1)) {
            throw new InputException("CAT-KD compares class maps of as many classes, got " + student.getShape()
                    + " of the student and " + target.getShape()
                    + " of the teacher; ClassMaps.classifier puts out the student's");
        }
        return Norm.SQUARED.compare(averaged(student), averaged(Targets.beside(target, student)));
    }

    private NDArray averaged(NDArray maps) {
        NDArray few = Resampling.byWindow(maps, side, side);
        return scale == Scale.PLAIN ? few : UnitVectors.of(few.reshape(-1, (long) side * side));
    }
}
