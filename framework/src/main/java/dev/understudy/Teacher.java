package dev.understudy;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.understudy.internal.Blocks;
import dev.understudy.internal.Fingerprints;
import dev.understudy.internal.Inference;
import dev.understudy.internal.MemoryOrder;
import dev.understudy.internal.OnnxTeacher;
import dev.understudy.internal.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A trained network that students learn from: always run in inference mode and without gradients. It owns the network's
 * arrays until it is closed.
 */
public final class Teacher implements AutoCloseable {

    /** The name of the output that holds the logits of a teacher with named outputs. */
    public static final String LOGITS = "logits";

    static {
        NativeSetup.apply();
    }

    private final String name;
    private final Block network;
    private final Runnable close;
    private final List<String> outputs;
    private final @Nullable Path file;
    private final @Nullable OnnxTeacher onnx;
    private @Nullable String fingerprint;

    private Teacher(String name, Block network, List<String> outputs, @Nullable Path file, Runnable close) {
        this(name, network, outputs, file, null, close);
    }

    private Teacher(
            String name,
            Block network,
            List<String> outputs,
            @Nullable Path file,
            @Nullable OnnxTeacher onnx,
            Runnable close) {
        this.name = name;
        this.network = network;
        this.outputs = outputs;
        this.file = file;
        this.onnx = onnx;
        this.close = close;
    }

    /**
     * A teacher from an initialised network with sequential parts; taps are paths in it. The network is frozen.
     *
     * @param name its name
     * @param network the network, with its weights
     * @param owner owns the network's arrays, such as a DJL model; kept as long as the teacher (DJL's models free their
     *     arrays when nobody refers to them) and closed with it
     * @return the teacher
     */
    public static Teacher of(String name, Block network, Model owner) {
        if (!network.isInitialized()) {
            throw new InputException("The teacher \"" + name + "\" has no weights yet: train or load them first");
        }
        network.freezeParameters(true);
        return new Teacher(name, network, List.of(), null, owner::close);
    }

    /**
     * A teacher from a file of weights: our safetensors, or DJL's {@code .params}.
     *
     * @param network the network that the weights are of
     * @param file the file
     * @param input the shape of one sample, such as {@code (3, 32, 32)}
     * @param device where to run it
     * @return the teacher
     * @throws IOException when the file cannot be read
     * @throws InputException when the file does not hold the network's parameters
     */
    public static Teacher load(Student network, Path file, Shape input, Device device) throws IOException {
        return TrainedStudent.load(network, file, input, device).asTeacher();
    }

