package dev.understudy.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One student of an experiment: a recipe with a seed.
 *
 * @param recipe what the experiment calls it
 * @param seed its seed
 * @param settings all that it follows from, by name: the same settings are the same student, in whichever process
 */
public record PlannedStudent(String recipe, long seed, Map<String, String> settings) {

    /** Copies the settings, in their order. */
    public PlannedStudent {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * What to call it.
     *
     * @return such as {@code kd seed 1}
     */
    public String name() {
        return recipe + " seed " + seed;
    }
}
