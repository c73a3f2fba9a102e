package dev.understudy.onnx.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.internal.identity.Fingerprints;
import dev.understudy.internal.teacher.TeacherNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network in an ONNX file that shows any value of its graph: the values that are wanted become its outputs. */
public final class OnnxTeacher implements TeacherNetwork {

    private final String name;
    private final Path path;
    private final Device device;
    private final OnnxFile file;
    private final List<String> outputs;
    private final OnnxSession whole;

    private OnnxTeacher(String name, Path path, Device device, OnnxFile file, List<String> outputs, OnnxSession whole) {
        this.name = name;
        this.path = path;
        this.device = device;
        this.file = file;
        this.outputs = List.copyOf(outputs);
        this.whole = whole;
    }

    /**
     * Loads a file.
     *
     * @param name the teacher's name
     * @param file the file
     * @param outputs what its outputs are to be called, in their order; empty to call them what the file does
     * @param device where to run it
     * @return the network, to be closed
     * @throws InputException when it is no ONNX file for images, or the engine is not there
     */
    public static OnnxTeacher load(String name, Path file, List<String> outputs, Device device) {
        OnnxFile read = OnnxFile.read(file);
        if (outputs.size() > read.outputs().size()) {
            throw new InputException(file + " has " + read.outputs().size() + " outputs, " + read.outputs()
                    + "; these are names for " + outputs.size() + ": " + outputs);
        }
        OnnxSession whole = OnnxSession.load(read.bytes(), file.toString(), device, 0);
        return new OnnxTeacher(name, file, device, read, outputs, whole);
    }

    @Override
    public Block block() {
        return whole.block();
    }

    @Override
    public @Nullable Long parameterCount() {
        long count = file.parameterCount();
        return count == 0 ? null : count;
    }

    @Override
    public String fingerprint() {
        return Fingerprints.of(path, file.external(), outputs);
    }

    @Override
    public void find(String value) {
        if (!file.values().contains(theirs(value))) {
            throw new InputException("No value \"" + value + "\" in the teacher \"" + name + "\"; there are "
                    + (outputs.isEmpty() ? "" : outputs + " and ") + file.values());
        }
    }

    /** What the file calls a value. */
    private String theirs(String value) {
        int output = outputs.indexOf(value);
        return output < 0 ? value : file.outputs().get(output);
    }

    /** What the file calls the logits: the output of that name, or else its first. */
    private String logits() {
        if (outputs.isEmpty()) {
            return file.outputs().contains(Teacher.LOGITS)
                    ? Teacher.LOGITS
                    : file.outputs().get(0);
        }
        if (!outputs.contains(Teacher.LOGITS)) {
            throw new InputException("No output \"" + Teacher.LOGITS + "\" of the teacher \"" + name
                    + "\"; its outputs were named " + outputs);
        }
        return theirs(Teacher.LOGITS);
    }

    @Override
    public Sight open(NDManager manager, Map<TeacherTap, String> places, boolean logits) {
        places.values().forEach(this::find);
        Set<String> values = new LinkedHashSet<>();
        places.values().forEach(place -> values.add(theirs(place)));
        String answer = logits ? logits() : null;
        if (answer != null) {
            values.add(answer);
        }
        OnnxSession session = OnnxSession.load(file.bytes(values), path.toString(), device, 0);
        return new Sight(input -> show(session, input, places, answer), session::close);
    }

    /** What it put out is copied to the images' manager. */
    private Activations<TeacherTap> show(
            OnnxSession session, NDList input, Map<TeacherTap, String> places, @Nullable String answer) {
        NDArray images = input.singletonOrThrow();
        Map<String, NDArray> there = new LinkedHashMap<>();
        for (OnnxSession.Output output : session.run(images.toFloatArray(), images.getShape())) {
            there.put(output.name(), images.getManager().create(output.values(), output.shape()));
        }
        Map<TeacherTap, NDArray> found = new LinkedHashMap<>();
        places.forEach((tap, value) -> found.put(tap, Objects.requireNonNull(there.get(theirs(value)), value)));
        return new Activations<>("teacher", found, answer == null ? null : there.get(answer));
    }

    @Override
    public void close() {
        whole.close();
    }
}
