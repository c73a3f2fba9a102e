package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Connector;
import dev.understudy.objective.Scaling;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Variational information distillation (VID): the student's maps are to tell as much as can be of the teacher's, by a
 * Gaussian whose mean is predicted from the student's and whose variances are learned, {@code mean( ((mu(F_s) - F_t)^2 /
 * v_c + log v_c) / 2 )} with {@code v_c = log(1 + exp(a_c)) + 1e-5} for each channel c of the teacher (Ahn et al. 2019,
 * "Variational Information Distillation for Knowledge Transfer", section 2).
 *
 * <p>Shapes: {@code [batch, N, H, W]} on both sides, with any N; the larger maps are averaged over areas to the size of the
 * smaller. mu is three convolutions of 1x1 without bias with a ReLU between them, of as many channels as the teacher's; it
 * and the a_c are trained along and dropped. Reduction: the mean over elements and batch, as in the authors' code (the
 * paper sums). It has no least value: with exact predictions it goes to {@code log(1e-5) / 2}.
 *
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param variance what all v_c begin with, above 1e-5
 */
public record Vid(StudentTap student, TeacherTap teacher, double variance) implements Objective {

    /** The authors' variance at the beginning. */
    public static final double VARIANCE = 5;

    private static final double FLOOR = 1e-5;

    /** Checks the variance. */
    public Vid {
        Ranges.above("first variance of VID less 1e-5", variance - FLOOR);
    }

    /**
     * With variances that begin at 5.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static Vid of(StudentTap student, TeacherTap teacher) {
        return new Vid(student, teacher, VARIANCE);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .with(student)
                .with(teacher)
                .with(AuxiliaryModule.of(name(), new Predictor(student, teacher, variance)));
    }

    @Override
    public NDArray loss(StepContext context) {
        Connector.Pair pair = Connector.Pair.ofSmaller(
                context.getStudent().get(student), context.getTeacher().get(teacher));
        NDList predicted = context.getModules().forward(name(), new NDList(pair.student()));
        return distance(predicted.get(0), predicted.get(1), pair.teacher());
    }

    /**
     * How unlikely the teacher's maps are, but for a constant.
     *
     * @param mean the predicted maps {@code [batch, N, H, W]}
     * @param variance of each channel, {@code [1, N, 1, 1]}
     * @param target the teacher's maps, same shape as the mean
     * @return a scalar
     */
    public static NDArray distance(NDArray mean, NDArray variance, NDArray target) {
        Maps.checkSame("VID", mean.getShape(), target.getShape());
        NDArray squares = mean.sub(Targets.beside(target, mean)).square();
        return Scaling.times(squares.div(variance).add(variance.log()).mean(), 0.5);
    }

    private String name() {
        return "VID " + student + " -> " + teacher + " " + variance;
    }

    private record Predictor(StudentTap student, TeacherTap teacher, double variance)
            implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape own = shapes.at(student);
            Shape other = shapes.at(teacher);
            Maps.check("VID", own, other);
            int channels = Math.toIntExact(other.get(1));
            float first = (float) Math.log(Math.expm1(variance - FLOOR));
            return Optional.of(AuxiliaryModule.Built.of(() -> new Gaussian(channels, first), own));
        }
    }

    /** The mean, from the student's maps, and the variances, from nothing. */
    private static final class Gaussian extends AbstractBlock {

        private static final byte VERSION = 1;

        private final Block mean;
        private final Parameter scale;

        Gaussian(int channels, float first) {
            super(VERSION);
            mean = addChildBlock(
                    "mean",
                    new Layers()
                            .add("first", convolution(channels))
                            .add("relu1", Activation.reluBlock())
                            .add("second", convolution(channels))
                            .add("relu2", Activation.reluBlock())
                            .add("third", convolution(channels)));
            scale = addParameter(Parameter.builder()
                    .setName("scale")
                    .setType(Parameter.Type.OTHER)
                    .optShape(new Shape(1, channels, 1, 1))
                    .optInitializer(new ConstantInitializer(first))
                    .build());
        }

        private static Block convolution(int channels) {
            return Conv2d.builder()
                    .setKernelShape(new Shape(1, 1))
                    .optBias(false)
                    .setFilters(channels)
                    .build();
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
            NDArray predicted = mean.forward(store, inputs, training).singletonOrThrow();
            NDArray own = Targets.ofParameter(store.getValue(scale, predicted.getDevice(), training), predicted);
            return new NDList(predicted, Scaling.plus(Activation.softPlus(own), FLOOR));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return new Shape[] {mean.getOutputShapes(inputs)[0], scale.getShape()};
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            mean.initialize(manager, type, inputs);
        }
    }
}
