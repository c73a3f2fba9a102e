package dev.understudy.names

import ai.djl.ndarray.NDList
import ai.djl.ndarray.types.Shape
import ai.djl.nn.Block
import dev.understudy.block.Layers
import dev.understudy.block.SelfTaught

/*
 * Every public name of dev.understudy.block, as one writes it in Kotlin: compiled, never run.
 */

fun layers(it: Layers, block: Block) = listOf<Any?>(Layers(), it.add("text", block))

fun selfTaught(it: SelfTaught, block: Block, ndList: NDList) = listOf<Any?>(
    SelfTaught(block, block), SelfTaught.GUIDED, SelfTaught.SELF_TAUGHT, SelfTaught.join(ndList, ndList),
    it.guided, it.getOutputShapes(arrayOf(Shape(3, 32, 32))), it.selfTaught,
)
