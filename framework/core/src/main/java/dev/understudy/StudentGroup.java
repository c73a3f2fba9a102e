package dev.understudy;

import dev.understudy.engine.NativeSetup;
import dev.understudy.internal.loop.TrainingLoop;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.trial.GpuTrial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Many students in one pass: each batch is read, augmented and shown to each teacher once, then to every student. Epochs
 * that several have in common, such as those of a first stage where only the second differs, are trained once. A student
 * comes out the same as when it is trained alone with the same seed, training data and number of threads of the
 * engine: on a processor bit for bit, on a GPU within noise. Immutable: each option returns a new group.
 *
 * <pre>{@code
 * StudentGroup.empty()
 *         .with("channel", Distillation.of(teacher, student).stage(...).seed(1), Observer.NONE)
 *         .with("alone", Distillation.alone(student).stage(...).seed(1), Observer.NONE)
 *         .workers(2)
 *         .train(trainingData, (name, trained) -> trained.save(folder.resolve(name + ".safetensors")));
 * }</pre>
 */
public final class StudentGroup {

    private final List<Member> members;
    private final int workers;

    private StudentGroup(List<Member> members, int workers) {
        this.members = members;
        this.workers = workers;
    }

    /**
     * A student of a group.
     *
     * @param name its name, unique in the group
     * @param distillation how it is trained
     * @param observer is told of its steps and epochs, on the thread that called {@link #train}
     */
    public record Member(String name, Distillation distillation, Observer observer) {}

    /** Receives the students of a group. */
    @FunctionalInterface
    public interface ResultHandler {

        /**
         * A student is trained.
         *
         * @param name its name
         * @param student the student, to be closed by who receives it
         * @throws IOException when it cannot be kept
         */
        void finished(String name, TrainedStudent student) throws IOException;

        /**
         * A student cannot go on: its loss turned into something that is not a number ({@link TrainingException}), or its
         * objectives or its network threw something else. By default that ends the pass; where this returns, the others
         * go on.
         *
         * @param name its name
         * @param reason what happened
         */
        default void failed(String name, RuntimeException reason) {
            throw reason;
        }
    }

    /**
     * A group without students, which learn one after another.
     *
     * @return the group
     */
    public static StudentGroup empty() {
        return new StudentGroup(List.of(), 1);
    }

    /**
     * With one more student.
     *
     * @param name its name, unique in the group
     * @param distillation how it is trained, on the same devices as the others
     * @param observer is told of its steps and epochs
     * @return the group
     */
    public StudentGroup with(String name, Distillation distillation, Observer observer) {
        for (Member member : members) {
            if (member.name.equals(name)) {
                throw new InputException("Two students of a group are named \"" + name + "\"");
            }
            if (!member.distillation.getDevices().equals(distillation.getDevices())) {
                throw new InputException("The students of a group are on the same devices; \"" + name + "\" is on "
                        + distillation.getDevices() + ", \"" + member.name + "\" on "
                        + member.distillation.getDevices());
            }
        }
        distillation.check();
        List<Member> more = new ArrayList<>(members);
        more.add(new Member(name, distillation, observer));
        return new StudentGroup(more, workers);
    }

    /**
     * With several students that learn at once, each on a thread of its own. Where the networks are small, that is faster
     * than one after another on many threads: give the engine fewer threads ({@link NativeSetup#threads}) in exchange.
     * For engines that can, such as PyTorch; others let them learn one after another all the same. Students that draw
     * random numbers while they learn (dropout) take their steps alone. Where batches are small, each student takes up to
     * four steps in one go before observers are told of them, so that no core waits after every step, and teachers are shown the
     * next batches meanwhile: up to eight lie in memory, with 32 MiB of images; of larger ones two.
     *
     * @param count how many, at least 1
     * @return the group
     */
    public StudentGroup workers(int count) {
        if (count < 1) {
            throw new InputException("Wanted 1 or more students that learn at once, got " + count);
        }
        return new StudentGroup(members, count);
    }

    /**
     * Trains all students, each until its last stage is done.
     *
     * @param trainingData what they are shown
     * @param handler receives each when it is done
     * @throws IOException when the data cannot be read
     * @throws InputException when taps, shapes and objectives do not fit, before anything is trained
     * @throws TrainingException when a loss turns into something that is not a number, unless {@code handler} bears it
     */
    public void train(TrainingData trainingData, ResultHandler handler) throws IOException {
        if (members.isEmpty()) {
            throw new InputException("The group has no students");
        }
        MemoryFormat.Order order = GpuTrial.of(members.get(0).distillation(), trainingData);
        TrainingLoop.run(members, workers, order, trainingData, handler);
    }
}
