package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.util.PairList;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.Tap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.internal.arithmetic.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knowledge review (Chen et al. 2021, sections 3.2 and 3.3): a layer of the teacher guides the student's layer of its depth
 * and, through it, all deeper ones. From the deepest stage to the shallowest, a module fuses the student's features with
 * what the deeper stage left: {@code X = C1(F_S)}; {@code R = X a + up(R') b} with the attention maps
 * {@code [a, b] = sigmoid(C([X, up(R')]))}, or X in the deepest; {@code C3(R)} is compared with F_T by {@link #distance},
 * and R goes to the next stage.
 *
 * <p>Shapes: {@code [batch, N, H, W]}, any N, H and W at each tap; pooled features {@code [batch, N]} are maps of one
 * location. C1 and C3 are convolutions of 1x1 and 3x3 without bias, each with a batch norm. Reduction: the mean over
 * elements and batch, summed over the stages.
 *
 * <p>Where paper and authors' code differ it is the code: the channels between C1 and C3, the weights of the levels and their
 * sum in {@link #distance}, the resampling to the nearest location. In the code the teacher's maps are those before the
 * ReLU, the student's those after it, and the deepest stage is what both classifiers take: choose such taps. Deviation:
 * height and width are each on their own; the code has square maps.
 *
 * @param student the guided layers, the shallowest first
 * @param teacher the guiding layers, as many, in the same order
 * @param width the most channels that there are between C1 and C3, 1 or more; where the student's deepest layer has fewer,
 *     as many as that
 */
public record ReviewKd(List<StudentTap> student, List<TeacherTap> teacher, int width) implements Objective {

    /** The authors' most channels between the convolutions. */
    public static final int WIDTH = 512;

    /** The sides of the pooled maps that are compared. */
    private static final int[] LEVELS = {4, 2, 1};

    /** Checks the numbers of layers and the width. */
    public ReviewKd {
        if (student.isEmpty() || student.size() != teacher.size()) {
            throw new InputException(
                    "Knowledge review needs as many layers of the student as of the teacher, 1 or more," + " got "
                            + student + " and " + teacher);
        }
        if (width < 1) {
            throw new InputException("Knowledge review needs a width of 1 channel or more, got " + width);
        }
        student = List.copyOf(student);
        teacher = List.copyOf(teacher);
    }

    /**
     * With at most 512 channels between the convolutions.
     *
     * @param student the guided layers, the shallowest first
     * @param teacher the guiding layers, as many, in the same order
     * @return the objective
     */
    public static ReviewKd of(List<StudentTap> student, List<TeacherTap> teacher) {
        return new ReviewKd(student, teacher, WIDTH);
    }

    @Override
    public Needs needs() {
        Needs needs = Needs.nothing();
        for (int i = 0; i < student.size(); i++) {
            needs = needs.with(student.get(i))
                    .with(teacher.get(i))
                    .with(AuxiliaryModule.of(name(i), new FusionBuilder(this, i)));
        }
        return needs;
    }

    @Override
    public NDArray loss(StepContext context) {
        List<NDArray> losses = new ArrayList<>();
        NDList residual = new NDList();
        for (int i = student.size() - 1; i >= 0; i--) {
            NDList inputs = new NDList(map(context.getStudent().get(student.get(i)))).addAll(residual);
            NDList outputs = context.getModules().forward(name(i), inputs);
            NDArray wanted = map(context.getTeacher().get(teacher.get(i)));
            losses.add(distance(outputs.get(0), wanted));
            residual = new NDList(outputs.get(1));
        }
        return losses.stream().reduce(NDArray::add).orElseThrow();
    }

    /**
     * The hierarchical context loss of one stage: the mean squared difference of the maps, plus 1/2, 1/4 and 1/8 of that of
     * the maps pooled to 4x4, 2x2 and 1x1, over the sum of the weights. Levels that are no smaller than the map are left
     * out, and the next one has their weight. Windows overlap where a size does not divide.
     *
     * @param student {@code [batch, N, H, W]}
     * @param target the teacher's, same shape
     * @return a scalar, zero at equality
     */
    public static NDArray distance(NDArray student, NDArray target) {
        Shape shape = student.getShape();
        if (shape.dimension() != 4 || !shape.equals(target.getShape())) {
            throw new InputException("Knowledge review compares features [batch, channels, height, width] of one shape,"
                    + " got " + shape + " and " + target.getShape());
        }
        NDArray difference = student.sub(target);
        NDArray sum = difference.square().mean();
        double weight = 1;
        double total = 1;
        for (int side : LEVELS) {
            if (side < shape.get(2) && side < shape.get(3)) {
                weight /= 2;
                total += weight;
                NDArray pooled = Resampling.byWindow(difference, side, side);
                sum = sum.add(Scaling.times(pooled.square().mean(), weight));
            }
        }
        return Scaling.times(sum, 1 / total);
    }

    /** Pooled features are a map of one location. */
    private static NDArray map(NDArray features) {
        return features.getShape().dimension() == 2 ? features.reshape(map(features.getShape())) : features;
    }

    private static Shape map(Shape shape) {
        return shape.dimension() == 2 ? new Shape(shape.get(0), shape.get(1), 1, 1) : shape;
    }

    private static Shape map(Shape shape, Tap tap) {
        if (shape.dimension() != 2 && shape.dimension() != 4) {
            throw new InputException(
                    "Knowledge review needs activations [batch, channels, height, width] or pooled ones"
                            + " [batch, channels], got " + shape + " at \"" + tap + "\"");
        }
        return map(shape);
    }

    /** With all layers in it, since what a stage puts out depends on the deeper ones. */
    private String name(int stage) {
        return "review " + student + " -> " + teacher + " " + width + ": " + student.get(stage);
    }

    private record FusionBuilder(ReviewKd review, int stage) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            int deepest = review.student.size() - 1;
            Shape own = own(stage, shapes);
            Shape wanted = wanted(stage, shapes);
            int between =
                    Math.toIntExact(Math.min(review.width, own(deepest, shapes).get(1)));
            if (stage == deepest) {
                return Optional.of(AuxiliaryModule.Built.of(() -> new Fusion(between, wanted, false), own));
            }
            Shape deeper = wanted(stage + 1, shapes);
            Shape residual = new Shape(1, between, deeper.get(2), deeper.get(3));
            return Optional.of(AuxiliaryModule.Built.of(() -> new Fusion(between, wanted, true), own, residual));
        }

        private Shape own(int stage, AuxiliaryModule.Shapes shapes) {
            StudentTap tap = review.student.get(stage);
            return map(shapes.at(tap), tap);
        }

        private Shape wanted(int stage, AuxiliaryModule.Shapes shapes) {
            TeacherTap tap = review.teacher.get(stage);
            return map(shapes.at(tap), tap);
        }
    }

    /** Attention based fusion: of features, and what the deeper stage left where there is one, to the teacher's, and what is left. */
    private static final class Fusion extends AbstractBlock {

        private static final byte VERSION = 1;

        private final int between;
        private final Shape wanted;
        private final Block narrow;
        private final @Nullable Block attention;
        private final Block wide;

        Fusion(int between, Shape wanted, boolean fuses) {
            super(VERSION);
            this.between = between;
            this.wanted = wanted;
            narrow = addChildBlock("narrow", normed(between, 1));
            attention = fuses ? addChildBlock("attention", convolution(2, 1).build()) : null;
            wide = addChildBlock("wide", normed(Math.toIntExact(wanted.get(1)), 3));
        }

        private static Conv2d.Builder convolution(int channels, int side) {
            return Conv2d.builder()
                    .setKernelShape(new Shape(side, side))
                    .optPadding(new Shape(side / 2, side / 2))
                    .setFilters(channels);
        }

        private static Layers normed(int channels, int side) {
            Block weights = convolution(channels, side).optBias(false).build();
            // Uniform within sqrt(3 / inputs), as in the authors' code.
            weights.setInitializer(
                    new XavierInitializer(XavierInitializer.RandomType.UNIFORM, XavierInitializer.FactorType.IN, 3),
                    Parameter.Type.WEIGHT);
            return new Layers()
                    .add("weights", weights)
                    .add("norm", BatchNorm.builder().build());
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
            NDArray own =
                    narrow.forward(store, new NDList(inputs.head()), training).singletonOrThrow();
            if (attention != null) {
                Shape shape = own.getShape();
                NDArray deeper = Resampling.nearest(inputs.get(1), shape.get(2), shape.get(3));
                NDList both = new NDList(NDArrays.concat(new NDList(own, deeper), 1));
                NDArray shares = Activation.sigmoid(
                        attention.forward(store, both, training).singletonOrThrow());
                own = own.mul(shares.get(new NDIndex(":, 0:1"))).add(deeper.mul(shares.get(new NDIndex(":, 1:2"))));
            }
            NDArray left = Resampling.nearest(own, wanted.get(2), wanted.get(3));
            return new NDList(wide.forward(store, new NDList(left), training).singletonOrThrow(), left);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            long batch = inputs[0].get(0);
            return new Shape[] {
                new Shape(batch, wanted.get(1), wanted.get(2), wanted.get(3)),
                new Shape(batch, between, wanted.get(2), wanted.get(3))
            };
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            narrow.initialize(manager, type, inputs[0]);
            if (attention != null) {
                attention.initialize(manager, type, new Shape(1, 2L * between, inputs[0].get(2), inputs[0].get(3)));
            }
            wide.initialize(manager, type, getOutputShapes(inputs)[1]);
        }
    }
}
