package dev.understudy.experiment;

import dev.understudy.Distillation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A distillation of an experiment. Immutable: each option returns a new entry.
 */
public final class ExperimentEntry {

    private final String recipe;
    private final String label;
    private final Distillation distillation;
    private final Map<String, String> settings;

    private ExperimentEntry(String recipe, String label, Distillation distillation, Map<String, String> settings) {
        this.recipe = recipe;
        this.label = label;
        this.distillation = distillation;
        this.settings = Collections.unmodifiableMap(settings);
    }

    /**
     * A distillation by the name of its recipe.
     *
     * @param recipe what reports call it
     * @param distillation who teaches whom; its seed is replaced
     * @return the entry
     */
    public static ExperimentEntry of(String recipe, Distillation distillation) {
        return new ExperimentEntry(recipe, fileName(recipe), distillation, Map.of());
    }

    /**
     * With another name for files.
     *
     * @param other what its students' files are called; what a file name does not take becomes a hyphen. Two entries that
     *     share a label differ in their settings
     * @return the entry
     */
    public ExperimentEntry label(String other) {
        return new ExperimentEntry(recipe, fileName(other), distillation, settings);
    }

    /**
     * With something more that its students follow from, beside what {@link dev.understudy.Identity} knows.
     *
     * @param name its name; one that is known already gets this value instead
     * @param value its value
     * @return the entry
     */
    public ExperimentEntry setting(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new ExperimentEntry(recipe, label, distillation, more);
    }

    private static String fileName(String text) {
        return text.replaceAll("[^\\w.-]+", "-");
    }

    /**
     * What reports call it.
     *
     * @return the recipe's name
     */
    public String getRecipe() {
        return recipe;
    }

    /**
     * What its students' files are called.
     *
     * @return letters, digits, {@code _}, {@code .} and {@code -}
     */
    public String getLabel() {
        return label;
    }

    /**
     * Who teaches whom.
     *
     * @return the distillation
     */
    public Distillation getDistillation() {
        return distillation;
    }

    /**
     * What its students follow from beside what is known of any.
     *
     * @return by name
     */
    public Map<String, String> getSettings() {
        return settings;
    }
}
