package dev.understudy.network;

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
import dev.understudy.block.SelfGuided;
import dev.understudy.recipe.Task;
import java.util.List;

/**
 * The four networks of the paper's Table 1. Every convolution is 3x3 with padding 1 and no bias, followed by batch norm
 * and ReLU; groups are divided by 2x2 max pools; at the end stand global average pooling and a fully connected layer.
 * Every number of channels is multiplied by the task's width.
 *
 * <table>
 * <caption>Layers by name; the guided or guiding one is marked *</caption>
 * <tr><td>teacher</td><td>conv1 conv2 | conv3 conv4 | conv5 conv6 conv7 | conv8* conv9 conv10</td></tr>
 * <tr><td>student</td><td>conv1 | conv2 | conv3 | conv4*</td></tr>
 * </table>
 */
public final class PaperNetworks {

    /** The guided layer of the student and the student-augmented network. */
    public static final StudentTap GUIDED = new StudentTap("conv4");

    /** The guided channels of the self-guided student's guided layer. */
    public static final StudentTap GUIDED_CHANNELS = new StudentTap("conv4/" + SelfGuided.GUIDED);

    /** The layer of the teacher and the teacher-augmented network that gives its knowledge. */
    public static final TeacherTap GUIDING = new TeacherTap("conv8");

    /** What the teacher's classifier takes. */
    public static final TeacherTap LAST = new TeacherTap("conv10");

    private static final int[][] TEACHER = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}};
    private static final int[][] TEACHER_AUGMENTED = {{64, 64}, {128, 128}, {256, 256, 256}, {1024, 512, 512}};
    private static final int[][] STUDENT = {{64}, {128}, {256}, {512}};
    private static final int[][] STUDENT_AUGMENTED = {{64}, {128}, {256}, {1024}};

    private PaperNetworks() {}

    /**
     * The teacher: 11 weight layers.
     *
     * @param task for what
     * @return 7,648,458 parameters for 10 classes, 7,694,628 for 100, at width 1
     */
    public static Student teacher(Task task) {
        return Student.of("teacher", () -> build(TEACHER, task));
    }

    /**
     * The student: 5 weight layers.
     *
     * @param task for what
     * @return 1,558,986 parameters for 10 classes, 1,605,156 for 100, at width 1
     */
    public static Student student(Task task) {
        return Student.of("student", () -> build(STUDENT, task));
    }

    /**
     * The teacher with 1024 channels in its guiding layer.
     *
     * @param task for what
     * @return 11,189,450 parameters for 10 classes, 11,235,620 for 100, at width 1
     */
    public static Student teacherAugmented(Task task) {
        return Student.of("teacher-augmented", () -> build(TEACHER_AUGMENTED, task));
    }

    /**
     * The student with 1024 channels in its guided layer, all of one kind.
     *
     * @param task for what
     * @return 2,745,802 parameters for 10 classes, 2,838,052 for 100, at width 1
     */
    public static Student studentAugmented(Task task) {
        return Student.of("student-augmented", () -> build(STUDENT_AUGMENTED, task));
    }

    /**
     * The student with 512 guided and 512 self-taught channels in its guided layer: as large as the student-augmented
     * network.
     *
     * @param task for what
     * @return the self-guided student
     */
    public static Student selfGuided(Task task) {
        return Student.of("student-self-guided", () -> {
            Layers layers = new Layers();
            trunk(layers, STUDENT, 3, task);
            int half = channels(512, task);
            layers.add("conv4", new SelfGuided(convolution(half), convolution(half)));
            return classifier(layers, task);
        });
    }

    /** The student with its taps. */
    static TappedNetwork tappedStudent(Task task) {
        List<String> groups = List.of("conv1", "conv2", "conv3", "conv4");
        return tapped(student(task), groups, GUIDED.path());
    }

    /** The teacher with its taps. */
    static TappedNetwork tappedTeacher(Task task) {
        List<String> groups = List.of("conv2", "conv4", "conv7", "conv10");
        return tapped(teacher(task), groups, GUIDING.path());
    }

    private static TappedNetwork tapped(Student network, List<String> groups, String compared) {
        List<String> preactivations =
                groups.stream().map(group -> group + "/norm").toList();
        String last = groups.get(groups.size() - 1);
        return new TappedNetwork(
                network, groups, groups, preactivations, new TappedNetwork.Places(last, compared, compared, last));
    }

    private static Block build(int[][] groups, Task task) {
        Layers layers = new Layers();
        trunk(layers, groups, groups.length, task);
        return classifier(layers, task);
    }

    private static void trunk(Layers layers, int[][] groups, int upTo, Task task) {
        int number = 1;
        for (int group = 0; group < upTo; group++) {
            for (int channels : groups[group]) {
                layers.add("conv" + number++, convolution(channels(channels, task)));
            }
            if (group < groups.length - 1) {
                layers.add("pool" + (group + 1), Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
            }
        }
    }

    private static Block classifier(Layers layers, Task task) {
        return layers.add("average", Pool.globalAvgPool2dBlock())
                .add("flatten", Blocks.batchFlattenBlock())
                .add("classes", Linear.builder().setUnits(task.classes()).build());
    }

    private static Layers convolution(int channels) {
        return new Layers()
                .add(
                        "weights",
                        Conv2d.builder()
                                .setKernelShape(new Shape(3, 3))
                                .optPadding(new Shape(1, 1))
                                .optBias(false)
                                .setFilters(channels)
                                .build())
                .add("norm", BatchNorm.builder().build())
                .add("relu", Activation.reluBlock());
    }

    private static int channels(int paper, Task task) {
        return Math.max(1, (int) Math.round(paper * task.width()));
    }
}
