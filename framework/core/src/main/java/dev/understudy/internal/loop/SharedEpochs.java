package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.internal.identity.NetworkFingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which students of a pass have the very same epoch before them: the same stage of the same network, from the same numbers,
 * with the same seed and teachers, such as the first of two stages where only the second differs. One of them takes the
 * steps, the others have what came of them: as many bits as if they had taken them too.
 */
final class SharedEpochs {

    private final NDManager manager;
    private final Shape input;
    private final Map<Stage, Optional<Identity>> stages = new HashMap<>();
    private final Map<Student, NetworkFingerprint> networks = new HashMap<>();

    /**
     * Of one pass.
     *
     * @param manager its device is where the students are
     * @param input the shape of one sample
     */
    SharedEpochs(NDManager manager, Shape input) {
        this.manager = manager;
        this.input = input;
    }

    /**
     * Who takes the steps of an epoch.
     *
     * @param trainers each of which has begun it
     * @return those who do, each with those who have the same epoch before them
     */
    Map<StudentTrainer, List<StudentTrainer>> of(List<StudentTrainer> trainers) {
        Map<StudentTrainer, List<StudentTrainer>> all = new LinkedHashMap<>();
        for (StudentTrainer trainer : trainers) {
            all.entrySet().stream()
                    .filter(entry -> areSame(entry.getKey(), trainer))
                    .findFirst()
                    .map(Map.Entry::getValue)
                    .orElseGet(() -> all.computeIfAbsent(trainer, key -> new ArrayList<>()))
                    .add(trainer);
        }
        all.forEach((leader, same) -> same.remove(leader));
        return all;
    }

    /** What costs least to compare comes first: hardly any students get past the second line. */
    private boolean areSame(StudentTrainer one, StudentTrainer other) {
        return one.place().equals(other.place())
                && areSame(one.present(), other.present())
                && areSame(one.distillation(), other.distillation())
                && one.moduleTexts().equals(other.moduleTexts())
                && haveSameNumbers(one, other);
    }

    private boolean areSame(Stage one, Stage other) {
        if (one.getEpochs() != other.getEpochs()
                || !one.getObjectives().keySet().equals(other.getObjectives().keySet())) {
            return false;
        }
        Optional<Identity> known = stages.computeIfAbsent(one, SharedEpochs::known);
        return known.isPresent()
                && stages.computeIfAbsent(other, SharedEpochs::known)
                        .map(identity ->
                                identity.getSettings().equals(known.get().getSettings()))
                        .orElse(false);
    }

    /** Nothing where something in it cannot be told; a schedule may answer for no steps but those of its own training. */
    private static Optional<Identity> known(Stage stage) {
        try {
            return Optional.of(Identity.of(stage))
                    .filter(identity -> identity.getUnknown().isEmpty());
        } catch (InputException e) {
            return Optional.empty();
        }
    }

    /** Peers are trained along, by objectives of their own; who has any goes alone. */
    private boolean areSame(Distillation one, Distillation other) {
        return one.getSources().getPeers().isEmpty()
                && other.getSources().getPeers().isEmpty()
                && one.getSources().getTeachers().equals(other.getSources().getTeachers())
                && one.getSources().getAverages().equals(other.getSources().getAverages())
                && Objects.equals(one.getKeeping(), other.getKeeping())
                && (one.getStudent().equals(other.getStudent())
                        || network(one.getStudent()).equals(network(other.getStudent())));
    }

    private NetworkFingerprint network(Student student) {
        return networks.computeIfAbsent(student, key -> NetworkFingerprint.of(key, input));
    }

    private boolean haveSameNumbers(StudentTrainer one, StudentTrainer other) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> first = one.numbers(scope);
            Map<String, NDArray> second = other.numbers(scope);
            return first.keySet().equals(second.keySet())
                    && first.entrySet().stream()
                            .allMatch(entry -> areSame(
                                    entry.getValue(), Objects.requireNonNull(second.get(entry.getKey())), scope));
        }
    }

    /** Bit by bit, but for the sign of a zero; what engines make for it goes with the scope. */
    private static boolean areSame(NDArray one, NDArray other, NDManager scope) {
        NDArray view = one.stopGradient();
        view.attach(scope);
        return view.contentEquals(other);
    }
}
