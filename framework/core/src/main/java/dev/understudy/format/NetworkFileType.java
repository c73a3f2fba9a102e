package dev.understudy.format;

import dev.understudy.InputException;
import dev.understudy.internal.format.FileSignatures;
import java.nio.file.Path;

/** The kinds of files that a network is read from, told by what is in them; names say little. */
public enum NetworkFileType {

    /** A TorchScript program, of {@code torch.jit}. */
    TORCH_SCRIPT("a TorchScript file"),

    /** An ONNX model. */
    ONNX("an ONNX file"),

    /** Weights as safetensors. */
    SAFETENSORS("a safetensors file"),

    /** Weights as DJL writes them. */
    PARAMS("DJL's .params file");

    private final String words;

    NetworkFileType(String words) {
        this.words = words;
    }

    /**
     * Tells what a file is. A damaged one, or one that is not there, counts as what its name says.
     *
     * @param file the file
     * @return its kind
     * @throws InputException when it cannot be read, or is known to be something else, such as a state_dict of {@code
     *     torch.save}; the message says what to do
     */
    public static NetworkFileType of(Path file) {
        return FileSignatures.of(file);
    }

    /**
     * Refuses a file that is of another kind.
     *
     * @param file the file
     * @throws InputException when it is, or cannot be read
     */
    public void require(Path file) {
        NetworkFileType found = of(file);
        if (found != this) {
            throw new InputException(file + " is " + found.words + "; " + words + " is wanted here");
        }
    }
}
