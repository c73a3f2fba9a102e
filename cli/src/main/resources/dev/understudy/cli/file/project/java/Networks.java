package @package@;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.recipe.Task;

/** A small network and a larger one: any DJL block will do, and where its parts have names, taps read well. */
public final class Networks {

    /** The layer of the student that is taught. */
    public static final StudentTap GUIDED = new StudentTap("conv2");

    /** The layer of the teacher that it is taught from. */
    public static final TeacherTap GUIDING = new TeacherTap("conv3");

    private Networks() {}

    /**
     * The network that learns: two convolutions.
     *
     * @param task for what
     * @return the student
     */
    public static Student student(Task task) {
        return Student.of("small", () -> classifier(task, new Layers()
                .add("conv1", convolution(8))
                .add("pool", Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add("conv2", convolution(16))));
    }

    /**
     * The network that teaches: three convolutions with twice the channels.
     *
     * @param task for what
     * @return the teacher's network
     */
    public static Student teacher(Task task) {
        return Student.of("large", () -> classifier(task, new Layers()
                .add("conv1", convolution(16))
                .add("pool", Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add("conv2", convolution(32))
                .add("conv3", convolution(32))));
    }

    private static Block classifier(Task task, Layers layers) {
        return layers.add("average", Pool.globalAvgPool2dBlock())
                .add("flatten", Blocks.batchFlattenBlock())
                .add("classes", Linear.builder().setUnits(task.classes()).build());
    }

    private static Layers convolution(int channels) {
        return new Layers()
                .add("weights", Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .optPadding(new Shape(1, 1))
                        .optBias(false)
                        .setFilters(channels)
                        .build())
                .add("norm", BatchNorm.builder().build())
                .add("relu", Activation.reluBlock());
    }
}
