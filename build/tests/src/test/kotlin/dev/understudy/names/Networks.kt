package dev.understudy.names

import dev.understudy.Student
import dev.understudy.format.NameMap
import dev.understudy.network.BenchmarkNetwork
import dev.understudy.network.ExtendedStudents
import dev.understudy.network.PaperNetworks
import dev.understudy.network.Pretrained
import dev.understudy.network.TaskNetworks
import dev.understudy.recipe.Task

/*
 * Every public name of dev.understudy.network, as one writes it in Kotlin: compiled, never run.
 */

fun paperNetworks(task: Task) = listOf<Any?>(
    PaperNetworks.GUIDED, PaperNetworks.GUIDED_CHANNELS, PaperNetworks.GUIDING, PaperNetworks.selfGuided(task),
    PaperNetworks.student(task), PaperNetworks.studentAugmented(task), PaperNetworks.teacher(task),
    PaperNetworks.teacherAugmented(task), PaperNetworks.LAST,
)

fun taskNetworks(it: TaskNetworks, task: Task) = listOf<Any?>(
    TaskNetworks.of(task), it.task, it.student, it.teacher, it.studentGroups, it.teacherGroups,
    it.studentPreactivations, it.teacherPreactivations, it.teacherNorms, it.studentMaps, it.teacherMaps,
    it.studentLast, it.teacherLast, it.studentAveraged, it.teacherAveraged, it.studentPooled, it.teacherPooled,
    it.guided, it.guiding, it.studentEmbedded, it.teacherEmbedded, it.middle, it.checkGroups(), it.checkChannels(),
)

fun extendedStudents(it: TaskNetworks) = listOf<Any?>(
    ExtendedStudents.PROJECTED, ExtendedStudents.CLASSIFIER, ExtendedStudents.CLASS_MAPS, ExtendedStudents.WIDE,
    ExtendedStudents.withTeachersClassifier(it), ExtendedStudents.withClassMaps(it),
    ExtendedStudents.withLocalClassifier(it), ExtendedStudents.withTransform(it),
)

fun pretrained(it: Pretrained, task: Task, student: Student, names: NameMap) = listOf<Any?>(
    Pretrained(student, names), Pretrained.all(), Pretrained.BENCHMARK, Pretrained.named("resnet18", task), it.names,
    it.network,
)

fun benchmarkNetwork(it: BenchmarkNetwork, task: Task, student: Student, names: NameMap) = listOf<Any?>(
    BenchmarkNetwork(student, names, listOf(), listOf(), "relu"), BenchmarkNetwork.all(), BenchmarkNetwork.POOLED,
    BenchmarkNetwork.named("resnet8x4", task), it.network, it.names, it.features, it.preactivations,
    it.averaged,
)
