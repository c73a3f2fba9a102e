package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.initializer.XavierInitializer;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Connector;
import java.util.Optional;

/**
 * Makes teacher's maps of a student's: a convolution of 1x1 without bias and a batch norm, learned along and dropped.
 *
 * @param method whose it is; methods do not share theirs
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param kind what it is made of, and where
 */
record Adapter(String method, StudentTap student, TeacherTap teacher, Kind kind) implements AuxiliaryModule.Builder {

    /** What it is made of, and where. */
    enum Kind {
        /** Between any layers. */
        NORMED,
        /** Between any layers, with a ReLU at the end. */
        RECTIFIED,
        /** Between layers of other channels alone. */
        WHERE_NEEDED
    }

    /** Both taps, and the module. */
    Needs needs() {
        return Needs.nothing().with(student).with(teacher).with(AuxiliaryModule.of(name(), this));
    }

    /** What it makes of the student's maps, of whatever height and width. */
    NDArray adapted(StepContext context) {
        return adapted(context.getStudent().get(student), context.getTeacher().get(teacher), context);
    }

    /** The same, and the teacher's maps, where the larger of both are averaged over areas to the size of the smaller. */
    Connector.Pair pair(StepContext context) {
        NDArray own = context.getStudent().get(student);
        NDArray other = Targets.beside(context.getTeacher().get(teacher), own);
        Connector.Pair pair = Connector.Pair.ofSmaller(own, other);
        return new Connector.Pair(adapted(pair.student(), other, context), pair.teacher());
    }

    private NDArray adapted(NDArray own, NDArray other, StepContext context) {
        boolean needed = kind != Kind.WHERE_NEEDED
                || own.getShape().get(1) != other.getShape().get(1);
        return needed ? context.getModules().forward(name(), own) : own;
    }

    private String name() {
        return method + "'s adapter " + student + " -> " + teacher;
    }

    @Override
    public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
        Shape own = shapes.at(student);
        Shape other = shapes.at(teacher);
        Maps.check(method, own, other);
        if (kind == Kind.WHERE_NEEDED && own.get(1) == other.get(1)) {
            return Optional.empty();
        }
        int channels = Math.toIntExact(other.get(1));
        return Optional.of(AuxiliaryModule.Built.of(() -> block(channels), own));
    }

    private Block block(int channels) {
        Block weights = Conv2d.builder()
                .setKernelShape(new Shape(1, 1))
                .optBias(false)
                .setFilters(channels)
                .build();
        // Normal with the variance 2 / outputs, as in the code of those whose adapter this is.
        weights.setInitializer(
                new XavierInitializer(XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.OUT, 2),
                Parameter.Type.WEIGHT);
        Layers layers = new Layers()
                .add("weights", weights)
                .add("norm", BatchNorm.builder().build());
        return kind == Kind.RECTIFIED ? layers.add("relu", Activation.reluBlock()) : layers;
    }
}
