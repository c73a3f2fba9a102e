package dev.understudy.names

import ai.djl.ndarray.NDArray
import ai.djl.nn.Block
import dev.understudy.StudentTap
import dev.understudy.Teacher
import dev.understudy.TeacherTap
import dev.understudy.measure.CorrelationMatrices

fun foundMatrices(block: Block, ndArray: NDArray, teacher: Teacher) = listOf<Any?>(
    CorrelationMatrices.find("text", block, StudentTap("classes"), ndArray, listOf("text"), listOf("text")),
    CorrelationMatrices.find("text", teacher, TeacherTap("classes"), ndArray, listOf("text"), listOf("text")),
)
