package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;

/** Keeps what is computed from arrays that outlive the batch with the batch. */
public final class Targets {

    private Targets() {}

    /**
     * The target without gradient, on the student's manager. DJL attaches a result to its first operand's manager, so
     * that what is computed from a target that outlives the batch would never be freed.
     *
     * @param target any shape
     * @param student whose manager to use
     * @return the same numbers, not copied
     */
    public static NDArray beside(NDArray target, NDArray student) {
        NDArray view = target.stopGradient();
        view.attach(student.getManager());
        return view;
    }

    /**
     * A parameter with its gradient, on the manager of an array of the batch: for what is computed with the parameter as
     * first operand.
     *
     * @param parameter any shape
     * @param ofBatch whose manager to use
     * @return the same numbers, not copied
     */
    public static NDArray ofParameter(NDArray parameter, NDArray ofBatch) {
        NDArray view = parameter.reshape(parameter.getShape());
        view.attach(ofBatch.getManager());
        return view;
    }
}
