package dev.understudy.names

import ai.djl.ndarray.types.Shape
import ai.djl.nn.Parameter
import dev.understudy.Needs
import dev.understudy.optimizer.AdamWRule
import dev.understudy.optimizer.DotRule
import dev.understudy.optimizer.ParameterGroup
import dev.understudy.optimizer.ParameterInfo
import dev.understudy.optimizer.ParameterUpdate
import dev.understudy.optimizer.SgdRule
import dev.understudy.optimizer.UpdateRule

fun adamWRule(it: AdamWRule, update: ParameterUpdate, info: ParameterInfo) = listOf<Any?>(
    AdamWRule(0.5, 0.5, 0.5, 0.5, true), AdamWRule.standard(), it.beta1, it.beta2, it.betas(0.5, 0.5), it.decayAll,
    it.decayWeightsOnly(), it.epsilon, it.epsilon(0.5), it.weightDecay, it.weightDecay(0.5),
    it.update(update), it.together(info),
)

fun dotRule(it: DotRule, update: ParameterUpdate, info: ParameterInfo) = listOf<Any?>(
    DotRule(0.5, 0.1, 0.5, true), DotRule.standard(), DotRule.TASK, DotRule.DISTILLATION, it.decayAll,
    it.decayWeightsOnly(), it.delta, it.delta(0.5), it.momentum, it.momentum(0.5), it.weightDecay, it.weightDecay(0.5),
    it.part("text", Needs.nothing()), it.update(update), it.together(info),
)

fun parameterGroup(it: ParameterGroup) = listOf<Any?>(
    ParameterGroup.under("text"), ParameterGroup.normsAndBiases(), ParameterGroup.modules(),
    ParameterGroup.module("text"), ParameterGroup.named("text") { it.isNormOrBias }, it.learningRate(0.5),
    it.learningRate, it.weightDecay(0.5), it.weightDecay, it.frozen(), it.isFrozen, it.name, it.members,
)

fun parameterInfo(it: ParameterInfo) = listOf<Any?>(
    ParameterInfo("text", "text", Parameter.Type.WEIGHT, Shape(1)), it.module, it.path, it.type, it.shape,
    it.isNormOrBias, it.isUnder("text"),
)

fun parameterUpdate(it: ParameterUpdate) = listOf<Any?>(
    it.info, it.weight, it.gradient, it.gradients, it.state("text"), it.number(0.5), it.learningRate,
    it.weightDecay(0.5), it.count,
)

fun sgdRule(it: SgdRule, update: ParameterUpdate, info: ParameterInfo) = listOf<Any?>(
    SgdRule(0.5, 0.5, true, true), SgdRule.standard(), it.decayAll, it.decayWeightsOnly(), it.momentum,
    it.momentum(0.5), it.nesterov, it.withNesterov(), it.weightDecay, it.weightDecay(0.5),
    it.update(update), it.together(info),
)

fun updateRule(it: UpdateRule, update: ParameterUpdate, info: ParameterInfo) = listOf<Any?>(
    UpdateRule.ALL, UpdateRule.named("text", it), UpdateRule { it.weight.subi(it.gradient) },
    it.part("text", Needs.nothing()), it.update(update), it.together(info),
)
