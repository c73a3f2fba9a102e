package dev.understudy.example;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import java.util.List;

/** A recipe of one's own: a network of one's own, taught the channel correlation of the paper's teacher. */
public final class OwnRecipe implements Recipe {

    /** For the command line. */
    public OwnRecipe() {}

    @Override
    public String name() {
        return "mine";
    }

    @Override
    public String description() {
        return "two convolutions, given the correlation between channels";
    }

    @Override
    public Student student(Task task) {
        return Student.of("tiny", () -> network(task.classes()));
    }

    @Override
    public Student teacher(Task task) {
        return PaperNetworks.teacher(task);
    }

    @Override
    public List<Stage> stages(Task task, OptionValues values) {
        return List.of(Stage.whole(values.getEpochs())
                .objective("labels", 1, new CrossEntropy())
                .objective("channel", 10, Correlation.channel(new StudentTap("05Conv2d"), new TeacherTap("conv8"))));
    }

    private static Block network(int classes) {
        return new SequentialBlock()
                .add(convolution(8))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(4, 4), new Shape(4, 4)))
                .add(Activation.reluBlock())
                .add(convolution(16))
                .add(Pool.globalAvgPool2dBlock())
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(classes).build());
    }

    private static Block convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(filters)
                .build();
    }
}
