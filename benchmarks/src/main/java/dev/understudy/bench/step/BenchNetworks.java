package dev.understudy.bench.step;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The paper's networks with first weights that follow from their names alone, so that every way begins with the same. */
public final class BenchNetworks {

    private BenchNetworks() {}

    public static Student student(Task task) {
        return named(PaperNetworks.student(task));
    }

    /** A teacher as this project's users have it. */
    public static Teacher teacher(Task task) {
        return teacher(task, Device.cpu());
    }

    /** The same on a device. */
    public static Teacher teacher(Task task, Device device) {
        Model model = Model.newInstance("teacher", device);
        return Teacher.of("teacher", teacher(task, model.getNDManager()), model);
    }

    /** The teacher's network as a DJL block. */
    public static Block teacher(Task task, NDManager owner) {
        Block block = initialised(named(PaperNetworks.teacher(task)), task, owner);
        block.freezeParameters(true);
        return block;
    }

    /** The student's network as a DJL block. */
    public static Block student(Task task, NDManager owner) {
        return initialised(student(task), task, owner);
    }

    /** A copy of all of a network's numbers, in the order of its parameters. */
    public static List<float[]> weights(Block block) {
        List<float[]> weights = new ArrayList<>();
        for (Parameter parameter : block.getParameters().values()) {
            weights.add(parameter.getArray().toFloatArray());
        }
        return weights;
    }

    private static Student named(Student student) {
        return Student.of(student.name(), () -> {
            Block block = student.network().get();
            for (Pair<String, Parameter> entry : block.getParameters()) {
                if (entry.getValue().getType() == Parameter.Type.WEIGHT) {
                    long seed = entry.getKey().hashCode();
                    entry.getValue()
                            .setInitializer((manager, shape, type) -> manager.create(normal(shape, seed), shape));
                }
            }
            return block;
        });
    }

    private static Block initialised(Student student, Task task, NDManager owner) {
        Block block = student.network().get();
        block.initialize(owner, DataType.FLOAT32, new Shape(1).addAll(task.input()));
        return block;
    }

    private static float[] normal(Shape shape, long seed) {
        Random random = new Random(seed);
        float[] values = new float[Math.toIntExact(shape.size())];
        double scale = Math.sqrt(2.0 * shape.get(0) / shape.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return values;
    }
}
