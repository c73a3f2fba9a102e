package dev.understudy.network;

import ai.djl.nn.Block;
import ai.djl.util.Pair;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.block.Layers;
import dev.understudy.block.Parts;
import dev.understudy.objective.SimKd;
import dev.understudy.objective.features.ClassMaps;
import dev.understudy.objective.features.NToOne;
import dev.understudy.objective.features.ScaleDecoupledKd;

/** The students of methods that build something on to a task's student, or in place of its classifier. */
public final class ExtendedStudents {

    /** The projector of {@link #withTeachersClassifier}. */
    public static final StudentTap PROJECTED = new StudentTap("projector");

    /** The teacher's classifier in {@link #withTeachersClassifier}, and what tells classes apart before it averages. */
    public static final String CLASSIFIER = "classifier";

    /** The class maps of {@link #withClassMaps} and {@link #withLocalClassifier}. */
    public static final StudentTap CLASS_MAPS = new StudentTap(CLASSIFIER + "/" + ClassMaps.MAPS);

    /** The wide maps of {@link #withTransform}. */
    public static final StudentTap WIDE = new StudentTap("transform/" + NToOne.WIDE);

    private ExtendedStudents() {}

    /**
     * The student up to the maps that it averages, a projector (SimKD), and the teacher's classifier, which is frozen: what
     * ships where the teacher's classifier is used again. It is to begin with the teacher's weights after {@link
     * TaskNetworks#getTeacherAveraged}.
     *
     * @param networks whose student and teacher
     * @return the network, with the parts {@code student}, {@link #PROJECTED} and {@link #CLASSIFIER}
     */
    public static Student withTeachersClassifier(TaskNetworks networks) {
        TappedNetwork teacher = networks.teacher();
        String averaged = teacher.places().averaged();
        return Student.of(networks.getStudent().name() + "-with-teachers-classifier", () -> {
            Block classifier = Parts.after(teacher.network().network().get(), averaged);
            classifier.freezeParameters(true);
            int channels = teacher.channels(averaged, networks.getTask());
            return new Layers()
                    .add("student", layers(networks))
                    .add(PROJECTED.path(), SimKd.projector(channels, SimKd.FACTOR))
                    .add(CLASSIFIER, classifier);
        });
    }

    /**
     * The student, which tells classes apart at each location before it averages (CAT-KD).
     *
     * @param networks whose student
     * @return as many parameters as the student's but for a bias for each class
     */
    public static Student withClassMaps(TaskNetworks networks) {
        int classes = networks.getTask().classes();
        return Student.of(networks.getStudent().name() + "-with-class-maps", () -> layers(networks)
                .add(CLASSIFIER, ClassMaps.classifier(classes)));
    }

    /**
     * The student, which tells classes apart at each location before it averages (SDD): another order of its own classifier.
     *
     * @param networks whose student
     * @return as many parameters as the student's
     */
    public static Student withLocalClassifier(TaskNetworks networks) {
        int classes = networks.getTask().classes();
        return Student.of(networks.getStudent().name() + "-with-local-classifier", () -> layers(networks)
                .add(CLASSIFIER, ScaleDecoupledKd.classifier(classes)));
    }

    /**
     * The student, whose last maps are made {@value NToOne#SLICES} times as wide as the teacher's and narrow again before
     * they are averaged (NORM). Trained, the two layers could be part of its classifier.
     *
     * @param networks whose student and teacher
     * @return the student and two layers
     */
    public static Student withTransform(TaskNetworks networks) {
        TappedNetwork student = networks.student();
        TappedNetwork teacher = networks.teacher();
        String averaged = student.places().averaged();
        return Student.of(networks.getStudent().name() + "-with-transform", () -> {
            int own = student.channels(averaged, networks.getTask());
            int other = teacher.channels(teacher.places().averaged(), networks.getTask());
            Block whole = student.network().network().get();
            Layers layers = Parts.upTo(whole, averaged).add("transform", NToOne.transform(own, other, NToOne.SLICES));
            for (Pair<String, Block> child : Parts.after(whole, averaged).getChildren()) {
                layers.add(child.getKey().replaceFirst("^\\d+", ""), child.getValue());
            }
            return layers;
        });
    }

    /** The student's layers up to the maps that it averages. */
    private static Layers layers(TaskNetworks networks) {
        TappedNetwork student = networks.student();
        return Parts.upTo(student.network().network().get(), student.places().averaged());
    }
}
