package dev.understudy.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.TeacherTap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A network in an ONNX file that shows any value of its graph: the values that are wanted become its outputs. */
public final class OnnxTeacher implements AutoCloseable {

    private final String name;
    private final String what;
    private final Device device;
    private final OnnxFile file;
    private final OnnxSession whole;

    private OnnxTeacher(String name, String what, Device device, OnnxFile file, OnnxSession whole) {
        this.name = name;
        this.what = what;
        this.device = device;
        this.file = file;
        this.whole = whole;
    }

    /**
     * Loads a file.
     *
     * @param name the teacher's name
     * @param file the file
     * @param device where to run it
     * @return the network, to be closed
     * @throws InputException when it is no ONNX file for pictures, or the engine is not there
     */
    public static OnnxTeacher load(String name, Path file, Device device) {
        OnnxFile read = OnnxFile.read(file);
        OnnxSession whole = OnnxSession.load(read.bytes(), file.toString(), device, 0);
        return new OnnxTeacher(name, file.toString(), device, read, whole);
    }

    /**
     * The whole network.
     *
     * @return DJL's block
     */
    public Block block() {
        return whole.block();
    }

    /**
     * How many numbers its weights are.
     *
     * @return the number
     */
    public long parameterCount() {
        return file.parameterCount();
    }

    /**
     * Makes ready to read certain values.
     *
     * @param taps values of the graph by name
     * @param logits whether its first output is wanted too
     * @return what shows it batches, to be closed
     * @throws InputException when the graph computes no value of such a name
     */
    public Shown watch(Set<TeacherTap> taps, boolean logits) {
        Set<String> values = new LinkedHashSet<>();
        for (TeacherTap tap : taps) {
            if (!file.values().contains(tap.path())) {
                throw new InputException(
                        "No value \"" + tap.path() + "\" in the teacher \"" + name + "\"; there are " + file.values());
            }
            values.add(tap.path());
        }
        if (logits) {
            values.add(file.firstOutput());
        }
        OnnxSession session = OnnxSession.load(file.bytes(values), what, device, 0);
        return new Shown(session, taps, logits ? file.firstOutput() : "");
    }

    @Override
    public void close() {
        whole.close();
    }

    /** The network with the outputs that one stage reads. */
    public static final class Shown implements AutoCloseable {

        private final OnnxSession session;
        private final Set<TeacherTap> taps;
        private final String logits;

        private Shown(OnnxSession session, Set<TeacherTap> taps, String logits) {
            this.session = session;
            this.taps = Set.copyOf(taps);
            this.logits = logits;
        }

        /**
         * Shows the network a batch.
         *
         * @param input the batch's data
         * @return what it put out, copied to the data's manager
         */
        public Activations<TeacherTap> of(NDList input) {
            NDArray pictures = input.singletonOrThrow();
            Map<String, NDArray> there = new LinkedHashMap<>();
            for (OnnxSession.Output output : session.run(pictures.toFloatArray(), pictures.getShape())) {
                there.put(output.name(), pictures.getManager().create(output.values(), output.shape()));
            }
            Map<TeacherTap, NDArray> found = new LinkedHashMap<>();
            taps.forEach(tap -> found.put(tap, Objects.requireNonNull(there.get(tap.path()), tap.path())));
            return new Activations<>("teacher", found, logits.isEmpty() ? null : there.get(logits));
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
