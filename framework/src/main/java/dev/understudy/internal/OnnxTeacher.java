package dev.understudy.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.TeacherTap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A network in an ONNX file that shows any value of its graph: the values that are wanted become its outputs. */
public final class OnnxTeacher implements TeacherNetwork {

    private final String name;
    private final Path path;
    private final Device device;
    private final OnnxFile file;
    private final OnnxSession whole;

    private OnnxTeacher(String name, Path path, Device device, OnnxFile file, OnnxSession whole) {
        this.name = name;
        this.path = path;
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
        return new OnnxTeacher(name, file, device, read, whole);
    }

    @Override
    public Block block() {
        return whole.block();
    }

    @Override
    public long parameterCount() {
        return file.parameterCount();
    }

    @Override
    public String fingerprint() {
        return Fingerprints.of(path, List.of());
    }

    @Override
    public void find(String value) {
        if (!file.values().contains(value)) {
            throw new InputException(
                    "No value \"" + value + "\" in the teacher \"" + name + "\"; there are " + file.values());
        }
    }

    @Override
    public Sight open(NDManager manager, Map<TeacherTap, String> places, boolean logits) {
        places.values().forEach(this::find);
        Set<String> values = new LinkedHashSet<>(places.values());
        if (logits) {
            values.add(file.firstOutput());
        }
        OnnxSession session = OnnxSession.load(file.bytes(values), path.toString(), device, 0);
        return new Sight(input -> show(session, input, places, logits), session::close);
    }

    /** What it put out is copied to the pictures' manager. */
    private Activations<TeacherTap> show(
            OnnxSession session, NDList input, Map<TeacherTap, String> places, boolean logits) {
        NDArray pictures = input.singletonOrThrow();
        Map<String, NDArray> there = new LinkedHashMap<>();
        for (OnnxSession.Output output : session.run(pictures.toFloatArray(), pictures.getShape())) {
            there.put(output.name(), pictures.getManager().create(output.values(), output.shape()));
        }
        Map<TeacherTap, NDArray> found = new LinkedHashMap<>();
        places.forEach((tap, value) -> found.put(tap, Objects.requireNonNull(there.get(value), value)));
        return new Activations<>("teacher", found, logits ? there.get(file.firstOutput()) : null);
    }

    @Override
    public void close() {
        whole.close();
    }
}
