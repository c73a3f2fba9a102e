package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.understudy.optimizer.ParameterInfo;
import dev.understudy.optimizer.ParameterUpdate;
import java.util.Collections;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a rule changes in one call, in one step. What it makes on the way hangs on the manager, and so does the state for as
 * long. */
final class UpdateContext implements ParameterUpdate {

    private final JointParameters parameters;
    private final Map<String, NDArray> gradients;
    private final NDManager scope;
    private final RuleState state;
    private final double rate;
    private final DoubleFunction<NDArray> numbers;
    private final NDArray weight;
    private @Nullable NDArray sum;

    UpdateContext(
            JointParameters parameters,
            NDArray weight,
            Map<String, NDArray> gradients,
            NDManager scope,
            RuleState state,
            double rate,
            DoubleFunction<NDArray> numbers) {
        this.parameters = parameters;
        this.gradients = Collections.unmodifiableMap(gradients);
        this.scope = scope;
        this.state = state;
        this.rate = rate;
        this.numbers = numbers;
        this.weight = weight;
    }

    @Override
    public ParameterInfo getInfo() {
        return parameters.first().info();
    }

    @Override
    public NDArray getWeight() {
        return weight;
    }

    @Override
    public NDArray getGradient() {
        NDArray present = sum;
        if (present == null) {
            present = gradients.values().stream().reduce(NDArray::add).orElseThrow();
            sum = present;
        }
        return present;
    }

    @Override
    public Map<String, NDArray> getGradients() {
        return gradients;
    }

    @Override
    public NDArray state(String name) {
        NDArray array = state.get(parameters, name);
        if (array.getManager() != scope) {
            array.tempAttach(scope);
        }
        return array;
    }

    @Override
    public NDArray number(double value) {
        return numbers.apply(value);
    }

    @Override
    public double getLearningRate() {
        return rate * parameters.first().rate();
    }

    @Override
    public double weightDecay(double usual) {
        Double own = parameters.first().decay();
        return own == null ? usual : own;
    }

    @Override
    public long getCount() {
        return state.count();
    }
}