    /**
     * A teacher from a TorchScript file that returns its features and its logits; taps are names of its outputs.
     *
     * @param name its name
     * @param file the TorchScript file
     * @param outputs the names of the outputs in order, one of them {@link #LOGITS}; empty for a file that returns a
     *     dictionary, whose keys are the names
     * @param device where to run it
     * @return the teacher
     * @throws IOException when the file cannot be read
     */
    public static Teacher torchScript(String name, Path file, List<String> outputs, Device device) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException("No TorchScript file at " + file);
        }
        Model model = Model.newInstance(name, device, "PyTorch");
        try {
            model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
        } catch (MalformedModelException | RuntimeException e) {
            model.close();
            throw new InputException(file + " is not a TorchScript file that can be loaded: " + firstLine(e), e);
        }
        List<String> names = outputs.isEmpty() ? List.of(LOGITS) : List.copyOf(outputs);
        return new Teacher(name, model.getBlock(), names, file, model::close);
    }

    /**
     * A teacher from an ONNX file, run by DJL's ONNX Runtime engine; taps are names of values that its graph computes,
     * the logits its first output. What it puts out is copied to the engine that trains.
     *
     * @param name its name
     * @param file an ONNX file with one input of pictures, any number of them, and its weights in itself
     * @param device where to run it
     * @return the teacher
     * @throws InputException when it is no such file, or the engine is not on the class path
     */
    public static Teacher onnx(String name, Path file, Device device) {
        OnnxTeacher onnx = OnnxTeacher.load(name, file, device);
        return new Teacher(name, onnx.block(), List.of(), file, onnx, onnx::close);
    }

    /**
     * Its name.
     *
     * @return the network's name
     */
    public String getName() {
        return name;
    }

    /**
     * Its network.
     *
     * @return the live block
     */
    public Block getNetwork() {
        return network;
    }

    /**
     * How many numbers its network holds, batch norm counted with its four vectors.
     *
     * @return the number of parameters
     */
    public long getParameterCount() {
        return onnx == null ? Blocks.parameterCount(network) : onnx.parameterCount();
    }

    /**
     * Identifies its weights: a SHA-256 over its parameters' names, shapes and bytes; of a TorchScript or ONNX
     * file over the file and the names of its outputs. It is computed when it is asked for first.
     *
     * @return 64 hexadecimal digits
     * @throws InputException when such a file can no longer be read
     */
    public synchronized String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = file == null ? Fingerprints.of(network) : Fingerprints.of(file, outputs);
            fingerprint = known;
        }
        return known;
    }

    /**
     * Makes ready to read certain activations. Nothing past the deepest of them is computed, and batch norms are folded
     * into the convolutions before them, as the weights are now.
     *
     * @param manager its device is where the teacher runs
     * @param taps the taps
     * @param logits whether the logits are read too
     * @return the view, to be closed
     * @throws InputException when there is no such tap
     */
    public View watch(NDManager manager, Set<TeacherTap> taps, boolean logits) {
        if (onnx != null) {
            OnnxTeacher.Shown shown = onnx.watch(taps, logits);
            return new View(shown::of, shown::close);
        }
        return outputs.isEmpty() ? tapped(manager, taps, logits) : named(manager, taps, logits);
    }

    @Override
    public void close() {
        close.run();
    }

    /** A teacher as one stage sees it. */
    public static final class View implements AutoCloseable {

        private final Function<NDList, Activations<TeacherTap>> look;
        private final Runnable close;

        private View(Function<NDList, Activations<TeacherTap>> look, Runnable close) {
            this.look = look;
            this.close = close;
        }

        /**
         * Shows the teacher a batch.
         *
         * @param input the batch's data
         * @return what it put out, attached to the data's manager, without gradients
         */
        public Activations<TeacherTap> show(NDList input) {
            return look.apply(input);
        }

        @Override
        public void close() {
            close.run();
        }
    }

    private View tapped(NDManager manager, Set<TeacherTap> taps, boolean logits) {
        List<TeacherTap> order = new ArrayList<>(taps);
        List<String> paths = order.stream()
                .map(tap -> Paths.resolve(network, "teacher", tap.path()))
                .toList();
        Inference inference = Inference.of(network, paths, logits, manager);
        return new View(
                input -> {
                    NDList result = inference.show(input);
                    Map<TeacherTap, NDArray> found = new LinkedHashMap<>();
                    for (int i = 0; i < order.size(); i++) {
                        found.put(order.get(i), result.get(i));
                    }
                    return new Activations<>("teacher", found, logits ? result.get(order.size()) : null);
                },
                inference::close);
    }

    private View named(NDManager manager, Set<TeacherTap> taps, boolean logits) {
        NDManager own = manager.newSubManager();
        ParameterStore parameters = new ParameterStore(own, false);
        return new View(
                input -> {
                    Map<String, NDArray> there = byName(network.forward(parameters, MemoryOrder.best(input), false));
                    Map<TeacherTap, NDArray> found = new LinkedHashMap<>();
                    for (TeacherTap tap : taps) {
                        found.put(tap, output(there, tap.path()));
                    }
                    return new Activations<>("teacher", found, logits ? output(there, LOGITS) : null);
                },
                own::close);
    }

    private Map<String, NDArray> byName(NDList result) {
        Map<String, NDArray> there = new LinkedHashMap<>();
        for (int i = 0; i < result.size(); i++) {
            String own = result.get(i).getName();
            there.put(own != null ? own : i < outputs.size() ? outputs.get(i) : Integer.toString(i), result.get(i));
        }
        return there;
    }

    /** A copy, since what TorchScript puts out in inference mode cannot take part in a graph. */
    private NDArray output(Map<String, NDArray> there, String wanted) {
        NDArray array = there.get(wanted);
        if (array == null) {
            throw new InputException(
                    "No output \"" + wanted + "\" of the teacher \"" + name + "\"; there are " + there.keySet());
        }
        return array.duplicate();
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
