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
import dev.understudy.block.Parts;
import dev.understudy.block.SelfGuided;
import dev.understudy.objective.SimKd;
import dev.understudy.objective.features.ClassMaps;
import dev.understudy.objective.features.NToOne;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.stream.Stream;

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

    /** What the student ends its groups with, and what its classifier takes. */
    public static final List<StudentTap> STAGES = Stream.of("conv1", "conv2", "conv3", "conv4", "flatten")
            .map(StudentTap::new)
            .toList();

    /** The same of the teacher, before the ReLU. */
    public static final List<TeacherTap> TEACHER_STAGES = Stream.of(
                    "conv2/norm", "conv4/norm", "conv7/norm", "conv10/norm", "flatten")
            .map(TeacherTap::new)
            .toList();

    /** The projector of {@link #withTeachersClassifier}. */
    public static final StudentTap PROJECTED = new StudentTap("projector");

    /** The teacher's classifier in {@link #withTeachersClassifier}. */
    public static final String CLASSIFIER = "classifier";

    /** The class maps of {@link #withClassMaps}. */
    public static final StudentTap CLASS_MAPS = new StudentTap(CLASSIFIER + "/" + ClassMaps.MAPS);

    /** The wide maps of {@link #withTransform}. */
    public static final StudentTap WIDE = new StudentTap("transform/" + NToOne.WIDE);

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

    /**
     * The student up to its guided layer, a projector (SimKD), and the teacher's classifier, which is frozen: what ships
     * where the teacher's classifier is used again. It is to begin with the teacher's weights after {@link #LAST}.
     *
     * @param task for what
     * @return the network, with the parts {@code student}, {@link #PROJECTED} and {@link #CLASSIFIER}
     */
    public static Student withTeachersClassifier(Task task) {
        return Student.of("student-with-teachers-classifier", () -> {
            Block classifier = Parts.after(build(TEACHER, task), LAST.path());
            classifier.freezeParameters(true);
            return new Layers()
                    .add("student", Parts.upTo(build(STUDENT, task), GUIDED.path()))
                    .add(PROJECTED.path(), SimKd.projector(last(TEACHER, task), SimKd.FACTOR))
                    .add(CLASSIFIER, classifier);
        });
    }

    /**
     * The student, which tells classes apart at each location before it averages (CAT-KD).
     *
     * @param task for what
     * @return as many parameters as the student's but for a bias for each class
     */
    public static Student withClassMaps(Task task) {
        return Student.of("student-with-class-maps", () -> {
            Layers layers = new Layers();
            trunk(layers, STUDENT, STUDENT.length, task);
            return layers.add(CLASSIFIER, ClassMaps.classifier(task.classes()));
        });
    }

    /**
     * The student, whose last maps are made {@value NToOne#SLICES} times as wide as the teacher's and narrow again before
     * they are averaged (NORM). Trained, the two layers could be part of its classifier.
     *
     * @param task for what
     * @return the student and two layers
     */
    public static Student withTransform(Task task) {
        return Student.of("student-with-transform", () -> {
            Layers layers = new Layers();
            trunk(layers, STUDENT, STUDENT.length, task);
            layers.add("transform", NToOne.transform(last(STUDENT, task), last(TEACHER, task), NToOne.SLICES));
            return classifier(layers, task);
        });
    }

    /** The channels of a network's last layer. */
    private static int last(int[][] groups, Task task) {
        int[] group = groups[groups.length - 1];
        return channels(group[group.length - 1], task);
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
