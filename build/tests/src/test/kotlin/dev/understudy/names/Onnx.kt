package dev.understudy.names

import ai.djl.ndarray.types.Shape
import ai.djl.nn.Block
import dev.understudy.TrainedStudent
import dev.understudy.onnx.OnnxExport
import dev.understudy.onnx.OnnxStudent
import java.nio.file.Path

/*
 * Every public name of dev.understudy.onnx, as one writes it in Kotlin: compiled, never run.
 */

fun onnxExport(it: OnnxExport, block: Block, student: TrainedStudent) = listOf<Any?>(
    OnnxExport.of("text", block, Shape(3, 32, 32)), OnnxExport.of(student, Shape(3, 32, 32)), it.bytes(), it.temperature(1.5),
    it.classNames(listOf("text")), it.normalization(listOf(0.5), listOf(0.5)), it.note("key", "text"),
    it.write(Path.of("file")), OnnxExport.PRODUCER,
)

fun onnxStudent(it: OnnxStudent, images: FloatArray) = listOf<Any?>(
    OnnxStudent.load(Path.of("file")), OnnxStudent.load(Path.of("file"), 1), OnnxStudent.classNames(Path.of("file")),
    it.classNames,
    it.classify(byteArrayOf(1)), it.close(), it.standardDeviation, it.input, it.logits(images, 1), it.mean, it.notes,
)

fun onnxStudentAnswer(it: OnnxStudent.Answer) = listOf<Any?>(
    OnnxStudent.Answer("text", 1, 0.5), it.className, it.label, it.probability,
)
