package dev.understudy.internal.trial;

import dev.understudy.internal.network.MemoryFormat;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was seen of a network on a GPU.
 *
 * @param costs by settings
 */
record GpuLook(Map<GpuSettings, Cost> costs) {

    /** What is gained less is noise. */
    private static final double GAIN = 0.97;

    /** A training is to save so many times what cuDNN's trial costs at its beginning. */
    private static final double REPAID = 2;

    /**
     * What a training costs.
     *
     * @param step milliseconds of a step
     * @param first milliseconds that the first steps of a process take more, all together
     */
    record Cost(double step, double first) {}

    GpuLook {
        costs = Map.copyOf(costs);
    }

    /**
     * The settings for a training: another order than the usual one, or cuDNN's trial, where it gains enough.
     *
     * @param steps how many steps the training has
     */
    GpuSettings best(long steps) {
        GpuSettings plain = faster(GpuSettings.USUAL, fastest(false));
        GpuSettings tried = fastest(true);
        double saved = (cost(plain).step - cost(tried).step) * steps;
        return faster(plain, tried).equals(tried) && saved >= REPAID * cost(tried).first ? tried : plain;
    }

    /** The second where it gains enough. */
    private GpuSettings faster(GpuSettings first, GpuSettings second) {
        return cost(second).step < GAIN * cost(first).step ? second : first;
    }

    /** Without cuDNN's trial where that was not looked at. */
    private GpuSettings fastest(boolean tried) {
        return costs.keySet().stream()
                .filter(settings -> settings.tried() == tried)
                .min(Comparator.<GpuSettings>comparingDouble(settings -> cost(settings).step)
                        .thenComparing(GpuSettings::order))
                .orElse(GpuSettings.USUAL);
    }

    private Cost cost(GpuSettings settings) {
        Cost cost = costs.get(settings);
        if (cost == null) {
            throw new IllegalArgumentException("Nothing was seen of " + settings.words());
        }
        return cost;
    }

    /** In words, for people. */
    String words() {
        return ordered()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%.2f ms with %s",
                        entry.getValue().step,
                        entry.getKey().words()))
                .collect(Collectors.joining(", "));
    }

    /** A line for each of the settings, for {@link #of}. */
    String text() {
        return ordered()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %s %s %s\n",
                        entry.getKey().order(),
                        entry.getKey().tried(),
                        entry.getValue().step,
                        entry.getValue().first))
                .collect(Collectors.joining());
    }

    private Stream<Map.Entry<GpuSettings, Cost>> ordered() {
        return costs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(GpuSettings::tried).thenComparing(GpuSettings::order)));
    }

    /**
     * What {@link #text} wrote.
     *
     * @throws IllegalArgumentException where it is something else, or lacks settings that there are here
     */
    static GpuLook of(String text) {
        Map<GpuSettings, Cost> costs = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words.length != 4) {
                throw new IllegalArgumentException("Not a look: " + line);
            }
            GpuSettings settings =
                    new GpuSettings(MemoryFormat.Order.valueOf(words[0]), Boolean.parseBoolean(words[1]));
            costs.put(settings, new Cost(Double.parseDouble(words[2]), Double.parseDouble(words[3])));
        }
        if (!costs.keySet().containsAll(GpuSettings.all())) {
            throw new IllegalArgumentException("Not a look at everything: " + costs.keySet());
        }
        costs.keySet().retainAll(GpuSettings.all());
        return new GpuLook(costs);
    }
}
