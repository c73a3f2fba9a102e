package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.understudy.Stage;
import dev.understudy.TrainingException;
import dev.understudy.internal.text.UserCall;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/** How a stage changes a student's parameters, step by step. */
public final class Updater implements AutoCloseable {

    private final Stage stage;
    private final List<TrainedParameter> parameters;
    private final NDManager manager;
    private final RuleState state;
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
        this.parameters = parameters;
        this.manager = manager;
        this.state = new RuleState(manager);
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
                    this::onTheWayBack, () -> PartGradients.of(collector, losses, parameters, scope));
            checkFirst(gradients);
            new Clipping(scope, gradients, parameters.size()).clip(stage.getClipValue(), stage.getClipNorm());
            state.next();
            Map<Double, NDArray> numbers = new HashMap<>();
            DoubleFunction<NDArray> number =
                    value -> numbers.computeIfAbsent(value, key -> scope.full(new Shape(1), key.floatValue()));
            for (int i = 0; i < parameters.size(); i++) {
                update(parameters.get(i), gradients.of(i), rate, number);
            }
            gradients.clear();
        }
    }

    private void update(
            TrainedParameter parameter, Map<String, NDArray> gradients, double rate, DoubleFunction<NDArray> numbers) {
        try (NDManager own = manager.newSubManager()) {
            UpdateContext context = new UpdateContext(parameter, gradients, own, state, rate, numbers);
            UserCall.run(
                    () -> "The update rule of the stage \"" + stage.getName() + "\", at \"" + parameter.info() + "\",",
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
    }

    private String onTheWayBack() {
        return "The stage \"" + stage.getName() + "\", on the way back from its objectives "
                + stage.getObjectives().keySet() + ",";
    }

    /** What the rule remembers, by name, for a checkpoint. */
    public Map<String, NDArray> numbers() {
        return state.numbers();
    }

    /** Goes on with {@link #numbers}. */
    public void restore(Map<String, NDArray> numbers) {
        state.restore(numbers, parameters);
    }

    @Override
    public void close() {
        state.close();
    }
}
