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
import dev.understudy.internal.Normalizer;
import dev.understudy.internal.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        NativeSetup.prepare();
    }

    private final String name;
    private final Block network;
    private final Runnable close;
    private final List<String> outputs;
    private final @Nullable Path file;
    private final Map<String, String> aliases;
    private final @Nullable Rescaling rescaling;
    private @Nullable String fingerprint;

    private Teacher(
            String name,
            Block network,
            List<String> outputs,
            @Nullable Path file,
            Map<String, String> aliases,
            @Nullable Rescaling rescaling,
            Runnable close) {
        this.name = name;
        this.network = network;
        this.outputs = outputs;
        this.file = file;
        this.aliases = aliases;
        this.rescaling = rescaling;
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
        return new Teacher(name, network, List.of(), null, Map.of(), null, owner::close);
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
     * A teacher from a safetensors file that PyTorch made, such as torchvision's weights.
     *
     * @param network the network that the weights are of
     * @param file the file; float16 becomes float32
     * @param names what the file calls the network's layers
     * @param input the shape of one sample, such as {@code (3, 32, 32)}
     * @param device where to run it
     * @return the teacher
     * @throws IOException when the file cannot be read
     * @throws InputException when the file does not hold exactly the network's parameters by these names
     */
    public static Teacher load(Student network, Path file, NameMap names, Shape input, Device device)
            throws IOException {
        return TrainedStudent.load(network, file, names, input, device).asTeacher();
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
        if (!Engines.isPyTorch()) {
            throw new InputException(file + ": only PyTorch reads TorchScript, the engine is " + Engines.current());
        }
        Model model = Model.newInstance(name, device);
        try {
            model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
        } catch (MalformedModelException | RuntimeException e) {
            model.close();
            throw new InputException(file + " is not a TorchScript file that can be loaded: " + firstLine(e), e);
        }
        List<String> names = outputs.isEmpty() ? List.of(LOGITS) : List.copyOf(outputs);
        return new Teacher(name, model.getBlock(), names, file, Map.of(), null, model::close);
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
        return Blocks.parameterCount(network);
    }

    /**
     * Identifies its weights, how it sees pictures and what its places are called: a SHA-256 over its parameters' names, shapes and bytes; of a
     * TorchScript file over the file and the names of its outputs. It is computed when it is asked for first.
     *
     * @return 64 hexadecimal digits
     * @throws InputException when the TorchScript file can no longer be read
     */
    public synchronized String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = file == null ? Fingerprints.of(network) : Fingerprints.of(file, outputs);
            if (rescaling != null || !aliases.isEmpty()) {
                known = Fingerprints.of(known + " " + rescaling + " " + new TreeMap<>(aliases));
            }
            fingerprint = known;
        }
        return known;
    }

    /**
     * The same teacher, which sees pictures in another normalisation than the student. Closing one closes both.
     *
     * @param between what makes the student's pictures into those that the teacher was trained on
     * @return a teacher with the same weights and another fingerprint
     */
    public Teacher seeing(Rescaling between) {
        return new Teacher(name, network, outputs, file, aliases, between, close);
    }

    /**
     * The same teacher, in which a place can be tapped by another name too: a recipe made for one teacher so works with
     * another. Closing one closes both.
     *
     * @param alias the name
     * @param path the place that is meant
     * @return a teacher with the same weights and another fingerprint
     * @throws InputException when there is no such place
     */
    public Teacher calling(String alias, String path) {
        if (outputs.isEmpty()) {
            Paths.resolve(network, "teacher", path);
        }
        Map<String, String> more = new LinkedHashMap<>(aliases);
        more.put(alias, path);
        return new Teacher(name, network, outputs, file, more, rescaling, close);
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
        View view = outputs.isEmpty() ? tapped(manager, taps, logits) : named(manager, taps, logits);
        return rescaling == null ? view : view.after(new Normalizer(rescaling, manager));
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

        private View after(Normalizer normalizer) {
            return new View(input -> look.apply(normalizer.show(input)), () -> {
                normalizer.close();
                close.run();
            });
        }

        @Override
        public void close() {
            close.run();
        }
    }

    private String path(TeacherTap tap) {
        return aliases.getOrDefault(tap.path(), tap.path());
    }

    private View tapped(NDManager manager, Set<TeacherTap> taps, boolean logits) {
        List<TeacherTap> order = new ArrayList<>(taps);
        List<String> paths = order.stream()
                .map(tap -> Paths.resolve(network, "teacher", path(tap)))
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
                        found.put(tap, output(there, path(tap)));
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
