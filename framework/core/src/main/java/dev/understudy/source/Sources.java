package dev.understudy.source;

import dev.understudy.InputException;
import dev.understudy.Teacher;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a student learns from beside its labels, by name. The one named {@value #TEACHER} is read by objectives that name
 * none. Immutable: each option returns new sources.
 */
public final class Sources {

    /** The source that objectives read where they name none. */
    public static final String TEACHER = "teacher";

    private static final Sources NONE = new Sources(Map.of());

    private final Map<String, Teacher> teachers;

    private Sources(Map<String, Teacher> teachers) {
        this.teachers = Collections.unmodifiableMap(teachers);
    }

    /**
     * No source, as for a student that learns from its labels alone.
     *
     * @return no sources
     */
    public static Sources none() {
        return NONE;
    }

    /**
     * These and a teacher.
     *
     * @param name its name among the sources
     * @param teacher the teacher; it stays open
     * @return more sources
     * @throws InputException when the name is empty or taken
     */
    public Sources teacher(String name, Teacher teacher) {
        claim(name);
        Map<String, Teacher> more = new LinkedHashMap<>(teachers);
        more.put(name, teacher);
        return new Sources(more);
    }

    private void claim(String name) {
        if (name.isBlank() || contains(name)) {
            throw new InputException(
                    "Each source needs a name of its own; got \"" + name + "\", there are " + getNames());
        }
    }

    /**
     * Whether there is a source of a name.
     *
     * @param name the name
     * @return true where there is
     */
    public boolean contains(String name) {
        return getNames().contains(name);
    }

    /**
     * All names.
     *
     * @return unmodifiable, in the order in which they were given
     */
    public Set<String> getNames() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(teachers.keySet()));
    }

    /**
     * The teachers.
     *
     * @return by name, unmodifiable
     */
    public Map<String, Teacher> getTeachers() {
        return teachers;
    }
}
