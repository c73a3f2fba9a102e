package dev.understudy.internal.teacher;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.engine.Engines;
import dev.understudy.format.NetworkFileType;
import dev.understudy.internal.data.EngineThread;
import dev.understudy.internal.format.FiniteCheck;
import dev.understudy.internal.identity.Fingerprints;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.text.ErrorLine;
import dev.understudy.internal.text.Quote;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network in a TorchScript file; what it returns is read by names. Such a file is a program that runs with all the
 * rights of whoever loads it: it is to be taken only from people one trusts.
 *
 * @param name the teacher's name
 * @param file the file
 * @param outputs the names of what it returns in order; empty where the file says them itself, or returns the logits alone
 * @param model holds the network
 */
public record TorchScriptTeacher(String name, Path file, List<String> outputs, Model model) implements TeacherNetwork {

    private static final Logger LOGGER = LoggerFactory.getLogger(TorchScriptTeacher.class);

    /** How far two answers to an image may be apart, beside the largest number in them. */
    private static final float ALIKE = 1e-2f;

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
    public static TorchScriptTeacher load(String name, Path file, List<String> outputs, Device device)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException("No TorchScript file at " + file);
        }
        if (!Engines.isPyTorch()) {
            throw new InputException(file + ": only PyTorch reads TorchScript, the engine is " + Engines.current());
        }
        NetworkFileType.TORCH_SCRIPT.require(file);
        checkArchive(file);
        Model model = Model.newInstance(name, device);
        try {
            model.load(file.toAbsolutePath().getParent(), file.getFileName().toString());
            return of(name, file, outputs, model);
        } catch (InputException e) {
            model.close();
            throw e;
        } catch (MalformedModelException | RuntimeException e) {
            model.close();
            throw new InputException(file + " is not a TorchScript file that can be loaded: " + ErrorLine.of(e), e);
        }
    }

    /**
     * What DJL has loaded already.
     *
     * @param name the teacher's name
     * @param file the file that it is of
     * @param outputs as for a file
     * @param model holds the network
     * @return the network, to be closed
     * @throws InputException when its weights are not float32, or no numbers
     */
    static TorchScriptTeacher of(String name, Path file, List<String> outputs, Model model) {
        checkWeights(file, model.getBlock());
        return new TorchScriptTeacher(name, file, List.copyOf(outputs), model);
    }

    private static void checkArchive(Path file) {
        try {
            TorchScriptArchive.check(file);
        } catch (IOException e) {
            throw new InputException(
                    file + " is not a TorchScript file that can be loaded: " + Quote.line(Reasons.of(e)), e);
        }
    }

    /** Images are float32, so weights have to be; libtorch takes no others together. */
    private static void checkWeights(Path file, Block block) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : block.getParameters()) {
            NDArray array = entry.getValue().getArray();
            if (array.getDataType().isFloating() && array.getDataType() != DataType.FLOAT32) {
                throw new InputException(file + ": the parameter " + Quote.of(entry.getKey()) + " is "
                        + array.getDataType() + ", images are float32; save it in Python after model.float()");
            }
            arrays.put(entry.getKey(), array);
        }
        FiniteCheck.check(file, arrays);
    }

    @Override
    public Block block() {
        return model.getBlock();
    }

    @Override
    public @Nullable Long parameterCount() {
        return Blocks.countOrNone(block());
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
        AtomicBoolean checked = new AtomicBoolean();
        return new Sight(
                input -> {
                    NDList result = forward(parameters, input);
                    if (!checked.getAndSet(true)) {
                        checkMode(parameters, input, result);
                    }
                    Map<String, NDArray> there = byName(result);
                    Map<TeacherTap, NDArray> found = new LinkedHashMap<>();
                    places.forEach((tap, output) -> found.put(tap, output(there, output)));
                    return new Activations<>("teacher", found, logits ? output(there, Teacher.LOGITS) : null);
                },
                own::close);
    }

    private NDList forward(ParameterStore parameters, NDList input) {
        EngineThread.ready();
        try {
            return block().forward(parameters, MemoryFormat.channelsFirst(input), false);
        } catch (EngineException e) {
            throw new EngineException(ErrorLine.of(e), e);
        } catch (UnsupportedOperationException e) {
            throw new InputException(
                    "The teacher \"" + name + "\" returns something that is not read (" + ErrorLine.of(e)
                            + "): tensors are wanted, one alone or several in a tuple, a list or a dictionary, without None, numbers"
                            + " or lists in it",
                    e);
        }
    }

    /** What was traced in training mode goes on so: it draws dropouts, and looks from one image at the others. */
    private void checkMode(ParameterStore parameters, NDList input, NDList result) {
        NDArray images = input.singletonOrThrow();
        if (images.getShape().get(0) < 2) {
            return;
        }
        try (NDArray first = images.get("0:1");
                NDList alone = forward(parameters, new NDList(first))) {
            for (int i = 0; i < alone.size(); i++) {
                checkAlike(alone.get(i), result.get(i));
            }
        } catch (EngineException e) {
            LOGGER.debug("{} takes no single image, so its mode is not checked", file, e);
        }
    }

    private void checkAlike(NDArray alone, NDArray among) {
        if (!alone.getDataType().isFloating() || alone.getShape().dimension() == 0) {
            return;
        }
        try (NDArray same = among.get("0:1");
                NDArray difference = alone.sub(same).abs().max();
                NDArray largest = same.abs().max()) {
            if (difference.getFloat() > ALIKE * (1 + largest.getFloat())) {
                throw new InputException(
                        "The teacher \"" + name + "\" answers an image otherwise when others are beside"
                                + " it, or at random: it was traced in training mode; call model.eval() before torch.jit.trace");
            }
        }
    }

    /** A TorchScript network stays on its device; another one takes a network of its own. */
    private Sight openCopy(NDManager manager, Map<TeacherTap, String> places, boolean logits) {
        try {
            TorchScriptTeacher copy = load(name, file, outputs, manager.getDevice());
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
            there.put(own != null ? own : name(i, result.size()), result.get(i));
        }
        return there;
    }

    private String name(int number, int all) {
        if (outputs.isEmpty() && all > 1) {
            throw new InputException("The teacher \"" + name + "\" returns " + all
                    + " outputs without names: --teacher-outputs (in code, the parameter \"outputs\") says what they are"
                    + " in their order, such as conv8," + Teacher.LOGITS);
        }
        return outputs.isEmpty()
                ? Teacher.LOGITS
                : number < outputs.size() ? outputs.get(number) : Integer.toString(number);
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
