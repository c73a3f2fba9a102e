package dev.understudy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an objective reads. What nobody in a stage reads is not computed: neither network runs past the deepest layer
 * that is needed. Immutable: each {@code with} returns larger needs.
 */
public final class Needs {

    private static final Needs NOTHING = new Needs(Set.of(), false, Set.of(), false, List.of());

    private final Set<StudentTap> studentTaps;
    private final boolean studentLogits;
    private final Set<TeacherTap> teacherTaps;
    private final boolean teacherLogits;
    private final List<AuxiliaryModule> modules;

    private Needs(
            Set<StudentTap> studentTaps,
            boolean studentLogits,
            Set<TeacherTap> teacherTaps,
            boolean teacherLogits,
            List<AuxiliaryModule> modules) {
        this.studentTaps = Collections.unmodifiableSet(new LinkedHashSet<>(studentTaps));
        this.studentLogits = studentLogits;
        this.teacherTaps = Collections.unmodifiableSet(new LinkedHashSet<>(teacherTaps));
        this.teacherLogits = teacherLogits;
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
        return and(new Needs(Set.of(tap), false, Set.of(), false, List.of()));
    }

    /**
     * These and a teacher's tap.
     *
     * @param tap the tap
     * @return the larger needs
     */
    public Needs with(TeacherTap tap) {
        return and(new Needs(Set.of(), false, Set.of(tap), false, List.of()));
    }

    /**
     * These and an auxiliary module.
     *
     * @param module the auxiliary module
     * @return the larger needs
     */
    public Needs with(AuxiliaryModule module) {
        return and(new Needs(Set.of(), false, Set.of(), false, List.of(module)));
    }

    /**
     * These and the student's logits.
     *
     * @return the larger needs
     */
    public Needs withStudentLogits() {
        return and(new Needs(Set.of(), true, Set.of(), false, List.of()));
    }

    /**
     * These and the teacher's logits.
     *
     * @return the larger needs
     */
    public Needs withTeacherLogits() {
        return and(new Needs(Set.of(), false, Set.of(), true, List.of()));
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
        Set<TeacherTap> teachers = new LinkedHashSet<>(teacherTaps);
        teachers.addAll(other.teacherTaps);
        List<AuxiliaryModule> both = new ArrayList<>(modules);
        for (AuxiliaryModule module : other.modules) {
            if (both.stream().noneMatch(h -> h.getName().equals(module.getName()))) {
                both.add(module);
            }
        }
        return new Needs(
                students, studentLogits || other.studentLogits, teachers, teacherLogits || other.teacherLogits, both);
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
        return teacherTaps;
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
        return teacherLogits;
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
        return teacherLogits || !teacherTaps.isEmpty();
    }
}
