package dev.understudy.internal.checkpoint;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * In which settings two trainings differ, and what that means for what one of them left.
 *
 * @param names of the settings
 */
record SettingDifferences(Set<String> names) {

    static final String VALIDATION = "validation images";
    static final String TEST = "test images";

    private static final String TEACHER = "teacher";

    /** A student is only measured on these: its weights do not follow from them. */
    private static final Set<String> MEASURES = Set.of(VALIDATION, TEST);

    /** Nobody chooses these in a call: they are what code, networks, weights and images hold. */
    private static final Set<String> CONTENTS = Set.of(
            "code",
            "structure",
            "answers",
            "parameters",
            "auxiliary modules",
            TEACHER,
            "training set",
            VALIDATION,
            TEST);

    static SettingDifferences of(Map<String, String> there, Map<String, String> here) {
        Set<String> names = new LinkedHashSet<>(here.keySet());
        names.addAll(there.keySet());
        names.removeIf(name -> here.getOrDefault(name, "").equals(there.getOrDefault(name, "")));
        if (names.contains(TEACHER) && !name(there).equals(name(here))) {
            names.add("teacher's name");
        }
        return new SettingDifferences(names);
    }

    /** A teacher's fingerprint stands behind its name. */
    private static String name(Map<String, String> settings) {
        String teacher = settings.getOrDefault(TEACHER, "");
        return teacher.substring(0, Math.max(0, teacher.lastIndexOf(' ')));
    }

    /** Whether the weights are the same. */
    boolean areOfMeasuresAlone() {
        return MEASURES.containsAll(names);
    }

    /** Whether it is the same training, as far as it was chosen: what is left of it is stale. */
    boolean areOfContentsAlone() {
        return CONTENTS.containsAll(names);
    }
}
