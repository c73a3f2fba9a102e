package @package@

import ai.djl.ndarray.types.Shape
import ai.djl.nn.Activation
import ai.djl.nn.Block
import ai.djl.nn.Blocks
import ai.djl.nn.convolutional.Conv2d
import ai.djl.nn.core.Linear
import ai.djl.nn.norm.BatchNorm
import ai.djl.nn.pooling.Pool
import dev.understudy.Student
import dev.understudy.StudentTap
import dev.understudy.TeacherTap
import dev.understudy.block.Layers
import dev.understudy.recipe.Task

/** A small network and a larger one: any DJL block will do, and where its parts have names, taps read well. */
object Networks {
    /** The layer of the student that is taught. */
    val GUIDED = StudentTap("conv2")

    /** The layer of the teacher that it is taught from. */
    val GUIDING = TeacherTap("conv3")

    /** The network that learns: two convolutions. */
    fun student(task: Task): Student = Student.of("small") {
        Layers()
            .add("conv1", convolution(8))
            .add("pool", Pool.maxPool2dBlock(Shape(2, 2), Shape(2, 2)))
            .add("conv2", convolution(16))
            .classifier(task)
    }

    /** The network that teaches: three convolutions with twice the channels. */
    fun teacher(task: Task): Student = Student.of("large") {
        Layers()
            .add("conv1", convolution(16))
            .add("pool", Pool.maxPool2dBlock(Shape(2, 2), Shape(2, 2)))
            .add("conv2", convolution(32))
            .add("conv3", convolution(32))
            .classifier(task)
    }

    private fun Layers.classifier(task: Task): Block = this
        .add("average", Pool.globalAvgPool2dBlock())
        .add("flatten", Blocks.batchFlattenBlock())
        .add("classes", Linear.builder().setUnits(task.classes.toLong()).build())

    private fun convolution(channels: Int): Block = Layers()
        .add(
            "weights",
            Conv2d.builder()
                .setKernelShape(Shape(3, 3))
                .optPadding(Shape(1, 1))
                .optBias(false)
                .setFilters(channels)
                .build(),
        )
        .add("norm", BatchNorm.builder().build())
        .add("relu", Activation.reluBlock())
}
