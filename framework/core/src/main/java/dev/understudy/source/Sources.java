package dev.understudy.source;

import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.Teacher;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a student learns from beside its labels, by name. The one named {@value #TEACHER} is read by objectives that name
 * none. Immutable: each option returns new sources.
 */
public final class Sources {

    /** The source that objectives read where they name none. */
    public static final String TEACHER = "teacher";

    /** The student itself, as its peers' objectives read it. */
    public static final String STUDENT = "student";

    private static final Sources NONE = new Sources(Map.of(), Map.of(), Map.of());

    private final Map<String, Teacher> teachers;
    private final Map<String, WeightAverage> averages;
    private final Map<String, Student> peers;

    private Sources(Map<String, Teacher> teachers, Map<String, WeightAverage> averages, Map<String, Student> peers) {
        this.teachers = Collections.unmodifiableMap(teachers);
        this.averages = Collections.unmodifiableMap(averages);
        this.peers = Collections.unmodifiableMap(peers);
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
        return new Sources(more, averages, peers);
    }

    /**
     * These and a running average of the student's weights.
     *
     * @param name its name among the sources
     * @param average how it is taken
     * @return more sources
     * @throws InputException when the name is empty or taken, or another average is shipped already
     */
    public Sources average(String name, WeightAverage average) {
        claim(name);
        if (average.isShipped() && getShipped().isPresent()) {
            throw new InputException("One average can be shipped, \"" + name + "\" and \""
                    + getShipped().get() + "\" are to be");
        }
        Map<String, WeightAverage> more = new LinkedHashMap<>(averages);
        more.put(name, average);
        return new Sources(teachers, more, peers);
    }

    /**
     * These and a peer: another network, with first weights of its own, that is trained in the same steps on the same
     * batches. Its objectives are {@link dev.understudy.objective.OfPeer}.
     *
     * @param name its name among the sources
     * @param peer the network
     * @return more sources
     * @throws InputException when the name is empty or taken
     */
    public Sources peer(String name, Student peer) {
        claim(name);
        Map<String, Student> more = new LinkedHashMap<>(peers);
        more.put(name, peer);
        return new Sources(teachers, averages, more);
    }

    private void claim(String name) {
        if (name.isBlank() || contains(name)) {
            throw new InputException(
                    "Each source needs a name of its own; got \"" + name + "\", there are " + getNames());
        }
        if (name.equals(STUDENT)) {
            throw new InputException("No source can be named \"" + STUDENT + "\", which is the student itself");
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
     * @return unmodifiable, teachers first
     */
    public Set<String> getNames() {
        Set<String> names = new LinkedHashSet<>(teachers.keySet());
        names.addAll(averages.keySet());
        names.addAll(peers.keySet());
        return Collections.unmodifiableSet(names);
    }

    /**
     * The teachers.
     *
     * @return by name, unmodifiable
     */
    public Map<String, Teacher> getTeachers() {
        return teachers;
    }

    /**
     * The running averages.
     *
     * @return by name, unmodifiable
     */
    public Map<String, WeightAverage> getAverages() {
        return averages;
    }

    /**
     * The networks that are trained beside the student.
     *
     * @return by name, unmodifiable
     */
    public Map<String, Student> getPeers() {
        return peers;
    }

    /**
     * The average that becomes the trained student.
     *
     * @return its name; empty where the student's own weights do
     */
    public Optional<String> getShipped() {
        return averages.entrySet().stream()
                .filter(entry -> entry.getValue().isShipped())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
