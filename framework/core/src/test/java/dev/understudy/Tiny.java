package dev.understudy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import dev.understudy.block.Layers;
import dev.understudy.block.SelfGuided;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Networks that train in no time: three layers on images of 3 x 8 x 8, four classes. */
public final class Tiny {

    public static final StudentTap CONV1 = new StudentTap("conv1");
    public static final StudentTap GUIDED = new StudentTap("conv2/guided");
    public static final StudentTap CONV3 = new StudentTap("conv3");
    public static final TeacherTap TEACHER1 = new TeacherTap("conv1");
    public static final TeacherTap TEACHER2 = new TeacherTap("conv2");
    public static final TeacherTap TEACHER3 = new TeacherTap("conv3");

    private Tiny() {}

    /** {@code conv1} 4 channels, {@code conv2} 3 guided and 2 self-taught, {@code conv3} 3; all 8 x 8. */
    public static Student student() {
        return Student.of("tiny-student", Tiny::selfTaught);
    }

    public static Layers selfTaught() {
        return new Layers()
                .add("conv1", layer(4))
                .add("conv2", new SelfGuided(layer(3), layer(2)))
                .add("conv3", layer(3))
                .add("classes", classifier(TinyImages.CLASSES));
    }

    /** A student that forgets a part of each image at random. */
    public static Student forgetful() {
        return Student.of("tiny-forgetful", () -> new Layers()
                .add("conv1", layer(4))
                .add("dropout", ai.djl.nn.norm.Dropout.builder().optRate(0.5f).build())
                .add("conv2", layer(3))
                .add("classes", classifier(TinyImages.CLASSES)));
    }

    /** {@code conv1} 4 channels, {@code conv2} 3, {@code conv3} 5 channels of 4 x 4. */
    public static Layers teaching(int classes) {
        return new Layers()
                .add("conv1", layer(4))
                .add("conv2", layer(3))
                .add("pool", Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add("conv3", layer(5))
                .add("classes", classifier(classes));
    }

    public static Teacher teacher() {
        return teacher(() -> teaching(TinyImages.CLASSES));
    }

    static Teacher teacher(Supplier<Block> network) {
        Model model = Model.newInstance("tiny-teacher", Device.cpu());
        return Teacher.of("tiny-teacher", initialised(network.get(), model), model);
    }

    public static <B extends Block> B initialised(B block, Model owner) {
        dev.understudy.internal.network.Blocks.initialize(
                block, owner.getNDManager(), 77, new Shape(1).addAll(TinyImages.INPUT));
        return block;
    }

    public static Layers layer(int channels) {
        return new Layers()
                .add("conv", convolution(channels))
                .add("norm", BatchNorm.builder().build())
                .add("relu", Activation.reluBlock());
    }

    public static Block convolution(int channels) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(channels)
                .optBias(false)
                .build();
    }

    public static Block classifier(int classes) {
        return new Layers()
                .add("pool", Pool.globalAvgPool2dBlock())
                .add("flat", Blocks.batchFlattenBlock())
                .add("linear", Linear.builder().setUnits(classes).build());
    }

    /** A part that must not be run. */
    static Block mine(boolean[] armed) {
        return new LambdaBlock(list -> {
            if (armed[0]) {
                throw new AssertionError("this should not be computed");
            }
            return list;
        });
    }

    /** A part that turns every number's sign. */
    static Block turned() {
        return new LambdaBlock(list -> new NDList(list.singletonOrThrow().neg()));
    }

    /** A part that counts how often it is run. */
    static Block counted(AtomicInteger runs) {
        return new LambdaBlock(list -> {
            runs.incrementAndGet();
            return list;
        });
    }

    /** The logits of a network in inference mode for ten images. */
    public static float[] logits(Block network) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray input = TinyImages.of(10, 10).data(manager, 0, 10);
            return network.forward(new ParameterStore(manager, false), new NDList(input), false)
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }
}
