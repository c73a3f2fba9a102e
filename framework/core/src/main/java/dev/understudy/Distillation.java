package dev.understudy;

import ai.djl.Device;
import dev.understudy.batch.BatchTransform;
import dev.understudy.engine.Engines;
import dev.understudy.measure.WeightCheck;
import dev.understudy.recipe.Recipe;
import dev.understudy.source.Sources;
import dev.understudy.source.WeightAverage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who teaches whom, in which stages. Immutable: each option returns a new distillation, and the same one trains again
 * for the next seed.
 *
 * <pre>{@code
 * Distillation.of(teacher, student)
 *         .stage(Stage.upTo(CONV4, 30).objective("channel", 1, Correlation.channel(CONV4, CONV8)))
 *         .stage(Stage.whole(100).objective("labels", 1, new CrossEntropy()))
 *         .seed(42)
 *         .train(trainingData, Observer.NONE);
 * }</pre>
 */
public final class Distillation {

    private final Sources sources;
    private final Student student;
    private final List<Stage> stages;
    private final long seed;
    private final FirstWeights firstWeights;
    private final List<InitialWeights> initialWeights;
    private final List<Device> devices;
    private final @Nullable Keeping keeping;
    private final @Nullable Checkpoints checkpoints;

    private Distillation(
            Sources sources,
            Student student,
            List<Stage> stages,
            long seed,
            FirstWeights firstWeights,
            List<InitialWeights> initialWeights,
            List<Device> devices,
            @Nullable Keeping keeping,
            @Nullable Checkpoints checkpoints) {
        this.sources = sources;
        this.student = student;
        this.stages = Collections.unmodifiableList(stages);
        this.seed = seed;
        this.firstWeights = firstWeights;
        this.initialWeights = List.copyOf(initialWeights);
        this.devices = List.copyOf(devices);
        this.keeping = keeping;
        this.checkpoints = checkpoints;
    }

    /**
     * Where the teacher's outputs are kept.
     *
     * @param folder the folder
     * @param mostBytes how much may lie in it
     * @param mostBytesPerFile how much one file may hold; outputs that are more lie in several files
     */
    public record Keeping(Path folder, long mostBytes, long mostBytesPerFile) {

        /** What one file may hold unless it is said: 4 GiB. */
        public static final long BYTES_PER_FILE = 4L << 30;

        /** Checks the budget. */
        public Keeping {
            if (mostBytes < 1) {
                throw new InputException("Wanted 1 byte or more to keep a teacher's outputs, got " + mostBytes);
            }
            if (mostBytesPerFile < 1) {
                throw new InputException(
                        "Wanted 1 byte or more in a file of a teacher's outputs, got " + mostBytesPerFile);
            }
        }
    }

    /**
     * A student that learns from a teacher.
     *
     * @param teacher the teacher; it stays open
     * @param student the student
     * @return a distillation without stages, seed 1, on the CPU
     */
    public static Distillation of(Teacher teacher, Student student) {
        return alone(student).teacher(Sources.TEACHER, teacher);
    }

    /**
     * A student that learns alone.
     *
     * @param student the student
     * @return a distillation without stages, seed 1, on the CPU
     */
    public static Distillation alone(Student student) {
        return new Distillation(
                Sources.none(),
                student,
                List.of(),
                1,
                FirstWeights.STANDARD,
                List.of(),
                List.of(Device.cpu()),
                null,
                null);
    }

    /**
     * With one more teacher. Each is run once for a batch, for all students that read it, as far as they read it; its
     * outputs are kept apart from those of the others.
     *
     * @param name its name, by which objectives read it ({@link Needs#withLogits}, {@link StepContext#getSource}); the one
     *     named {@value Sources#TEACHER} is the teacher
     * @param more the teacher; it stays open
     * @return the distillation
     * @throws InputException when another source has the name
     */
    public Distillation teacher(String name, Teacher more) {
        return with(sources.teacher(name, more));
    }

    /**
     * With a running average of the student's own weights, which the student learns from as from a teacher.
     *
     * @param name its name, by which objectives read it
     * @param average how it is taken
     * @return the distillation
     * @throws InputException when another source has the name
     */
    public Distillation average(String name, WeightAverage average) {
        return with(sources.average(name, average));
    }

    /**
     * With a peer: another network that is trained in the same steps on the same batches, and that learns from the student
     * as the student learns from it (deep mutual learning). In every stage that reads it, it needs an objective of its own,
     * {@link dev.understudy.objective.OfPeer}. The student is what is tested and shipped; the peers come with it
     * ({@link TrainedStudent#getPeers}).
     *
     * @param name its name, by which objectives read it
     * @param network the network, which gets first weights of its own
     * @return the distillation
     * @throws InputException when another source has the name
     */
    public Distillation peer(String name, Student network) {
        return with(sources.peer(name, network));
    }

