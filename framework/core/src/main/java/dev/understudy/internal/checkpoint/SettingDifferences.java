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

    /** Where there are several, the settings of the others begin so. */
    private static final String TEACHER = "teacher";

    /** The settings of other views of the training set begin so. */
    private static final String VIEW = "view ";

    /** Those of networks beside the student begin so. */
    private static final String PEER = "peer \"";

    private static final String INITIAL_WEIGHTS = "initial weights";

    /** A student is only measured on these: its weights do not follow from them. */
    private static final Set<String> MEASURES = Set.of(VALIDATION, TEST);

    /** Nobody chooses these in a call: they are what code, networks, weights and images hold. */
    private static final Set<String> CONTENTS = Set.of(
            "code",
            "structure",
            "answers",
            "parameters",
            "auxiliary modules",
            "training set",
            "training set in order",
            INITIAL_WEIGHTS,
            VALIDATION,
            TEST);

    static SettingDifferences of(Map<String, String> there, Map<String, String> here) {
        Set<String> names = new LinkedHashSet<>(here.keySet());
        names.addAll(there.keySet());
        names.removeIf(name -> here.getOrDefault(name, "").equals(there.getOrDefault(name, "")));
        if (names.stream().filter(SettingDifferences::isTeacher).anyMatch(key -> !name(there.getOrDefault(key, ""))
                .equals(name(here.getOrDefault(key, ""))))) {
            names.add("teacher's name");
        }
        if (!chosen(there).equals(chosen(here))) {
            names.add("choice of initial weights");
        }
        return new SettingDifferences(names);
    }

    /** Which initial weights, whatever numbers their files hold. */
    private static String chosen(Map<String, String> settings) {
        return settings.getOrDefault(INITIAL_WEIGHTS, "").replaceAll("a file [0-9a-f]{64}", "a file");
    }

    private static boolean isTeacher(String name) {
        return name.equals(TEACHER) || name.startsWith(TEACHER + " \"") || name.startsWith(PEER);
    }

    /** A teacher's or a peer's fingerprint stands behind its name. */
    private static String name(String teacher) {
        return teacher.substring(0, Math.max(0, teacher.lastIndexOf(' ')));
    }

    /** Whether the weights are the same. */
    boolean areOfMeasuresAlone() {
        return MEASURES.containsAll(names);
    }

    /** Whether it is the same training, as far as it was chosen: what is left of it is stale. */
    boolean areOfContentsAlone() {
        return names.stream().allMatch(name -> CONTENTS.contains(name) || name.startsWith(VIEW) || isTeacher(name));
    }
}
