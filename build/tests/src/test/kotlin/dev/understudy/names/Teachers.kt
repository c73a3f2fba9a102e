package dev.understudy.names

import ai.djl.Device
import ai.djl.Model
import ai.djl.ndarray.NDList
import ai.djl.ndarray.NDManager
import ai.djl.ndarray.types.Shape
import ai.djl.nn.Block
import dev.understudy.Student
import dev.understudy.Teacher
import dev.understudy.TeacherTap
import dev.understudy.format.NameMap
import dev.understudy.format.NetworkFileType
import dev.understudy.format.Renormalization
import java.nio.file.Path

/*
 * Teachers, and every public name of dev.understudy.format, as one writes it in Kotlin: compiled, never run.
 */

fun nameMap(it: NameMap) = listOf<Any?>(
    NameMap(mapOf("conv1" to "features.0")), NameMap.read(Path.of("file")), it.layers, it.theirs("conv1", "weight"),
)

fun renormalization(it: Renormalization) = listOf<Any?>(
    Renormalization(listOf(1.0), listOf(0.0)), Renormalization.between(listOf(0.0), listOf(1.0), listOf(0.0), listOf(1.0)),
    it.factors, it.offsets,
)

fun teacherFitted(it: Teacher, student: Student, names: NameMap, renormalization: Renormalization) = listOf<Any?>(
    Teacher.load(student, Path.of("file"), names, Shape(3, 32, 32), Device.cpu()), it.withAlias("conv8", "layer2"),
    it.withNormalization(renormalization), Teacher.onnx("text", Path.of("file"), Device.cpu()),
    Teacher.onnx("text", Path.of("file"), listOf("conv8", "logits"), Device.cpu()),
)

fun networkFileType(it: NetworkFileType) = listOf<Any?>(
    NetworkFileType.ONNX, NetworkFileType.PARAMS, NetworkFileType.SAFETENSORS, NetworkFileType.TORCH_SCRIPT,
    NetworkFileType.of(Path.of("file")), it.require(Path.of("file")),
)

fun teacher(it: Teacher, student: Student, block: Block, model: Model, ndManager: NDManager) = listOf<Any?>(
    Teacher.LOGITS, Teacher.load(student, Path.of("folder"), Shape(3, 32, 32), Device.cpu()),
    Teacher.of("text", block, model), Teacher.of(model), it.withClasses(listOf("cat", "dog"), listOf("dog")),
    Teacher.torchScript("text", Path.of("folder"), listOf("text"), Device.cpu()), it.close(), it.fingerprint(),
    it.name, it.network, it.parameterCount, it.open(ndManager, setOf(TeacherTap("conv8")), true),
    it.partAfter(TeacherTap("conv8")), it.blockAt(TeacherTap("conv8")),
)

fun teacherView(it: Teacher.View, ndList: NDList) = listOf<Any?>(it.close(), it.forward(ndList))

fun teacherTap(it: TeacherTap) = listOf<Any?>(TeacherTap("text"), it.path)