    /**
     * With other sources in place of its own.
     *
     * @param others what the student learns from beside its labels
     * @return the distillation
     */
    public Distillation with(Sources others) {
        return new Distillation(
                others, student, stages, seed, firstWeights, initialWeights, devices, keeping, checkpoints);
    }

    /**
     * With one more stage, after those that are there.
     *
     * @param stage the stage, with at least one objective
     * @return the distillation
     */
    public Distillation stage(Stage stage) {
        if (stage.getObjectives().isEmpty()) {
            throw new InputException("The stage \"" + stage.getName() + "\" has no objective");
        }
        if (!stage.trainsStudent() && stage.needs().getModules().isEmpty()) {
            throw new InputException("The stage \"" + stage.getName()
                    + "\" trains auxiliary modules alone, and no objective" + " of it has one; there are "
                    + stage.getObjectives().keySet());
        }
        if (stage.trainsStudent() && !stage.needs().everywhere().readsStudent()) {
            throw new InputException("No objective of the stage \"" + stage.getName()
                    + "\" reads anything of the student; there are "
                    + stage.getObjectives().keySet() + "; Stage.modules trains auxiliary modules alone");
        }
        List<Stage> more = new ArrayList<>(stages);
        more.add(stage);
        return new Distillation(
                sources, student, more, seed, firstWeights, initialWeights, devices, keeping, checkpoints);
    }

    /**
     * With several more stages in order, such as a {@link Recipe}'s.
     *
     * @param more each with at least one objective
     * @return the distillation
     */
    public Distillation stages(List<Stage> more) {
        Distillation all = this;
        for (Stage stage : more) {
            all = all.stage(stage);
        }
        return all;
    }

    /**
     * With batches that are changed in all stages that there are, as {@link Stage#transform} does for one: mixup or CutMix
     * for any recipe.
     *
     * @param transform what is done to each batch; a record, so that students of a group see the same
     * @return the distillation
     * @throws InputException when a stage changes its batches already
     */
    public Distillation transform(BatchTransform transform) {
        List<Stage> changed = new ArrayList<>();
        for (Stage stage : stages) {
            if (stage.getTransform() != null) {
                throw new InputException("The stage \"" + stage.getName() + "\" has the batch transform "
                        + stage.getTransform() + " already, got " + transform + " too; leave one of the two out");
            }
            changed.add(stage.transform(transform));
        }
        return new Distillation(
                sources, student, changed, seed, firstWeights, initialWeights, devices, keeping, checkpoints);
    }

    /**
     * With another seed: the student's first weights and everything random in its training follow from it.
     *
     * @param other the seed
     * @return the distillation
     */
    public Distillation seed(long other) {
        return new Distillation(
                sources, student, stages, other, firstWeights, initialWeights, devices, keeping, checkpoints);
    }

    /**
     * With other first weights, in the student and in the modules that its objectives train along with it.
     *
     * @param other how they are drawn
     * @return the distillation
     */
    public Distillation firstWeights(FirstWeights other) {
        return new Distillation(sources, student, stages, seed, other, initialWeights, devices, keeping, checkpoints);
    }

    /**
     * With weights from elsewhere in the student's network, or in a block of it, in place of first ones. Called again, for
     * another block, it adds to what there is.
     *
     * @param given which, and where
     * @return the distillation
     */
    public Distillation initialWeights(InitialWeights given) {
        List<InitialWeights> more = new ArrayList<>(initialWeights);
        more.add(given);
        return new Distillation(sources, student, stages, seed, firstWeights, more, devices, keeping, checkpoints);
    }

    /**
     * On another device.
     *
     * @param other the device
     * @return the distillation
     */
    public Distillation device(Device other) {
        return devices(List.of(other));
    }

    /**
     * On several devices: each batch is split among them, and each step is the one that a single device would take, within
     * float rounding. Batch norms see the whole batch, objectives too, since what they read is gathered on the first
     * device; that is also where the weights, the auxiliary modules and the tests are. A student that drops units at random draws
     * other ones. The same device may stand there twice, which is of use to try it out. PyTorch only.
     *
     * @param others at least one, such as {@code List.of(Device.gpu(0), Device.gpu(1))}
     * @return the distillation
     * @throws InputException when there is none, or there are several and the engine is not PyTorch
     */
    public Distillation devices(List<Device> others) {
        if (others.isEmpty()) {
            throw new InputException("Wanted one device or more to train on, got none");
        }
        if (others.size() > 1 && !Engines.isPyTorch()) {
            throw new InputException("Only PyTorch trains on several devices, the engine is " + Engines.current()
                    + ", the devices are " + others);
        }
        return new Distillation(
                sources, student, stages, seed, firstWeights, initialWeights, others, keeping, checkpoints);
    }

