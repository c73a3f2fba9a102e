package dev.understudy;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one network put out for a batch: the activations at its taps and its logits, as far as the stage's objectives
 * asked for them.
 *
 * @param <T> whose taps: {@link StudentTap} or {@link TeacherTap}
 */
public final class Activations<T extends Tap> {

    private final String whose;
    private final Map<T, NDArray> taps;
    private final @Nullable NDArray logits;
    private final UnaryOperator<NDArray> change;

    /**
     * Gathers what a network put out.
     *
     * @param whose "student" or "teacher", for messages
     * @param taps the activation at each tap, {@code [batch, channels, height, width]} for a convolution
     * @param logits the network's output {@code [batch, classes]}, or null where no objective reads it
     */
    public Activations(String whose, Map<T, NDArray> taps, @Nullable NDArray logits) {
        this(whose, taps, logits, UnaryOperator.identity());
    }

    private Activations(String whose, Map<T, NDArray> taps, @Nullable NDArray logits, UnaryOperator<NDArray> change) {
        this.whose = whose;
        this.taps = taps;
        this.logits = logits;
        this.change = change;
    }

    /**
     * The same activations with other logits, which are computed when somebody reads them.
     *
     * @param more what to do with the logits {@code [batch, classes]}; gives as many classes
     * @return the activations
     */
    public Activations<T> mapLogits(UnaryOperator<NDArray> more) {
        return new Activations<>(whose, taps, logits, read -> more.apply(change.apply(read)));
    }

    /**
     * The activation at a tap.
     *
     * @param tap one of the taps that the objective's {@link Needs} name
     * @return the activation, {@code [batch, channels, height, width]} for a convolution
     * @throws InputException when the objective did not name the tap among its needs
     */
    public NDArray get(T tap) {
        NDArray activation = taps.get(tap);
        if (activation == null) {
            throw new InputException("No activation of the " + whose + " at \"" + tap.path() + "\"; there are "
                    + taps.keySet() + "; an objective names the taps it reads in its needs()");
        }
        return activation;
    }

    /**
     * The same as another network sees them: as a source's, without gradients.
     *
     * @param source the source's name
     * @return activations that share their numbers with these
     */
    public Activations<TeacherTap> asSource(String source) {
        Map<TeacherTap, NDArray> shown = new LinkedHashMap<>();
        taps.forEach((tap, activation) -> shown.put(new TeacherTap(tap.path()), activation.stopGradient()));
        return new Activations<>(
                source, shown, logits == null ? null : change.apply(logits).stopGradient());
    }

    /**
     * Whether the activation at a tap is there.
     *
     * @param tap the tap
     * @return true where {@link #get} answers
     */
    public boolean contains(T tap) {
        return taps.containsKey(tap);
    }

    /**
     * Whether the network's output is there.
     *
     * @return true where {@link #getLogits} answers
     */
    public boolean hasLogits() {
        return logits != null;
    }

    /**
     * The network's output.
     *
     * @return the logits {@code [batch, classes]}
     * @throws InputException when no objective of the stage asked for them
     */
    public NDArray getLogits() {
        if (logits == null) {
            throw new InputException("The " + whose + "'s logits are not computed here; an objective that reads them"
                    + " says so in its needs()");
        }
        return change.apply(logits);
    }

    /** What the network put out, whatever is made of it. */
    @Nullable
    NDArray unchanged() {
        return logits;
    }
}
