package dev.understudy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import dev.understudy.block.Layers;
import dev.understudy.block.Parts;
import dev.understudy.format.NameMap;
import dev.understudy.format.Renormalization;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.teacher.LoadedTeacher;
import dev.understudy.internal.teacher.OnnxReader;
import dev.understudy.internal.teacher.Renormalizer;
import dev.understudy.internal.teacher.TeacherNetwork;
import dev.understudy.internal.teacher.TorchScriptTeacher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A trained network that students learn from: always run in inference mode and without gradients. It owns the network's
 * arrays until it is closed.
 */
public final class Teacher implements AutoCloseable {

    /** The name of the output that holds the logits of a teacher with named outputs. */
    public static final String LOGITS = "logits";

    private final String name;
    private final TeacherNetwork network;
    private final Map<String, String> aliases;
    private final @Nullable Renormalization rescaling;
    private final List<Integer> picked;
    private @Nullable String fingerprint;

    private Teacher(
            String name,
            TeacherNetwork network,
            Map<String, String> aliases,
            @Nullable Renormalization rescaling,
            List<Integer> picked) {
        this.name = name;
        this.network = network;
        this.aliases = aliases;
        this.rescaling = rescaling;
        this.picked = picked;
    }

    private static Teacher of(String name, TeacherNetwork network) {
        return new Teacher(name, network, Map.of(), null, List.of());
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
        return of(name, LoadedTeacher.tapped(name, network, owner));
    }

    /**
     * A teacher from a model that DJL has loaded, such as one of its zoo. Made of DJL's blocks it is tapped by path; of a
     * TorchScript or ONNX file, by names of outputs. {@link #withNormalization} gives it its normalisation, {@link #withClasses} its
     * classes.
     *
     * @param model the model, closed with the teacher
     * @return a teacher of the model's name
     * @throws InputException when it has no weights, or its file can no longer be found
     */
    public static Teacher of(Model model) {
        return of(model.getName(), LoadedTeacher.of(model));
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
     * A teacher from a TorchScript file that returns its features and its logits; taps are names of its outputs. Such a
     * file is a program that runs with all the rights of whoever loads it: take it only from people you trust.
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
        return of(name, TorchScriptTeacher.load(name, file, outputs, device));
    }

    /**
     * A teacher from an ONNX file, run by DJL's ONNX Runtime engine; taps are names of values that its graph computes. The
     * logits are its output {@link #LOGITS}, or else its first. What it puts out is copied to the engine that trains.
     *
     * @param name its name
     * @param file an ONNX file with one input of images, {@code [batch, channels, height, width]}; weights in another
     *     file are read from the same folder
     * @param device where to run it
     * @return the teacher
     * @throws InputException when it is no such file, or {@code understudy-onnx} or the engine is not on the class path
     */
    public static Teacher onnx(String name, Path file, Device device) {
        return onnx(name, file, List.of(), device);
    }

    /**
     * The same for a file that calls its outputs something else.
     *
     * @param name its name
     * @param file the ONNX file
     * @param outputs what its outputs are to be called, in their order, one of them {@link #LOGITS}; empty to call them
     *     what the file does
     * @param device where to run it
     * @return the teacher
     * @throws InputException when it is no such file, it has fewer outputs, or {@code understudy-onnx} or the engine is
     *     not on the class path
     */
    public static Teacher onnx(String name, Path file, List<String> outputs, Device device) {
        return of(name, OnnxReader.find().read(name, file, outputs, device));
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
        return network.block();
    }

    /**
     * The part of its network after a tap, with its own frozen weights: what turns that activation into its logits.
     *
     * @param tap the place whose activation is the part's input
     * @return the part, to be run in inference mode; it lives as long as the teacher
     * @throws InputException when there is no such place, it lies within branches, or the network is of a TorchScript or ONNX
     *     file
     */
    public Block partAfter(TeacherTap tap) {
        Layers part = Parts.after(getNetwork(), aliases.getOrDefault(tap.path(), tap.path()));
        return picked.isEmpty() ? part : part.add("classesOfTheStudent", new LambdaBlock(this::pick, "pick"));
    }