    /**
     * With the teacher's outputs kept on disk: each fixed augmentation of the training set is shown to the teacher once, in
     * the given order, and later epochs, students and runs read what it put out. The training data has to say that it
     * {@linkplain TrainingData#fixedAugmentations repeats}. What is kept is found by the teacher's fingerprint, the
     * augmentations' and the output, and checked when it is read; damaged outputs are computed again. A student's weights do not depend on what
     * was there before; they are not those of a training without this, bit for bit, because the teacher's outputs differ
     * in their last digits with the batches it is shown.
     *
     * <p>Where the outputs that the stages read need more than the budget, nothing is kept and a warning says how much
     * it would take. Otherwise what was used longest ago is removed so that all fits. Several processes may share a
     * folder. Outputs of more than 4 GiB lie in several files.
     *
     * <p>{@link dev.understudy.source.KeptOutputs} keeps them before any training, on several machines if need be.
     *
     * @param folder where they lie; made where it is missing; other files in it are left alone
     * @param mostBytes how many bytes the outputs in it may take, 1 or more
     * @return the distillation
     * @throws InputException where the budget is below 1
     */
    public Distillation keeping(Path folder, long mostBytes) {
        return keeping(folder, mostBytes, Keeping.BYTES_PER_FILE);
    }

    /**
     * The same in files of another size.
     *
     * @param folder where they lie
     * @param mostBytes how many bytes the outputs in it may take, 1 or more
     * @param mostBytesPerFile how much one file may hold, 1 or more; a file has one sample at least
     * @return the distillation
     * @throws InputException where one of them is below 1
     */
    public Distillation keeping(Path folder, long mostBytes, long mostBytesPerFile) {
        return new Distillation(
                sources,
                student,
                stages,
                seed,
                firstWeights,
                initialWeights,
                devices,
                new Keeping(folder, mostBytes, mostBytesPerFile),
                checkpoints);
    }

    /**
     * With checkpoints, from which a training that ended before its time goes on.
     *
     * @param kept where and how often
     * @return the distillation
     */
    public Distillation checkpoints(Checkpoints kept) {
        return new Distillation(sources, student, stages, seed, firstWeights, initialWeights, devices, keeping, kept);
    }

    /**
     * Trains a student, with nobody watching.
     *
     * @param trainingData what it is shown
     * @return the student, to be closed
     * @throws IOException when the images cannot be read
     * @throws InputException when taps, shapes and objectives do not fit
     */
    public TrainedStudent train(TrainingData trainingData) throws IOException {
        return train(trainingData, Observer.NONE);
    }

    /**
     * Trains a fresh student. The same distillation and training data give the same weights, on a processor bit for
     * bit, on the same machine with the same number of threads; on a GPU within noise, since cuDNN's sums differ from run
     * to run. With {@linkplain #checkpoints checkpoints} it goes on where an earlier call
     * ended.
     *
     * @param trainingData what it is shown
     * @param observer is told of every step and epoch
     * @return the trained student, to be closed
     * @throws IOException when the data cannot be read
     * @throws InputException when taps, shapes and objectives do not fit, or the gradient of an objective of your own is wrong
     *     because something computes with a plain number (see {@link WeightCheck}), before anything is trained
     * @throws TrainingException when the loss turns into something that is not a number
     */
    public TrainedStudent train(TrainingData trainingData, Observer observer) throws IOException {
        AtomicReference<@Nullable TrainedStudent> trained = new AtomicReference<>();
        StudentGroup.empty()
                .with(student.name(), this, observer)
                .train(trainingData, (name, graduate) -> trained.set(graduate));
        return Objects.requireNonNull(trained.get());
    }

    /**
     * Refuses a distillation that cannot be trained.
     *
     * @throws InputException where there is no stage, or one reads a source that is not there
     */
    public void check() {
        if (stages.isEmpty()) {
            throw new InputException("The distillation of \"" + student.name() + "\" has no stage");
        }
        stages.forEach(this::checkSources);
        stages.forEach(this::checkPeers);
        sources.getShipped().ifPresent(this::checkShipped);
        if (keeping != null) {
            stages.forEach(this::checkKept);
        }
    }

    private void checkShipped(String average) {
        Stage end = stages.get(stages.size() - 1);
        boolean shown = end.needs().readsLogits(average);
        WeightAverage settings = sources.getAverages().get(average);
        if (settings != null && !settings.isInferenceMode() && !shown) {
            throw new InputException("The average \"" + average
                    + "\" is to be shipped, but no objective of the stage \""
                    + end.getName() + "\" reads its logits, so that its running statistics stay behind; read them, or"
                    + " average the statistics too: WeightAverage.inferenceMode()");
        }
    }

