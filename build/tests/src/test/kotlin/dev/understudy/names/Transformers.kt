package dev.understudy.names

import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDList
import ai.djl.ndarray.types.Shape
import ai.djl.training.ParameterStore
import dev.understudy.block.PatchEmbedding
import dev.understudy.block.SelfAttention
import dev.understudy.block.Tappable
import dev.understudy.network.VisionTransformer
import dev.understudy.recipes.OptimizerRecipes

fun optimizerRecipes() = listOf<Any?>(OptimizerRecipes().recipes())

fun patchEmbedding(it: PatchEmbedding) =
    listOf<Any?>(PatchEmbedding(4, 8), it.getOutputShapes(arrayOf(Shape(1, 3, 32, 32))))

fun selfAttention(it: SelfAttention, store: ParameterStore, taps: Tappable.Taps) = listOf<Any?>(
    SelfAttention(8, 2), it.width, it.heads, it.tapNames(), it.parametersFor(setOf("key")), it.forward(store, NDList(), false, taps),
    it.getOutputShapes(arrayOf(Shape(1, 65, 192))),
)

fun tappable(it: Tappable, store: ParameterStore, taps: Tappable.Taps) = listOf<Any?>(
    it.tapNames(), it.parametersFor(setOf("text")), it.forward(store, NDList(), false, taps),
)

fun tappableTaps(it: Tappable.Taps, array: NDArray) = listOf<Any?>(it.put("text", array), Tappable.Taps.NONE)

fun visionTransformer(it: VisionTransformer) = listOf<Any?>(
    VisionTransformer(4, 192, 12, 3), VisionTransformer.tiny(), VisionTransformer.tokens(1),
    VisionTransformer.teachersTokens(1), it.depth, it.depth(6), it.heads, it.names(), it.network(10), it.patch,
    it.student(10), it.width,
)
