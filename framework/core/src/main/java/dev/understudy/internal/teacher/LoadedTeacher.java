package dev.understudy.internal.teacher;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SymbolBlock;
import ai.djl.util.Pair;
import dev.understudy.InputException;
import dev.understudy.format.NetworkFileType;
import dev.understudy.internal.format.FiniteCheck;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Teachers from what DJL has loaded already. */
public final class LoadedTeacher {

    private LoadedTeacher() {}

    /**
     * The network of a model.
     *
     * @param model a model with its weights, closed with the network
     * @return tapped by path where it is made of DJL's blocks; a TorchScript or ONNX file by its outputs
     * @throws InputException when it has no network, no weights, or is of a file that is no longer there
     */
    public static TeacherNetwork of(Model model) {
        Block block = model.getBlock();
        if (block == null) {
            throw new InputException("The model \"" + model.getName() + "\" has no network yet");
        }
        return block instanceof SymbolBlock ? ofFile(model) : tapped(model.getName(), block, model);
    }

    /**
     * A network of DJL's blocks, which is frozen.
     *
     * @param name what to call it in messages
     * @param block the network
     * @param owner owns its arrays
     * @return the network
     * @throws InputException when it has no weights, or some that are no numbers
     */
    public static TeacherNetwork tapped(String name, Block block, Model owner) {
        for (Pair<String, Parameter> entry : block.getParameters()) {
            if (!entry.getValue().isInitialized()) {
                throw new InputException("The teacher \"" + name + "\" has no weights yet: train or load them first");
            }
            if (!FiniteCheck.all(entry.getValue().getArray())) {
                throw new InputException("The teacher \"" + name + "\": the parameter \"" + entry.getKey()
                        + "\" holds numbers that are NaN or infinite; a network with it answers nothing");
            }
        }
        block.freezeParameters(true);
        return new TappedTeacher(block, owner);
    }

    private static TeacherNetwork ofFile(Model model) {
        Path file = file(model);
        return switch (NetworkFileType.of(file)) {
            case TORCH_SCRIPT -> TorchScriptTeacher.of(model.getName(), file, List.of(), model);
            case ONNX -> {
                TeacherNetwork teacher = OnnxReader.find()
                        .read(
                                model.getName(),
                                file,
                                List.of(),
                                model.getNDManager().getDevice());
                model.close();
                yield teacher;
            }
            case SAFETENSORS, PARAMS -> throw unknown(model);
        };
    }

    /** DJL remembers the folder, and takes a file of the model's name in it, or the only one that it can be. */
    private static Path file(Model model) {
        Path place = model.getModelPath();
        if (place == null) {
            throw unknown(model);
        }
        if (Files.isRegularFile(place)) {
            return place;
        }
        try (Stream<Path> files = Files.list(place)) {
            List<Path> found = files.filter(file -> file.toString().matches(".*\\.(pt|onnx)"))
                    .toList();
            return found.stream()
                    .filter(file -> String.valueOf(file.getFileName())
                            .replaceFirst("\\.\\w+$", "")
                            .equals(model.getName()))
                    .findFirst()
                    .or(() -> found.size() == 1 ? found.stream().findFirst() : Optional.empty())
                    .orElseThrow(() -> unknown(model));
        } catch (IOException e) {
            throw new InputException("Cannot read " + place + ": " + Reasons.of(e), e);
        }
    }

    private static InputException unknown(Model model) {
        return new InputException("The model \"" + model.getName() + "\" is of a file, and which one cannot be told;"
                + " Teacher.torchScript and Teacher.onnx read a file by its path");
    }
}
