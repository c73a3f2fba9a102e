package dev.understudy.internal.context;

import dev.understudy.batch.BatchTransform;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * In which form a network sees a batch.
 *
 * @param transform what is done to it first; null for nothing
 * @param classes how many classes its soft labels have; 0 where nothing is done to it
 * @param view the view of the images; empty for the batch itself
 */
public record BatchForm(@Nullable BatchTransform transform, long classes, String view) {

    /** The batch itself, as the training set gives it. */
    public static final BatchForm PLAIN = new BatchForm(null, 0, "");

    /**
     * The batch itself, with what is done to it.
     *
     * @param transform what is done to it; null for nothing
     * @param classes how many classes there are, asked where something is done
     * @return the form
     */
    public static BatchForm of(@Nullable BatchTransform transform, LongSupplier classes) {
        return transform == null ? PLAIN : new BatchForm(transform, classes.getAsLong(), "");
    }

    /**
     * Another view with the same transform.
     *
     * @param name the view's name
     * @return the form
     */
    public BatchForm in(String name) {
        return new BatchForm(transform, classes, name);
    }
}
