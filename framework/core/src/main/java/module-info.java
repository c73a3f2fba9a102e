/** Teachers, students, what is transferred between them, and the training. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module dev.understudy.core {
    requires transitive ai.djl.api;
    requires transitive org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires com.sun.jna;
    requires jdk.management;
    requires org.objectweb.asm;
    requires org.slf4j;

    exports dev.understudy;
    exports dev.understudy.batch;
    exports dev.understudy.block;
    exports dev.understudy.engine;
    exports dev.understudy.experiment;
    exports dev.understudy.format;
    exports dev.understudy.measure;
    exports dev.understudy.objective;
    exports dev.understudy.objective.features;
    exports dev.understudy.objective.logits;
    exports dev.understudy.objective.relations;
    exports dev.understudy.optimizer;
    exports dev.understudy.recipe;
    exports dev.understudy.result;
    exports dev.understudy.source;

    // Ours alone, and of us those who use them.
    exports dev.understudy.internal.file to
            dev.understudy.onnx,
            dev.understudy.report,
            dev.understudy.cli,
            dev.understudy.bench,
            dev.understudy.spark;
    exports dev.understudy.internal.format to
            dev.understudy.report,
            dev.understudy.spark;
    exports dev.understudy.internal.gradient to
            dev.understudy.onnx;
    exports dev.understudy.internal.identity to
            dev.understudy.onnx;
    exports dev.understudy.internal.network to
            dev.understudy.onnx,
            dev.understudy.bench;
    exports dev.understudy.internal.teacher to
            dev.understudy.onnx;
    exports dev.understudy.internal.text to
            dev.understudy.onnx,
            dev.understudy.report,
            dev.understudy.recipes,
            dev.understudy.cli,
            dev.understudy.spark;
    exports dev.understudy.internal.timing to
            dev.understudy.cli;
    exports dev.understudy.internal.trial to
            dev.understudy.cli,
            dev.understudy.bench;

    // Records that are JSON, and a structure of the C library.
    opens dev.understudy.experiment to
            com.fasterxml.jackson.databind;
    opens dev.understudy.internal.checkpoint to
            com.fasterxml.jackson.databind;
    opens dev.understudy.internal.timing to
            com.sun.jna;
    opens dev.understudy.result to
            com.fasterxml.jackson.databind;

    uses dev.understudy.internal.teacher.OnnxReader;
}
