package dev.understudy.onnx.internal;

import ai.djl.Device;
import dev.understudy.internal.teacher.OnnxReader;
import dev.understudy.internal.teacher.TeacherNetwork;
import java.nio.file.Path;
import java.util.List;

/** Reads teachers for {@link dev.understudy.Teacher#onnx}. */
public final class OnnxTeachers implements OnnxReader {

    /** For the class path. */
    public OnnxTeachers() {}

    @Override
    public TeacherNetwork read(String name, Path file, List<String> outputs, Device device) {
        return OnnxTeacher.load(name, file, outputs, device);
    }
}
