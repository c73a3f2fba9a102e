package dev.understudy.internal.update;

import ai.djl.nn.Parameter;
import dev.understudy.optimizer.ParameterInfo;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that a stage trains, and how.
 *
 * @param name its name in checkpoints
 * @param parameter the parameter
 * @param info what rules and groups see of it
 * @param rate what the schedule's learning rate is multiplied by
 * @param decay its weight decay; null for the rule's own
 */
public record TrainedParameter(
        String name,
        Parameter parameter,
        ParameterInfo info,
        double rate,
        @Nullable Double decay) {}
