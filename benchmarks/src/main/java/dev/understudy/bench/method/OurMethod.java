package dev.understudy.bench.method;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.cli.run.Timer;
import dev.understudy.recipe.Task;
import java.util.List;

/** A method's objectives on a batch, value and gradient, as a training step has them. */
public final class OurMethod implements Timer.Work, AutoCloseable {

    private final List<Objective> objectives;
    private final MethodBatch batch;
    private final NDManager owner = NDManager.newBaseManager(Device.cpu());

    /**
     * A method at a task's shapes.
     *
     * @param method the method
     * @param task whose networks are looked at
     * @param batch samples
     * @param samples of the training set that the batch would be from
     */
    public OurMethod(Method method, Task task, int batch, long samples) {
        objectives = method.objectives(task);
        this.batch = new MethodBatch(method, task, batch, samples);
    }

    MethodBatch batch() {
        return batch;
    }

    /** Value and gradient, once; the gradients of several runs add up. */
    @Override
    public void run() {
        value();
    }

    /** The sum of the objectives, once, with its gradient. */
    public float value() {
        try (NDManager scope = owner.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            StepContext context = batch.context(scope);
            NDArray sum = objectives.stream()
                    .map(objective -> objective.loss(context))
                    .reduce(NDArray::add)
                    .orElseThrow();
            collector.backward(sum);
            return sum.getFloat();
        }
    }

    /** The sum of the gradients so far, with respect to all that the student puts out. */
    public float[] gradient() {
        return batch.gradient();
    }

    @Override
    public void close() {
        batch.close();
        owner.close();
    }
}
