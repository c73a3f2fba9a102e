package dev.understudy.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** One parameter in one step, or several that come {@linkplain UpdateRule#together together}, as an {@link UpdateRule} sees
 * it. */
public interface ParameterUpdate {

    /**
     * Which parameter it is; of several, the first.
     *
     * @return its path, type and shape
     */
    ParameterInfo getInfo();

    /**
     * The parameter's values, which the rule changes in place ({@code subi}, {@code muli}).
     *
     * @return the values, outside any graph; those of several parameters in one dimension
     */
    NDArray getWeight();

    /**
     * The gradient of the weighted sum of all objectives, clipped where the stage clips.
     *
     * @return same shape as the values
     */
    NDArray getGradient();

    /**
     * The gradient by part, as {@link UpdateRule#part} names them.
     *
     * @return for each part the gradient of the weighted sum of its objectives
     */
    Map<String, NDArray> getGradients();

    /**
     * What the rule remembers of the parameter: zeros in the stage's first step, later what the rule left there.
     *
     * @param name letters and digits
     * @return same shape as the values; to be changed in place
     */
    NDArray state(String name);

    /**
     * A number to compute with, on the parameter's device. It is made once, and stays while each step asks for it.
     *
     * @param value the number
     * @return one element
     */
    NDArray number(double value);

    /**
     * The learning rate of this step for this parameter.
     *
     * @return the schedule's, times that of the parameter's groups
     */
    double getLearningRate();

    /**
     * The weight decay for this parameter.
     *
     * @param usual what the rule would take
     * @return what a group of the stage says, else the usual
     */
    double weightDecay(double usual);

    /**
     * How often the stage has updated its parameters, with this step.
     *
     * @return at least 1
     */
    long getCount();
}
