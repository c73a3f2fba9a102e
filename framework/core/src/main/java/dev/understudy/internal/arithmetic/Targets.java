package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;

/** Keeps what is computed from a target with the batch. */
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
}
