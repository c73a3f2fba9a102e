package dev.understudy.internal.teacher;

import ai.djl.Device;
import dev.understudy.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** Who reads ONNX files: a library of its own, found on the class path. */
public interface OnnxReader {

    /**
     * Loads a file.
     *
     * @param name the teacher's name
     * @param file the file
     * @param outputs what its outputs are to be called, in their order; empty to call them what the file does
     * @param device where to run it
     * @return the network, to be closed
     * @throws InputException when it is no ONNX file for images, or its engine is not there
     */
    TeacherNetwork read(String name, Path file, List<String> outputs, Device device);

    /**
     * The one on the class path.
     *
     * @return it
     * @throws InputException when there is none
     */
    static OnnxReader find() {
        return ServiceLoader.load(OnnxReader.class, OnnxReader.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "ONNX files are read by dev.understudy:understudy-onnx, which is" + " not on the class path"));
    }
}
