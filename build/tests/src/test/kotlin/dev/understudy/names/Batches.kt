package dev.understudy.names

import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDManager
import ai.djl.ndarray.types.Shape
import ai.djl.training.dataset.Dataset
import dev.understudy.Stage
import dev.understudy.batch.BatchTransform
import dev.understudy.batch.CutMix
import dev.understudy.batch.Mixup
import dev.understudy.batch.StepRandom
import dev.understudy.batch.TrainingBatch

/*
 * Every public name of dev.understudy.batch, as one writes it in Kotlin: compiled, never run.
 */

fun batchTransform(it: BatchTransform, batch: TrainingBatch, array: NDArray, dataset: Dataset) = listOf<Any?>(
    it.transform(batch, StepRandom.of(1)), Mixup(0.2).alpha, CutMix(1.0).alpha, Mixup(0.2).transform(batch, StepRandom.of(1)),
    TrainingBatch.of(array, array), batch.images(array), batch.softLabels(array), batch.images, batch.softLabels,
    batch.size, Stage.whole(1).transform { mixed, _ -> mixed }.transform,
    CutMix(1.0).transform(batch, StepRandom.of(1)),
)

fun stepRandom(it: StepRandom, manager: NDManager) = listOf<Any?>(
    StepRandom.of(1), it.nextDouble(), it.nextInt(2), it.nextNormal(), it.nextBeta(1.0, 1.0), it.permutation(3),
    it.uniform(manager, Shape(2)), it.normal(manager, Shape(2)), it.integers(manager, 3, Shape(2)),
)