    /** Kept outputs are those for the images as the training set gives them. */
    private void checkKept(Stage stage) {
        Needs needs = stage.needs();
        if (readsTeacher(needs.everywhere()) && stage.getTransform() != null) {
            throw new InputException("The teacher's outputs cannot be kept where images are mixed: the stage \""
                    + stage.getName() + "\" has the batch transform " + stage.getTransform()
                    + "; leave one of the two out");
        }
        needs.getViews().forEach((name, read) -> {
            if (readsTeacher(read)) {
                throw new InputException("The teacher's outputs can be kept for the batch itself alone; the stage \""
                        + stage.getName() + "\" reads them of the view \"" + name + "\" too; leave keeping out");
            }
        });
    }

    private boolean readsTeacher(Needs needs) {
        return needs.getSources().stream().anyMatch(sources.getTeachers()::containsKey);
    }

    private static Set<String> sourcesOf(Needs needs) {
        Set<String> names = new LinkedHashSet<>(needs.everywhere().getSources());
        if (!needs.getPrecomputed().isEmpty()) {
            names.add(Sources.TEACHER);
        }
        return names;
    }

    /** A peer that stands still would teach what it knows before any training. */
    private void checkPeers(Stage stage) {
        Needs needs = stage.needs();
        needs.getPeers().keySet().stream()
                .filter(name -> !sources.getPeers().containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InputException(
                            "The stage \"" + stage.getName() + "\" has an objective of the peer \"" + name
                                    + "\", but those of \"" + student.name() + "\" are "
                                    + sources.getPeers().keySet());
                });
        sourcesOf(needs).stream()
                .filter(name -> sources.getPeers().containsKey(name)
                        && !needs.getPeers().containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InputException("The stage \"" + stage.getName() + "\" reads the peer \"" + name
                            + "\", which has no objective of its own there: new OfPeer(\"" + name + "\", ...)");
                });
        needs.getViews().forEach((view, read) -> read.getSources().stream()
                .filter(sources.getPeers()::containsKey)
                .findFirst()
                .ifPresent(name -> {
                    throw new InputException("Peers are shown the batch itself alone; the stage \"" + stage.getName()
                            + "\" reads the peer \"" + name + "\" in the view \"" + view + "\"");
                }));
    }

    private void checkSources(Stage stage) {
        for (String name : sourcesOf(stage.needs())) {
            if (!sources.contains(name)) {
                String who = "The stage \"" + stage.getName() + "\" reads ";
                throw new InputException(
                        sources.getNames().isEmpty() && name.equals(Sources.TEACHER)
                                ? who + "a teacher's activations, but \"" + student.name() + "\" learns alone"
                                : who + "the source \"" + name + "\", but those of \"" + student.name() + "\" are "
                                        + sources.getNames());
            }
        }
    }

    /**
     * The teacher, of several the one named {@value Sources#TEACHER}.
     *
     * @return null where there is none
     */
    public @Nullable Teacher getTeacher() {
        return sources.getTeachers().get(Sources.TEACHER);
    }

    /**
     * What the student learns from beside its labels.
     *
     * @return by name; none where it learns alone
     */
    public Sources getSources() {
        return sources;
    }

    /**
     * The student.
     *
     * @return the student
     */
    public Student getStudent() {
        return student;
    }

    /**
     * The stages in order.
     *
     * @return unmodifiable
     */
    public List<Stage> getStages() {
        return stages;
    }

    /**
     * The seed.
     *
     * @return the seed
     */
    public long getSeed() {
        return seed;
    }

    /**
     * How first weights are drawn.
     *
     * @return the choice
     */
    public FirstWeights getFirstWeights() {
        return firstWeights;
    }

    /**
     * Weights from elsewhere.
     *
     * @return in the order in which they are put into the student's network
     */
    public List<InitialWeights> getInitialWeights() {
        return initialWeights;
    }

    /**
     * The device, or the first one of several.
     *
     * @return where the student's weights are
     */
    public Device getDevice() {
        return devices.get(0);
    }

    /**
     * All devices.
     *
     * @return at least one
     */
    public List<Device> getDevices() {
        return devices;
    }

    /**
     * Where the teacher's outputs are kept.
     *
     * @return null where they are not
     */
    public @Nullable Keeping getKeeping() {
        return keeping;
    }

    /**
     * Its checkpoints.
     *
     * @return null where there are none
     */
    public @Nullable Checkpoints getCheckpoints() {
        return checkpoints;
    }
}
