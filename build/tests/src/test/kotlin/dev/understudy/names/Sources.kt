package dev.understudy.names

import dev.understudy.Distillation
import dev.understudy.Student
import dev.understudy.Teacher
import dev.understudy.TrainingData
import dev.understudy.source.KeptOutputs
import dev.understudy.source.OutputRange
import dev.understudy.source.Sources
import dev.understudy.source.WeightAverage

/*
 * Every public name of dev.understudy.source, as one writes it in Kotlin: compiled, never run.
 */

fun sources(it: Sources, teacher: Teacher, student: Student) = listOf<Any?>(
    Sources.TEACHER, Sources.none(), it.names, it.teachers, "second" in it, it.teacher("second", teacher),
    it.average("average", WeightAverage.of(0.99)), it.averages, it.shipped, Sources.STUDENT, it.peer("second", student),
    it.peers,
)

fun weightAverage(it: WeightAverage) = listOf<Any?>(
    WeightAverage.of(0.99), it.inferenceMode(), it.shipped(), it.decay, it.isInferenceMode, it.isShipped,
)

fun keptOutputs(it: KeptOutputs, distillation: Distillation, data: TrainingData, range: OutputRange) = listOf<Any?>(
    KeptOutputs.open(listOf(distillation), data), it.files, it.bytes, it.ranges(16), it.compute(range) { shown -> println(shown) },
    it.join(listOf(range)), it.keep(16) { shown -> println(shown) }, it.close(),
)

fun outputRange(it: OutputRange) = listOf<Any?>(
    OutputRange(0, 0, 1), OutputRange.of("text"), it.augmentation, it.begin, it.end, it.text(), it.size(), it < it,
)
