package dev.understudy.names

import ai.djl.ndarray.NDList
import ai.djl.ndarray.types.Shape
import ai.djl.nn.Block
import dev.understudy.block.Branches
import dev.understudy.block.ChannelRange
import dev.understudy.block.ChannelShuffle
import dev.understudy.block.Concatenation
import dev.understudy.block.Layers
import dev.understudy.block.Parts
import dev.understudy.block.Residual
import dev.understudy.block.SelfGuided

/*
 * Every public name of dev.understudy.block, as one writes it in Kotlin: compiled, never run.
 */

fun branches(it: Branches, ndList: NDList) = listOf<Any?>(it.first(), it.second(), it.join(ndList, ndList))

fun layers(it: Layers, block: Block) = listOf<Any?>(Layers(), it.add("text", block))

fun selfGuided(it: SelfGuided, block: Block, ndList: NDList) = listOf<Any?>(
    SelfGuided(block, block), SelfGuided.GUIDED, SelfGuided.SELF_TAUGHT, it.join(ndList, ndList), it.first(),
    it.second(), it.guided, it.getOutputShapes(arrayOf(Shape(3, 32, 32))), it.selfTaught,
)

fun parts(block: Block) = listOf<Any?>(Parts.upTo(block, "conv4"), Parts.after(block, "conv4"))

fun residual(it: Residual, block: Block, ndList: NDList) = listOf<Any?>(
    Residual(block, block), Residual.BODY, Residual.SHORTCUT, it.join(ndList, ndList), it.first(), it.second(),
    it.getOutputShapes(arrayOf(Shape(3, 32, 32))),
)

fun concatenation(it: Concatenation, block: Block, ndList: NDList) = listOf<Any?>(
    Concatenation(block, block), Concatenation.FIRST, Concatenation.SECOND, it.join(ndList, ndList), it.first(),
    it.second(), it.getOutputShapes(arrayOf(Shape(3, 32, 32))),
)

fun channelShuffle(it: ChannelShuffle) = listOf<Any?>(
    ChannelShuffle(3), it.groups, it.getOutputShapes(arrayOf(Shape(3, 32, 32))),
)

fun channelRange(it: ChannelRange) = listOf<Any?>(
    ChannelRange(0, 4), it.first, it.count, it.getOutputShapes(arrayOf(Shape(3, 32, 32))),
)
