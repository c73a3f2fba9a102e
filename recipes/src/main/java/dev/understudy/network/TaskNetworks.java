package dev.understudy.network;

import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.Task;
import java.util.List;

/**
 * The networks that a recipe trains for a task, and the layers at which methods look at them: the student and the teacher
 * of {@link PaperNetworks}, or the pair of {@link BenchmarkNetwork} that the task names. Of a pair these are the layers that
 * the benchmark's code and the methods' own take for it.
 *
 * <p>Groups are the parts of a network between which it shows fewer pixels or more channels; they end with an activation.
 */
public final class TaskNetworks {

    /** What the last fully connected layer takes, in all networks. */
    private static final String POOLED = BenchmarkNetwork.POOLED;

    private final Task task;
    private final TappedNetwork student;
    private final TappedNetwork teacher;

    private TaskNetworks(Task task, TappedNetwork student, TappedNetwork teacher) {
        this.task = task;
        this.student = student;
        this.teacher = teacher;
    }

    /**
     * Those of a task.
     *
     * @param task for what, and which networks
     * @return the paper's, unless the task names a pair
     * @throws InputException when there is no network of such a name
     */
    public static TaskNetworks of(Task task) {
        NetworkPair pair = task.networks();
        if (pair == null) {
            return new TaskNetworks(task, PaperNetworks.tappedStudent(task), PaperNetworks.tappedTeacher(task));
        }
        return new TaskNetworks(
                task,
                TappedNetwork.of(BenchmarkNetwork.named(pair.student(), task)),
                TappedNetwork.of(BenchmarkNetwork.named(pair.teacher(), task)));
    }

    /**
     * What they are for.
     *
     * @return the task
     */
    public Task getTask() {
        return task;
    }

    /**
     * The network that learns.
     *
     * @return the student
     */
    public Student getStudent() {
        return student.network();
    }

    /**
     * The network that teaches.
     *
     * @return the teacher
     */
    public Student getTeacher() {
        return teacher.network();
    }

    /**
     * Where the student's groups end, after the activation, {@code [batch, C, H, W]}.
     *
     * @return the shallowest first
     */
    public List<StudentTap> getStudentGroups() {
        return students(student.groups());
    }

    /**
     * Where the teacher's groups end, after the activation.
     *
     * @return the shallowest first
     */
    public List<TeacherTap> getTeacherGroups() {
        return teachers(teacher.groups());
    }

    /**
     * Where the student's groups end, before the activation.
     *
     * @return the shallowest first
     */
    public List<StudentTap> getStudentPreactivations() {
        return students(student.preactivations());
    }

    /**
     * Where the teacher's groups end, before the activation.
     *
     * @return the shallowest first
     */
    public List<TeacherTap> getTeacherPreactivations() {
        return teachers(teacher.preactivations());
    }

    /**
     * The batch norms before these activations of the teacher, whose weights tell how its activations are distributed.
     *
     * @return one for each group
     * @throws InputException when a group ends otherwise
     */
    public List<TeacherTap> getTeacherNorms() {
        return teachers(teacher.norms());
    }

    /**
     * The ends of the student's groups, and before them what a pair of the benchmark has before its first group.
     *
     * @return the shallowest first
     */
    public List<StudentTap> getStudentMaps() {
        return students(student.maps());
    }

    /**
     * The same of the teacher.
     *
     * @return the shallowest first
     */
    public List<TeacherTap> getTeacherMaps() {
        return teachers(teacher.maps());
    }

    /**
     * Where the student's last group ends.
     *
     * @return the tap
     */
    public StudentTap getStudentLast() {
        return new StudentTap(student.lastGroup());
    }

    /**
     * Where the teacher's last group ends.
     *
     * @return the tap
     */
    public TeacherTap getTeacherLast() {
        return new TeacherTap(teacher.lastGroup());
    }

    /**
     * The student's maps that are averaged for its classifier: those of its last group, unless a layer stands between.
     *
     * @return the tap
     */
    public StudentTap getStudentAveraged() {
        return new StudentTap(student.places().averaged());
    }

    /**
     * The teacher's maps that are averaged for its classifier.
     *
     * @return the tap
     */
    public TeacherTap getTeacherAveraged() {
        return new TeacherTap(teacher.places().averaged());
    }

    /**
     * What the student's fully connected layer takes, {@code [batch, C]}.
     *
     * @return the tap
     */
    public StudentTap getStudentPooled() {
        return new StudentTap(POOLED);
    }

    /**
     * What the teacher's fully connected layer takes, {@code [batch, C]}.
     *
     * @return the tap
     */
    public TeacherTap getTeacherPooled() {
        return new TeacherTap(POOLED);
    }

    /**
     * The layer of the student that is given knowledge of one layer.
     *
     * @return the tap: of the paper's its guided layer, of a pair where the last group ends
     */
    public StudentTap getGuided() {
        return new StudentTap(student.places().compared());
    }

    /**
     * The layer of the teacher that gives knowledge of one layer.
     *
     * @return the tap: of the paper's its guiding layer, of a pair where the last group ends
     */
    public TeacherTap getGuiding() {
        return new TeacherTap(teacher.places().compared());
    }

    /**
     * What is embedded of the student where images are told from each other (CRD).
     *
     * @return the tap: of the paper's the guided layer, of a pair the pooled features
     */
    public StudentTap getStudentEmbedded() {
        return new StudentTap(student.places().embedded());
    }

    /**
     * What is embedded of the teacher where images are told from each other (CRD).
     *
     * @return the tap: of the paper's the guiding layer, of a pair the pooled features
     */
    public TeacherTap getTeacherEmbedded() {
        return new TeacherTap(teacher.places().embedded());
    }

    /**
     * What a second classifier of the student looks at (USKD).
     *
     * @return the tap: of the paper's the guided layer, of a pair the last group but one
     */
    public StudentTap getMiddle() {
        return new StudentTap(student.places().middle());
    }

    /**
     * Refuses networks whose groups cannot be compared one with one.
     *
     * @throws InputException when one has more groups than the other
     */
    public void checkGroups() {
        int own = student.groups().size();
        int other = teacher.groups().size();
        if (own != other) {
            throw new InputException("Groups of layers are compared one with one: the student "
                    + student.network().name() + " has " + own + ", the teacher "
                    + teacher.network().name() + " has " + other + "; another pair is wanted");
        }
    }

    /**
     * Refuses networks whose groups have other numbers of channels; the paper's have the same.
     *
     * @throws InputException when they have
     */
    public void checkChannels() {
        if (task.networks() == null) {
            return;
        }
        checkGroups();
        List<Integer> own = student.channels(task);
        List<Integer> other = teacher.channels(task);
        if (!own.equals(other)) {
            throw new InputException("Layers of as many channels are compared: the student "
                    + student.network().name() + " has " + own + ", the teacher "
                    + teacher.network().name() + " has " + other + "; another pair is wanted");
        }
    }

    TappedNetwork student() {
        return student;
    }

    TappedNetwork teacher() {
        return teacher;
    }

    private static List<StudentTap> students(List<String> paths) {
        return paths.stream().map(StudentTap::new).toList();
    }

    private static List<TeacherTap> teachers(List<String> paths) {
        return paths.stream().map(TeacherTap::new).toList();
    }
}
