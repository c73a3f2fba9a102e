package dev.understudy;

import dev.understudy.internal.source.SourceModules;
import dev.understudy.source.Sources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an objective reads. What nobody in a stage reads is not computed: neither network runs past the deepest layer
 * that is needed. Immutable: each {@code with} returns larger needs.
 */
public final class Needs {

    private static final Needs NOTHING = new Needs(Set.of(), false, Map.of(), List.of());

    private final Set<StudentTap> studentTaps;
    private final boolean studentLogits;
    private final Map<String, Reading> sources;
    private final List<AuxiliaryModule> modules;

    /** What is read of one source. */
    private record Reading(Set<TeacherTap> taps, boolean logits) {

        Reading and(Reading other) {
            Set<TeacherTap> all = new LinkedHashSet<>(taps);
            all.addAll(other.taps);
            return new Reading(Collections.unmodifiableSet(all), logits || other.logits);
        }
    }

    private Needs(
            Set<StudentTap> studentTaps,
            boolean studentLogits,
            Map<String, Reading> sources,
            List<AuxiliaryModule> modules) {
        this.studentTaps = Collections.unmodifiableSet(new LinkedHashSet<>(studentTaps));
        this.studentLogits = studentLogits;
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
        this.modules = List.copyOf(modules);
    }

    /**
     * Nothing, to start from.
     *
     * @return no needs
     */
    public static Needs nothing() {
        return NOTHING;
    }

    /**
     * These and a student's tap.
     *
     * @param tap the tap
     * @return the larger needs
     */
    public Needs with(StudentTap tap) {
        return and(new Needs(Set.of(tap), false, Map.of(), List.of()));
    }

    /**
     * These and a teacher's tap.
     *
     * @param tap the tap
     * @return the larger needs
     */
    public Needs with(TeacherTap tap) {
        return with(Sources.TEACHER, tap);
    }

    /**
     * These and a tap of a source.
     *
     * @param source its name, as the distillation gives it
     * @param tap the tap
     * @return the larger needs
     */
    public Needs with(String source, TeacherTap tap) {
        return and(source, new Reading(Set.of(tap), false));
    }

    /**
     * These and an auxiliary module.
     *
     * @param module the auxiliary module
     * @return the larger needs
     */
    public Needs with(AuxiliaryModule module) {
        return and(new Needs(Set.of(), false, Map.of(), List.of(module)));
    }

    /**
     * These and the student's logits.
     *
     * @return the larger needs
     */
    public Needs withStudentLogits() {
        return and(new Needs(Set.of(), true, Map.of(), List.of()));
    }

    /**
     * These and the teacher's logits.
     *
     * @return the larger needs
     */
    public Needs withTeacherLogits() {
        return withLogits(Sources.TEACHER);
    }

    /**
     * These and the logits of a source.
     *
     * @param source its name, as the distillation gives it
     * @return the larger needs
     */
    public Needs withLogits(String source) {
        return and(source, new Reading(Set.of(), true));
    }

    private Needs and(String source, Reading reading) {
        return and(new Needs(Set.of(), false, Map.of(source, reading), List.of()));
    }

    /**
     * The same, with what is read of the teacher read of another source instead. Auxiliary modules become others, made for
     * that source.
     *
     * @param source its name
     * @return the needs
     */
    public Needs teacherAs(String source) {
        Map<String, Reading> others = new LinkedHashMap<>(sources);
        Reading teacher = others.remove(Sources.TEACHER);
        List<AuxiliaryModule> renamed =
                modules.stream().map(module -> SourceModules.of(module, source)).toList();
        Needs without = new Needs(studentTaps, studentLogits, others, renamed);
        return teacher == null ? without : without.and(source, teacher);
    }

    /**
     * These and those. An auxiliary module that both name is kept once.
     *
     * @param other the others
     * @return the union
     */
    public Needs and(Needs other) {
        Set<StudentTap> students = new LinkedHashSet<>(studentTaps);
        students.addAll(other.studentTaps);
        Map<String, Reading> read = new LinkedHashMap<>(sources);
        other.sources.forEach((source, reading) -> read.merge(source, reading, Reading::and));
        List<AuxiliaryModule> both = new ArrayList<>(modules);
        for (AuxiliaryModule module : other.modules) {
            if (both.stream().noneMatch(h -> h.getName().equals(module.getName()))) {
                both.add(module);
            }
        }
        return new Needs(students, studentLogits || other.studentLogits, read, both);
    }

    /**
     * The student's taps.
     *
     * @return unmodifiable
     */
    public Set<StudentTap> getStudentTaps() {
        return studentTaps;
    }

    /**
     * The teacher's taps.
     *
     * @return unmodifiable
     */
    public Set<TeacherTap> getTeacherTaps() {
        return getTaps(Sources.TEACHER);
    }

    /**
     * The auxiliary modules.
     *
     * @return unmodifiable
     */
    public List<AuxiliaryModule> getModules() {
        return modules;
    }

    /**
     * Whether the student's logits are read.
     *
     * @return true where they are
     */
    public boolean readsStudentLogits() {
        return studentLogits;
    }

    /**
     * Whether the teacher's logits are read.
     *
     * @return true where they are
     */
    public boolean readsTeacherLogits() {
        return readsLogits(Sources.TEACHER);
    }

    /**
     * Whether anything of the student is read.
     *
     * @return true where a student's tap or its logits are read
     */
    public boolean readsStudent() {
        return studentLogits || !studentTaps.isEmpty();
    }

    /**
     * Whether a teacher is needed at all.
     *
     * @return true where a teacher's tap or its logits are read
     */
    public boolean readsTeacher() {
        return sources.containsKey(Sources.TEACHER);
    }

    /**
     * The sources of which anything is read, the teacher among them.
     *
     * @return their names, unmodifiable
     */
    public Set<String> getSources() {
        return sources.keySet();
    }

    /**
     * The taps of a source.
     *
     * @param source its name
     * @return unmodifiable; none where nothing of it is read
     */
    public Set<TeacherTap> getTaps(String source) {
        Reading reading = sources.get(source);
        return reading == null ? Set.of() : reading.taps;
    }

    /**
     * Whether a source's logits are read.
     *
     * @param source its name
     * @return true where they are
     */
    public boolean readsLogits(String source) {
        Reading reading = sources.get(source);
        return reading != null && reading.logits;
    }
}
