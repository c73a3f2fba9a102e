package dev.understudy.internal.context;

import ai.djl.ndarray.NDList;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModules;
import dev.understudy.StudentTap;
import java.util.Map;

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
     * Shows the batch to the networks that are trained beside it.
     *
     * @param images the images, or their shards
     * @return what each puts out, by name, as far as the stage reads it
     */
    Map<String, Activations<StudentTap>> peers(NDList images);

    /**
     * The stage's auxiliary modules.
     *
     * @return by name
     */
    AuxiliaryModules modules();
}
