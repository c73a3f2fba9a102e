package dev.understudy.names

import dev.understudy.Student
import dev.understudy.format.NameMap
import dev.understudy.network.BenchmarkNetwork
import dev.understudy.network.PaperNetworks
import dev.understudy.network.Pretrained
import dev.understudy.recipe.Task

/*
 * Every public name of dev.understudy.network, as one writes it in Kotlin: compiled, never run.
 */

fun paperNetworks(task: Task) = listOf<Any?>(
    PaperNetworks.GUIDED, PaperNetworks.GUIDED_CHANNELS, PaperNetworks.GUIDING, PaperNetworks.selfGuided(task),
    PaperNetworks.student(task), PaperNetworks.studentAugmented(task), PaperNetworks.teacher(task),
    PaperNetworks.teacherAugmented(task), PaperNetworks.withTeachersClassifier(task), PaperNetworks.LAST,
    PaperNetworks.PROJECTED, PaperNetworks.CLASSIFIER, PaperNetworks.STAGES,
    PaperNetworks.TEACHER_STAGES, PaperNetworks.withClassMaps(task), PaperNetworks.withTransform(task),
    PaperNetworks.CLASS_MAPS, PaperNetworks.WIDE,
)

fun pretrained(it: Pretrained, task: Task, student: Student, names: NameMap) = listOf<Any?>(
    Pretrained(student, names), Pretrained.all(), Pretrained.named("resnet18", task), it.names, it.network,
)

fun benchmarkNetwork(it: BenchmarkNetwork, task: Task, student: Student, names: NameMap) = listOf<Any?>(
    BenchmarkNetwork(student, names, listOf(), listOf()), BenchmarkNetwork.all(), BenchmarkNetwork.POOLED,
    BenchmarkNetwork.named("resnet8x4", task), it.network, it.names, it.features, it.preactivations,
)
