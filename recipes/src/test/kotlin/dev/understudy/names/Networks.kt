package dev.understudy.names

import dev.understudy.Task
import dev.understudy.network.PaperNetworks

/*
 * Every public name of dev.understudy.network, as one writes it in Kotlin: compiled, never run.
 */

fun paperNetworks(task: Task) = listOf<Any?>(
    PaperNetworks.GUIDED, PaperNetworks.GUIDED_CHANNELS, PaperNetworks.GUIDING, PaperNetworks.selfGuided(task),
    PaperNetworks.student(task), PaperNetworks.studentAugmented(task), PaperNetworks.teacher(task),
    PaperNetworks.teacherAugmented(task),
)
