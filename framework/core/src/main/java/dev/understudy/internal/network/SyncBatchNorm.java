package dev.understudy.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.InputException;
import dev.understudy.internal.arithmetic.RepeatedNumbers;
import dev.understudy.internal.text.ErrorLine;
import dev.understudy.objective.Scaling;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batch norm of a batch in shards: each is normalised with mean and variance of all, and gradients flow through both. Two
 * vectors of the channels' length travel between the devices for it. The running statistics are those of the first
 * device, and move as PyTorch moves them: the variance without bias.
 *
 * @param norm the block, which normalises over axis 1
 * @param momentum how much of the running statistics stays
 * @param epsilon is added to the variance
 */
record SyncBatchNorm(Block norm, double momentum, double epsilon) {

    static SyncBatchNorm of(Block norm, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            return new SyncBatchNorm(norm, NormValues.momentum(norm, scope), NormValues.epsilon(norm, scope));
        } catch (RuntimeException e) {
            throw new InputException(
                    "Only batch norms over axis 1, the channels, train on several devices: " + ErrorLine.of(e), e);
        }
    }

    /** The shards {@code [images, channels, ...]}, normalised. */
    List<NDList> forward(List<ParameterStore> parameters, List<NDArray> shards) {
        long channels = shards.get(0).getShape().get(1);
        double each =
                (double) channels / shards.stream().mapToLong(NDArray::size).sum();
        NDArray mean = Scaling.times(sum(shards), each);
        List<NDArray> centred = together(NDArray::sub, shards, Shards.spread(mean, shards));
        NDArray variance =
                Scaling.times(sum(centred.stream().map(NDArray::square).toList()), each);
        remember(parameters.get(0), mean, variance, each);
        NDArray scale = value(parameters.get(0), "gamma", mean)
                .div(Scaling.plus(variance, epsilon).sqrt());
        scale.attach(mean.getManager());
        List<NDArray> scaled = together(NDArray::mul, centred, Shards.spread(scale, shards));
        List<NDArray> shifts = IntStream.range(0, shards.size())
                .mapToObj(i -> value(parameters.get(i), "beta", shards.get(i)))
                .toList();
        return together(NDArray::add, scaled, shifts).stream().map(NDList::new).toList();
    }

    /** Over all but the channels and over all shards; on the first one's device. */
    private static NDArray sum(List<NDArray> shards) {
        int dimensions = shards.get(0).getShape().dimension();
        int[] axes = IntStream.range(0, dimensions).filter(axis -> axis != 1).toArray();
        NDManager first = shards.get(0).getManager();
        return shards.stream()
                .map(shard -> shard.sum(axes))
                .map(sum -> sum.getManager() == first ? sum : Shards.move(sum, first))
                .reduce(NDArray::add)
                .orElseThrow();
    }

    private interface Operation {
        NDArray of(NDArray shard, NDArray perChannel);
    }

    private static List<NDArray> together(Operation operation, List<NDArray> shards, List<NDArray> perChannel) {
        return IntStream.range(0, shards.size())
                .mapToObj(i -> operation.of(shards.get(i), alongChannels(perChannel.get(i), shards.get(i))))
                .toList();
    }

    private static NDArray alongChannels(NDArray vector, NDArray shard) {
        long[] shape = new long[shard.getShape().dimension()];
        Arrays.fill(shape, 1);
        shape[1] = vector.size();
        NDArray along = vector.reshape(new Shape(shape));
        along.attach(shard.getManager());
        return along;
    }

    private NDArray value(ParameterStore parameters, String name, NDArray near) {
        Parameter parameter = norm.getDirectParameters().get(name);
        return parameters.getValue(parameter, near.getDevice(), true);
    }

    private void remember(ParameterStore parameters, NDArray mean, NDArray variance, double each) {
        double unbiased = each < 1 ? 1 / (1 - each) : 1;
        move(value(parameters, "runningMean", mean), mean, 1);
        move(value(parameters, "runningVar", variance), variance, unbiased);
    }

    private void move(NDArray running, NDArray now, double factor) {
        NDArray value = now.stopGradient();
        running.muli(RepeatedNumbers.of(value, momentum)).addi(Scaling.times(value, (1 - momentum) * factor));
    }
}
