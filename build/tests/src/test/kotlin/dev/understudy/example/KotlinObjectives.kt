package dev.understudy.example

import ai.djl.ndarray.NDArray
import dev.understudy.Needs
import dev.understudy.Objective
import dev.understudy.StepContext

/** The ways to write an objective in Kotlin, all of them the same. */
object KotlinObjectives {
    fun lambda(power: Int) = Objective { calm(it, power) }

    fun reading(power: Int): Objective = Objective.reading(Needs.nothing().withStudentLogits()) { calm(it, power) }

    fun named(power: Int): Objective = Objective.named("calm $power") { calm(it, power) }

    fun anonymous(power: Int): Objective = object : Objective {
        override fun loss(context: StepContext): NDArray = calm(context, power)
    }

    fun dataClass(power: Int): Objective = Calm(power)

    private data class Calm(val power: Int) : Objective {
        override fun loss(context: StepContext): NDArray = calm(context, power)
    }

    private fun calm(context: StepContext, power: Int): NDArray {
        val logits = context.student.logits
        return (1 until power).fold(logits) { all, _ -> all.mul(logits) }.mean()
    }
}
