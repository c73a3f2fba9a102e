package dev.understudy.internal.teacher;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A teacher's network, whatever kind of file it is from. */
public interface TeacherNetwork extends AutoCloseable {

    /**
     * The network.
     *
     * @return DJL's block
     */
    Block block();

    /**
     * How many numbers it holds.
     *
     * @return the number of parameters, 1 or more; null where it cannot be told
     */
    @Nullable
    Long parameterCount();

    /**
     * Identifies its weights, and what it does with them.
     *
     * @return 64 hexadecimal digits
     */
    String fingerprint();

    /**
     * Checks, as far as that is possible before it runs, that there is a place.
     *
     * @param path what a user calls it
     * @throws dev.understudy.InputException when there is no such place
     */
    void find(String path);

    /**
     * Makes ready to read certain places.
     *
     * @param manager its device is where the network runs
     * @param places what is called how, by the taps that they are wanted as
     * @param logits whether the logits are read too
     * @return what shows it batches, to be closed
     * @throws dev.understudy.InputException when there is no such place
     */
    Sight open(NDManager manager, Map<TeacherTap, String> places, boolean logits);

    @Override
    void close();

    /**
     * A network with certain places open.
     *
     * @param look shows it a batch; what it put out is attached to the batch's manager and has no gradients
     * @param free frees what that needs
     */
    record Sight(Function<NDList, Activations<TeacherTap>> look, Runnable free) implements AutoCloseable {

        /**
         * The same on images in another normalisation.
         *
         * @param normalizer what makes them so; closed with the rest
         * @return the sight
         */
        public Sight through(Renormalizer normalizer) {
            return new Sight(input -> look.apply(normalizer.forward(input)), () -> {
                normalizer.close();
                free.run();
            });
        }

        /**
         * The same with some of its logits, in another order.
         *
         * @param taps what else is read
         * @param classes which logit stands in each place
         * @return the sight
         */
        public Sight picking(Set<TeacherTap> taps, List<Integer> classes) {
            return new Sight(
                    input -> {
                        Activations<TeacherTap> shown = look.apply(input);
                        Map<TeacherTap, NDArray> same = new LinkedHashMap<>();
                        taps.forEach(tap -> same.put(tap, shown.get(tap)));
                        return new Activations<>("teacher", same, picked(shown.getLogits(), classes));
                    },
                    free);
        }

        /** Some columns, in another order. */
        public static NDArray picked(NDArray logits, List<Integer> classes) {
            NDList columns = new NDList();
            classes.forEach(label -> columns.add(logits.get(":, " + label + ":" + (label + 1))));
            return NDArrays.concat(columns, 1);
        }

        @Override
        public void close() {
            free.run();
        }
    }
}
