package dev.understudy.internal.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.data.EngineLocks;
import dev.understudy.internal.format.Weights;
import dev.understudy.internal.loop.Losses;
import dev.understudy.internal.loop.StageBlock;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.text.UserCall;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The gradients of one objective for one batch, with respect to all that a stage trains; everything is as it was afterwards. */
@OutsideAutograd
final class StepGradients {

    private final StageBlock block;
    private final NDManager manager;
    private final LongSupplier seed;
    private final List<Parameter> trained;

    StepGradients(StageBlock block, NDManager manager, LongSupplier seed) {
        this.block = block;
        this.manager = manager;
        this.seed = seed;
        this.trained = block.getParameters().values().stream()
                .filter(block.trained()::contains)
                .toList();
        Blocks.train(block, block.trained());
    }

    /**
     * One step, always with the same random numbers.
     *
     * @param who the beginning of what is said where the objective fails
     * @param objective the objective
     * @param shown the batch
     * @param between what happens between the forward and the backward pass
     * @return the gradient of each parameter
     */
    List<float[]> of(String who, Objective objective, StepData shown, Runnable between) {
        return EngineLocks.take(() -> {
            Map<Parameter, NDArray> before = new LinkedHashMap<>();
            block.getParameters().values().forEach(each -> before.put(each, copy(each.getArray())));
            try (NDManager scope = manager.newSubManager()) {
                manager.getEngine().setRandomSeed((int) seed.getAsLong());
                backward(who, objective, shown, between, scope);
                return trained.stream().map(StepGradients::gradient).toList();
            } finally {
                // Fresh arrays: a gradient that is no number cannot be made zero by arithmetic.
                before.forEach((parameter, value) -> Weights.replace(parameter, value, manager));
            }
        });
    }

    private static NDArray copy(NDArray array) {
        try (NDArray values = array.stopGradient()) {
            return values.duplicate();
        }
    }

    private void backward(String who, Objective objective, StepData shown, Runnable between, NDManager scope) {
        scope.tempAttachAll(shown.allImages());
        try (GradientCollector collector = EngineLocks.collector(manager.getEngine())) {
            NDList output = block.forward(new ParameterStore(scope, false), shown.images(), true);
            StepContext context = shown.drawing(shown.context(block, output), who);
            NDArray loss = Losses.of(() -> who, objective, context);
            between.run();
            NDArray sum = anchored(loss);
            UserCall.run(() -> who + ", on the way back,", () -> collector.backward(sum));
        }
    }

    /** As in {@link StageGradients}: engines refuse a loss without a gradient. */
    private NDArray anchored(NDArray loss) {
        try (NDArray anchor = trained.get(0).getArray().sum()) {
            return loss.add(anchor).sub(anchor);
        }
    }

    private static float[] gradient(Parameter parameter) {
        try (NDArray gradient = parameter.getArray().getGradient()) {
            return gradient.toFloatArray();
        }
    }

    static boolean same(List<float[]> one, List<float[]> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.equals(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A loss that is known to be right, of all that a stage reads of the student. */
    static Objective squares(Needs needs) {
        return context -> {
            NDList read = read(needs, context);
            needs.getViews().forEach((name, view) -> read.addAll(read(view, context.getView(name))));
            return read.stream()
                    .map(array -> array.square().mean())
                    .reduce(NDArray::add)
                    .orElseThrow();
        };
    }

    private static NDList read(Needs needs, StepContext context) {
        NDList read = new NDList();
        needs.getStudentTaps().forEach(tap -> read.add(context.getStudent().get(tap)));
        if (needs.readsStudentLogits()) {
            read.add(context.getStudent().getLogits());
        }
        return read;
    }

    /** The same of an auxiliary module, for inputs of ones. */
    static Objective squares(AuxiliaryModule module, Shape[] inputs) {
        return context -> {
            NDList ones = new NDList();
            Stream.of(inputs)
                    .forEach(shape -> ones.add(context.getLabels().getManager().ones(shape)));
            return context.getModules().forward(module.getName(), ones).stream()
                    .map(array -> array.square().mean())
                    .reduce(NDArray::add)
                    .orElseThrow();
        };
    }
}
