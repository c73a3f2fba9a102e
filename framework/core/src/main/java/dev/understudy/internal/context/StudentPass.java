package dev.understudy.internal.context;

import ai.djl.ndarray.NDList;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModules;
import dev.understudy.StudentTap;

/** A student that has seen a batch. */
public interface StudentPass {

    /**
     * What it put out for the batch, by tap.
     *
     * @param output what its forward pass gave
     * @return the activations
     */
    Activations<StudentTap> activations(NDList output);

    /**
     * Shows it another view of the batch.
     *
     * @param view the view's name
     * @param images the images, or their shards
     * @return what it puts out for them
     */
    Activations<StudentTap> inView(String view, NDList images);

    /**
     * The stage's auxiliary modules.
     *
     * @return by name
     */
    AuxiliaryModules modules();
}
