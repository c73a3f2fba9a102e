package dev.understudy.names

import dev.understudy.Student
import dev.understudy.Teacher
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
