package dev.understudy.internal;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.understudy.Activations;
import dev.understudy.Engines;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.report.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network in a TorchScript file; what it returns is read by names. Such a file is a program that runs with all the
 * rights of whoever loads it: it is to be taken only from people one trusts.
 *
 * @param name the teacher's name
 * @param file the file
 * @param outputs the names of what it returns in order, where the file does not say them itself
 * @param model holds the network
 */
public record ScriptTeacher(String name, Path file, List<String> outputs, Model model) implements TeacherNetwork {

    /**
     * Loads a file.
     *
     * @param name the teacher's name
     * @param file the file
     * @param outputs the names of the outputs; empty for a file that returns a dictionary, or the logits alone
     * @param device where to run it
     * @return the network, to be closed
     * @throws IOException when the file cannot be read
     * @throws InputException when it is no TorchScript file, or the engine is not PyTorch
     */
    public static ScriptTeacher load(String name, Path file, List<String> outputs, Device device) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException("No TorchScript file at " + file);
        }
        if (!Engines.isPyTorch()) {
            throw new InputException(file + ": only PyTorch reads TorchScript, the engine is " + Engines.current());
        }
        checkArchive(file);
        Model model = Model.newInstance(name, device);
        try {
            model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
        } catch (MalformedModelException | RuntimeException e) {
            model.close();
            throw new InputException(
                    file + " is not a TorchScript file that can be loaded: " + Quoted.line(Blocks.firstLine(e)), e);
        }
        return new ScriptTeacher(name, file, outputs.isEmpty() ? List.of(Teacher.LOGITS) : List.copyOf(outputs), model);
    }

    private static void checkArchive(Path file) {
        try {
            ScriptArchive.check(file);
        } catch (IOException e) {
            throw new InputException(
                    file + " is not a TorchScript file that can be loaded: " + Quoted.line(Reasons.of(e)), e);
        }
    }

    @Override
    public Block block() {
        return model.getBlock();
    }

    @Override
    public long parameterCount() {
        return Blocks.parameterCount(block());
    }

    @Override
    public String fingerprint() {
        return Fingerprints.of(file, outputs);
    }

    /** What it returns is known when it runs. */
    @Override
    public void find(String path) {}

    @Override
    public Sight open(NDManager manager, Map<TeacherTap, String> places, boolean logits) {
        if (!manager.getDevice().equals(model.getNDManager().getDevice())) {
            return openCopy(manager, places, logits);
        }
        NDManager own = manager.newSubManager();
        ParameterStore parameters = new ParameterStore(own, false);
        return new Sight(
                input -> {
                    Map<String, NDArray> there = byName(block().forward(parameters, MemoryOrder.best(input), false));
                    Map<TeacherTap, NDArray> found = new LinkedHashMap<>();
                    places.forEach((tap, output) -> found.put(tap, output(there, output)));
                    return new Activations<>("teacher", found, logits ? output(there, Teacher.LOGITS) : null);
                },
                own::close);
    }

    /** A TorchScript network stays on its device; another one takes a network of its own. */
    private Sight openCopy(NDManager manager, Map<TeacherTap, String> places, boolean logits) {
        try {
            ScriptTeacher copy = load(name, file, outputs, manager.getDevice());
            Sight sight = copy.open(manager, places, logits);
            return new Sight(sight.look(), () -> {
                sight.close();
                copy.close();
            });
        } catch (IOException e) {
            throw new InputException(file + " cannot be loaded onto another device: " + Reasons.of(e), e);
        }
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

    @Override
    public void close() {
        model.close();
    }
}
