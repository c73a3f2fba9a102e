package dev.understudy.internal.timing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

/**
 * Several works, looked at in turns: each once in a round, in the same order. A machine that is slow for a while is so for
 * all of them, and what they have to one another stays right. A first round does not count: what a process does for the first
 * time takes it longer.
 */
public final class Rounds {

    private final DoubleSupplier otherWork;
    private final List<Double> load = new ArrayList<>();

    /**
     * Nothing looked at yet.
     *
     * @param otherWork how many processors others keep busy; asked before each round that counts
     */
    public Rounds(DoubleSupplier otherWork) {
        this.otherWork = otherWork;
    }

    /** A work that takes time. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does a little of it.
         *
         * @return how long a step of each of its stages takes now, in milliseconds
         * @throws IOException when the data cannot be read
         */
        List<Double> look() throws IOException;
    }

    /**
     * Looks at all of them.
     *
     * @param works by name, in the order of their turns
     * @param rounds those that count, 1 or more
     * @param failed is told of a work that throws; it has no turn any more
     * @return what each look gave, by name, round by round; without those that failed
     * @throws IOException when the data cannot be read
     */
    public Map<String, List<List<Double>>> take(
            Map<String, Work> works, int rounds, BiConsumer<String, RuntimeException> failed) throws IOException {
        Map<String, List<List<Double>>> looks = new LinkedHashMap<>();
        works.keySet().forEach(name -> looks.put(name, new ArrayList<>()));
        for (int round = 0; round <= rounds; round++) {
            if (round > 0) {
                load.add(otherWork.getAsDouble());
            }
            for (Map.Entry<String, Work> work : works.entrySet()) {
                List<List<Double>> before = looks.get(work.getKey());
                if (before != null) {
                    try {
                        List<Double> look = work.getValue().look();
                        if (round > 0) {
                            before.add(look);
                        }
                    } catch (RuntimeException e) {
                        looks.remove(work.getKey());
                        failed.accept(work.getKey(), e);
                    }
                }
            }
        }
        return looks;
    }

    /**
     * How many processors others kept busy.
     *
     * @return on average over the rounds; 0 where there was none
     */
    public double otherWork() {
        return load.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