    /**
     * The block of its network at a tap, with its weights: what a method computes from the teacher's own numbers begins here.
     *
     * @param tap the place
     * @return the live block
     * @throws InputException when there is no such place, or the network is of a TorchScript or ONNX file
     */
    public Block blockAt(TeacherTap tap) {
        String path = aliases.getOrDefault(tap.path(), tap.path());
        Map<String, Block> blocks = BlockPaths.of(getNetwork());
        return Objects.requireNonNull(blocks.get(BlockPaths.resolve(getNetwork(), "teacher", path)));
    }

    private NDList pick(NDList logits) {
        return new NDList(TeacherNetwork.Sight.picked(logits.singletonOrThrow(), picked));
    }

    /**
     * How many numbers its network holds, batch norm counted with its four vectors; of a TorchScript file what
     * PyTorch calls parameters, without running statistics.
     *
     * @return the number of parameters; null where its file does not say, as a frozen TorchScript file does not
     */
    public @Nullable Long getParameterCount() {
        return network.parameterCount();
    }

    /**
     * Identifies its weights, what it does with them, how it sees images and what its places are called: a SHA-256 over
     * its parameters' names, shapes and bytes, its blocks with their settings, and the code of those that are the user's
     * own; of a TorchScript or ONNX file over the file and the names of its outputs. It is computed when it is asked for
     * first.
     *
     * @return 64 hexadecimal digits
     * @throws InputException when such a file can no longer be read
     */
    public synchronized String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = network.fingerprint();
            if (rescaling != null || !aliases.isEmpty()) {
                known = Sha256.of(known + " " + rescaling + " " + new TreeMap<>(aliases));
            }
            if (!picked.isEmpty()) {
                known = Sha256.of(known + " logits " + picked);
            }
            fingerprint = known;
        }
        return known;
    }

    /**
     * The same teacher, which sees images in another normalisation than the student. Closing one closes both.
     *
     * @param between what makes the student's images into those that the teacher was trained on
     * @return a teacher with the same weights and another fingerprint
     */
    public Teacher withNormalization(Renormalization between) {
        return new Teacher(name, network, aliases, between, picked);
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
    public Teacher withAlias(String alias, String path) {
        network.find(path);
        Map<String, String> more = new LinkedHashMap<>(aliases);
        more.put(alias, path);
        return new Teacher(name, network, more, rescaling, picked);
    }

    /**
     * The same teacher, whose logits are those of the classes that a student learns, in the student's order: one that was
     * trained on more classes, or has them in another order, so becomes a teacher of these. Closing one closes both.
     *
     * @param theirs its own classes, in the order of its logits
     * @param ours the student's classes, in the order of its labels
     * @return a teacher with the same weights and another fingerprint
     * @throws InputException when it does not know one of the classes, or knows two of one name
     */
    public Teacher withClasses(List<String> theirs, List<String> ours) {
        Set<String> missing = new LinkedHashSet<>(ours);
        missing.removeAll(new LinkedHashSet<>(theirs));
        if (ours.isEmpty() || !missing.isEmpty()) {
            throw new InputException(
                    "The teacher \"" + name + "\" does not know the classes " + missing + "; it knows " + theirs);
        }
        if (new LinkedHashSet<>(theirs).size() < theirs.size()) {
            throw new InputException("The teacher \"" + name + "\" has two classes of one name: " + theirs);
        }
        return new Teacher(
                name,
                network,
                aliases,
                rescaling,
                ours.stream().map(theirs::indexOf).toList());
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
    public View open(NDManager manager, Set<TeacherTap> taps, boolean logits) {
        Map<TeacherTap, String> places = new LinkedHashMap<>();
        taps.forEach(tap -> places.put(tap, aliases.getOrDefault(tap.path(), tap.path())));
        TeacherNetwork.Sight sight = network.open(manager, places, logits);
        TeacherNetwork.Sight picking = logits && !picked.isEmpty() ? sight.picking(taps, picked) : sight;
        return new View(rescaling == null ? picking : picking.through(new Renormalizer(rescaling, manager)));
    }

    @Override
    public void close() {
        network.close();
    }

    /** A teacher as one stage sees it. */
    public static final class View implements AutoCloseable {

        private final TeacherNetwork.Sight sight;

        private View(TeacherNetwork.Sight sight) {
            this.sight = sight;
        }

        /**
         * Shows the teacher a batch.
         *
         * @param input the batch's data
         * @return what it put out, attached to the data's manager, without gradients
         */
        public Activations<TeacherTap> forward(NDList input) {
            return sight.look().apply(input);
        }

        @Override
        public void close() {
            sight.close();
        }
    }
}
