/** Networks as ONNX: written, served, read as teachers. */
@SuppressWarnings("requires-automatic")
module dev.understudy.onnx {
    requires transitive dev.understudy.core;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires org.tribuo.util.onnx;

    exports dev.understudy.onnx;

    provides dev.understudy.internal.teacher.OnnxReader with
            dev.understudy.onnx.internal.OnnxTeachers;
}
