package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;

/** Compares logits sample by sample, so that samples can be weighted, or be parts of images. */
public interface SampleDivergence {

    /**
     * How far the student is from the teacher in each sample.
     *
     * @param student the student's logits {@code [batch, classes]}
     * @param teacher the teacher's logits, same shape
     * @param labels the true classes {@code [batch]}
     * @return {@code [batch, 1]}
     */
    NDArray divergences(NDArray student, NDArray teacher, NDArray labels);
}
