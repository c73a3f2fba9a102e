package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.Stage;
import dev.understudy.TrainingException;
import dev.understudy.engine.Engines;
import dev.understudy.internal.text.UserCall;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a stage changes a student's parameters, step by step. */
public final class Updater implements AutoCloseable {

    private final Stage stage;
    private final List<TrainedArray> arrays;
    private final NDManager manager;
    private final RuleState state;
    private final NDManager kept;
    private final RuleNumbers numbers;
    private boolean looked;

    /**
     * With nothing remembered yet.
     *
     * @param stage says how
     * @param parameters those that it trains
     * @param manager its device is where the parameters are
     */
    public Updater(Stage stage, List<TrainedParameter> parameters, NDManager manager) {
        this.stage = stage;
        this.manager = manager;
        this.arrays = arrays(stage, parameters, manager);
        this.state = new RuleState(manager);
        this.kept = manager.newSubManager();
        this.numbers = new RuleNumbers(kept);
    }

    /** All in one, where the engine's views share memory and can be differentiated; else each as it is. */
    private static List<TrainedArray> arrays(Stage stage, List<TrainedParameter> parameters, NDManager manager) {
        boolean alike =
                parameters.stream().allMatch(each -> each.parameter().getArray().getDataType() == DataType.FLOAT32);
        return alike && Engines.isPyTorch()
                ? List.of(TrainedArray.of(parameters, stage.getOptimizer(), manager))
                : parameters.stream().map(TrainedArray::of).toList();
    }

    /**
     * Where a step's blocks find the parameters.
     *
     * @param others has those that the stage does not train
     * @param step what is computed with them hangs on it
     * @return the parameters as part of the graph
     */
    public ParameterStore parameters(ParameterStore others, NDManager step) {
        Map<Parameter, NDArray> values = new HashMap<>();
        arrays.forEach(array -> values.putAll(array.inGraph(step)));
        return values.isEmpty() ? others : new StepParameters(others, values, step);
    }

    /**
     * One step: the way back from the losses, clipping, and the rule for each parameter.
     *
     * @param collector the open gradient collector
     * @param losses what is made smaller, by part of the rule's
     * @param rate the learning rate now
     */
    public void step(GradientCollector collector, Map<String, NDArray> losses, double rate) {
        try (NDManager scope = manager.newSubManager()) {
            PartGradients gradients = UserCall.<PartGradients>call(
                    this::onTheWayBack, () -> PartGradients.of(collector, losses, arrays, scope));
            checkFirst(gradients);
            new Clipping(scope, gradients, arrays.size()).clip(stage.getClipValue(), stage.getClipNorm());
            state.next();
            for (int i = 0; i < arrays.size(); i++) {
                update(arrays.get(i), gradients.of(i), rate, scope);
            }
            numbers.endStep();
            arrays.forEach(array -> array.endStep(scope));
        }
    }

    private void update(TrainedArray array, Map<String, NDArray> gradients, double rate, NDManager scope) {
        List<NDArray> weights = array.weights(scope);
        Map<String, List<NDArray>> parts = new LinkedHashMap<>();
        gradients.forEach((part, gradient) -> parts.put(part, array.byUnit(gradient)));
        for (int i = 0; i < weights.size(); i++) {
            JointParameters unit = array.units().get(i);
            Map<String, NDArray> own = new LinkedHashMap<>();
            for (Map.Entry<String, List<NDArray>> part : parts.entrySet()) {
                own.put(part.getKey(), part.getValue().get(i));
            }
            update(unit, weights.get(i), own, rate);
        }
    }

    private void update(JointParameters unit, NDArray weight, Map<String, NDArray> gradients, double rate) {
        try (NDManager own = manager.newSubManager()) {
            weight.attach(own);
            UpdateContext context = new UpdateContext(unit, weight, gradients, own, state, rate, numbers);
            UserCall.run(
                    () -> "The update rule of the stage \"" + stage.getName() + "\", at \""
                            + unit.first().info() + "\",",
                    () -> stage.getOptimizer().update(context));
        }
    }

    /** Nothing is learned where no gradient comes, unless weights that change are zero yet. */
    private void checkFirst(PartGradients gradients) {
        if (looked) {
            return;
        }
        boolean fixed = stage.getObjectives().values().stream().allMatch(Stage.Weighted::isFixed);
        boolean zero = gradients.areZero();
        if (zero && fixed) {
            Map<String, Double> weights = new LinkedHashMap<>();
            stage.getObjectives().forEach((name, weighted) -> weights.put(name, weighted.weight()));
            throw new TrainingException("No objective of the stage \"" + stage.getName()
                    + "\" gave " + (stage.trainsStudent() ? "the student" : "its modules")
                    + " a gradient in its first step; their weights are " + weights);
        }
        looked = !zero;
        if (looked) {
            arrays.forEach(TrainedArray::settle);
        }
    }

    private String onTheWayBack() {
        return "The stage \"" + stage.getName() + "\", on the way back from its objectives "
                + stage.getObjectives().keySet() + ",";
    }

    /** What the rule remembers, by name, for a checkpoint; the handles go with the scope. */
    public Map<String, NDArray> numbers(NDManager scope) {
        return state.numbers(scope);
    }

    /** Goes on with {@link #numbers}. */
    public void restore(Map<String, NDArray> numbers) {
        state.restore(
                numbers,
                arrays.stream().flatMap(array -> array.units().stream()).toList());
    }

    @Override
    public void close() {
        arrays.forEach(TrainedArray::close);
        state.close();
        kept.close();
    }
}
