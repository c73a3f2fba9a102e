package dev.understudy.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.InputException;
import dev.understudy.StudentTap;
import dev.understudy.Tap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.Inference;
import dev.understudy.result.Matrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What correlation-based learning transfers, made visible: a layer's normalised correlations between channels and between
 * locations, for a few images. The network runs in inference mode, frozen or not, and stays as it is.
 */
public final class CorrelationMatrices {

    private static final int DIMENSIONS = 4;

    private CorrelationMatrices() {}

    /**
     * Those of a student, or of any network with its weights.
     *
     * @param name whose they are
     * @param network the initialised network
     * @param tap a layer that puts out {@code [batch, channels, height, width]}
     * @param images normalised as in training, {@code [batch, channels, height, width]}; where they are is where the
     *     network runs
     * @param pngs the same images as PNG files in base64
     * @param classNames their true classes
     * @return a channel and a spatial matrix for each image
     * @throws InputException when there is no such tap, or it does not put out channels of rows and columns
     */
    public static Matrices of(
            String name, Block network, StudentTap tap, NDArray images, List<String> pngs, List<String> classNames) {
        return read(network, tap, images, activation -> required(name, tap, activation, pngs, classNames));
    }

    /**
     * Those of a student, or none where vectors or tokens are put out.
     *
     * @param name whose they are
     * @param network the initialised network
     * @param tap any layer
     * @param images normalised as in training, {@code [batch, channels, height, width]}; where they are is where the
     *     network runs
     * @param pngs the same images as PNG files in base64
     * @param classNames their true classes
     * @return empty where the layer does not put out {@code [batch, channels, height, width]}
     * @throws InputException when there is no such tap
     */
    public static Optional<Matrices> find(
            String name, Block network, StudentTap tap, NDArray images, List<String> pngs, List<String> classNames) {
        return read(network, tap, images, activation -> found(name, tap, activation, pngs, classNames));
    }

    private static <R> R read(Block network, StudentTap tap, NDArray images, Function<NDArray, R> reader) {
        String path = BlockPaths.resolve(network, "student", tap.path());
        try (NDManager scope = images.getManager().newSubManager();
                Inference inference = Inference.of(network, List.of(path), false, scope)) {
            return reader.apply(inference.forward(copy(images, scope)).singletonOrThrow());
        }
    }

    /**
     * Those of a teacher.
     *
     * @param name whose they are
     * @param teacher the teacher
     * @param tap a layer that puts out {@code [batch, channels, height, width]}
     * @param images normalised as in training, {@code [batch, channels, height, width]}; where they are is where the
     *     teacher runs
     * @param pngs the same images as PNG files in base64
     * @param classNames their true classes
     * @return a channel and a spatial matrix for each image
     * @throws InputException when there is no such tap, or it does not put out channels of rows and columns
     */
    public static Matrices of(
            String name, Teacher teacher, TeacherTap tap, NDArray images, List<String> pngs, List<String> classNames) {
        return read(teacher, tap, images, activation -> required(name, tap, activation, pngs, classNames));
    }

    /**
     * Those of a teacher, or none where vectors or tokens are put out.
     *
     * @param name whose they are
     * @param teacher the teacher
     * @param tap any layer
     * @param images normalised as in training, {@code [batch, channels, height, width]}; where they are is where the
     *     teacher runs
     * @param pngs the same images as PNG files in base64
     * @param classNames their true classes
     * @return empty where the layer does not put out {@code [batch, channels, height, width]}
     * @throws InputException when there is no such tap
     */
    public static Optional<Matrices> find(
            String name, Teacher teacher, TeacherTap tap, NDArray images, List<String> pngs, List<String> classNames) {
        return read(teacher, tap, images, activation -> found(name, tap, activation, pngs, classNames));
    }

    private static <R> R read(Teacher teacher, TeacherTap tap, NDArray images, Function<NDArray, R> reader) {
        try (NDManager scope = images.getManager().newSubManager();
                Teacher.View view = teacher.open(scope, Set.of(tap), false)) {
            return reader.apply(view.forward(copy(images, scope)).get(tap));
        }
    }

    /** What is computed from an array is attached to its manager: a copy leaves nothing with the images'. */
    private static NDList copy(NDArray images, NDManager scope) {
        NDArray copy = images.duplicate();
        copy.attach(scope);
        return new NDList(copy);
    }

    private static Matrices required(
            String name, Tap tap, NDArray activation, List<String> pngs, List<String> classNames) {
        return found(name, tap, activation, pngs, classNames)
                .orElseThrow(
                        () -> new InputException("Wanted a layer that puts out [batch, channels, height, width], got \""
                                + tap.path() + "\", which puts out " + activation.getShape()));
    }

    private static Optional<Matrices> found(
            String name, Tap tap, NDArray activation, List<String> pngs, List<String> classNames) {
        if (activation.getShape().dimension() != DIMENSIONS) {
            return Optional.empty();
        }
        return Optional.of(new Matrices(Matrices.FORMAT, name, tap.path(), shown(activation, pngs, classNames)));
    }

    private static List<Matrices.Shown> shown(NDArray activation, List<String> pngs, List<String> classNames) {
        Shape shape = activation.getShape();
        if (pngs.size() != shape.get(0) || classNames.size() != shape.get(0)) {
            throw new InputException("Wanted a PNG and a class name for each of " + shape.get(0) + " images, got "
                    + pngs.size() + " and " + classNames.size());
        }
        float[] values = activation.toType(DataType.FLOAT32, false).toFloatArray();
        int channels = Math.toIntExact(shape.get(1));
        int size = values.length / pngs.size();
        List<Matrices.Shown> shown = new ArrayList<>();
        for (int i = 0; i < pngs.size(); i++) {
            float[] one = Arrays.copyOfRange(values, i * size, (i + 1) * size);
            shown.add(new Matrices.Shown(
                    pngs.get(i),
                    classNames.get(i),
                    CorrelationMatrix.betweenChannels(one, channels).shown(),
                    CorrelationMatrix.betweenLocations(one, channels).shown()));
        }
        return shown;
    }
}
