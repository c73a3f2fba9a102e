package dev.understudy;

import ai.djl.ndarray.NDArray;
import dev.understudy.batch.StepRandom;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.internal.context.OneHot;
import dev.understudy.internal.source.PeerModules;
import dev.understudy.internal.source.SourceModules;
import dev.understudy.source.Sources;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One batch as an objective sees it. Training makes it; a test of an objective makes its own, with as much in it as the
 * objective reads: each option returns a new context.
 */
public final class StepContext {

    private static final Activations<TeacherTap> NOTHING = new Activations<>(Sources.TEACHER, Map.of(), null);

    private final Activations<StudentTap> student;
    private final Map<String, Activations<TeacherTap>> sources;
    private final NDArray labels;
    private TrainingProgress progress = new TrainingProgress(0, 1, 0, 1);
    private AuxiliaryModules modules = AuxiliaryModules.NONE;
    private StepRandom random = StepRandom.of(0);
    private long samples;
    private Map<String, StepContext> views = Map.of();
    private Map<String, StepContext> peers = Map.of();
    private Map<String, NDArray> precomputed = Map.of();
    private @Nullable Supplier<NDArray> indices;
    private @Nullable Supplier<NDArray> input;
    private @Nullable Supplier<NDArray> softLabels;

    private StepContext(Activations<StudentTap> student, Map<String, Activations<TeacherTap>> sources, NDArray labels) {
        this.student = student;
        this.sources = sources;
        this.labels = labels;
    }

    /**
     * A batch at a stage's first step, without anything else.
     *
     * @param student what the student put out, with gradients
     * @param teacher what the teacher put out, without gradients
     * @param labels the true classes, {@code [batch]}, whole numbers
     * @return the context
     */
    public static StepContext of(Activations<StudentTap> student, Activations<TeacherTap> teacher, NDArray labels) {
        return of(student, Map.of(Sources.TEACHER, teacher), labels);
    }

    /**
     * The same with several sources.
     *
     * @param student what the student put out, with gradients
     * @param sources what each source put out, by its name, without gradients
     * @param labels the true classes, {@code [batch]}, whole numbers
     * @return the context
     */
    public static StepContext of(
            Activations<StudentTap> student, Map<String, Activations<TeacherTap>> sources, NDArray labels) {
        return new StepContext(student, Map.copyOf(sources), labels);
    }

    private StepContext copy() {
        return copy(sources);
    }

    private StepContext copy(Map<String, Activations<TeacherTap>> shown) {
        return new StepContext(student, shown, labels).with(this);
    }

    /** All but what the networks put out. */
    private StepContext with(StepContext other) {
        progress = other.progress;
        modules = other.modules;
        random = other.random;
        samples = other.samples;
        views = other.views;
        peers = other.peers;
        precomputed = other.precomputed;
        indices = other.indices;
        input = other.input;
        softLabels = other.softLabels;
        return this;
    }

    /**
     * With where the training stands.
     *
     * @param where the progress
     * @return the context
     */
    public StepContext progress(TrainingProgress where) {
        StepContext copy = copy();
        copy.progress = where;
        return copy;
    }

    /**
     * With auxiliary modules.
     *
     * @param asked those that the objectives asked for
     * @return the context
     */
    public StepContext modules(AuxiliaryModules asked) {
        StepContext copy = copy();
        copy.modules = asked;
        return copy;
    }

    /**
     * With the samples' positions in the training set.
     *
     * @param positions {@code [batch]}, int64
     * @return the context
     */
    public StepContext indices(NDArray positions) {
        return indices(() -> positions);
    }

    /**
     * The same, made when somebody reads it.
     *
     * @param positions gives {@code [batch]}, int64
     * @return the context
     */
    public StepContext indices(Supplier<NDArray> positions) {
        StepContext copy = copy();
        copy.indices = positions;
        return copy;
    }

    /**
     * With the images.
     *
     * @param images {@code [batch, channels, height, width]}, as the student saw them
     * @return the context
     */
    public StepContext input(NDArray images) {
        return input(() -> images);
    }

    /**
     * The same, made when somebody reads it.
     *
     * @param images gives {@code [batch, channels, height, width]}
     * @return the context
     */
    public StepContext input(Supplier<NDArray> images) {
        StepContext copy = copy();
        copy.input = images;
        return copy;
    }

    /**
     * With labels that are shares of classes, as mixed images have.
     *
     * @param shares {@code [batch, classes]}, float32, each row's sum 1
     * @return the context
     */
    public StepContext softLabels(NDArray shares) {
        StepContext copy = copy();
        copy.softLabels = () -> shares;
        return copy;
    }

    /**
     * With the number of training samples.
     *
     * @param count how many there are, 1 or more
     * @return the context
     */
    public StepContext samples(long count) {
        StepContext copy = copy();
        copy.samples = count;
        return copy;
    }

    /**
     * With another view of the batch.
     *
     * @param name the view's name
     * @param view what the networks put out for it
     * @return the context
     */
    public StepContext view(String name, StepContext view) {
        Map<String, StepContext> more = new LinkedHashMap<>(views);
        more.put(name, view);
        StepContext copy = copy();
        copy.views = more;
        return copy;
    }

    /**
     * With what a peer's objectives see.
     *
     * @param name the peer's name
     * @param peer the same batch, where the peer is the student, and the student the source {@value Sources#STUDENT}
     * @return the context
     */
    public StepContext peer(String name, StepContext peer) {
        Map<String, StepContext> more = new LinkedHashMap<>(peers);
        more.put(name, peer);
        StepContext copy = copy();
        copy.peers = more;
        return copy;
    }

    /**
     * With something that was computed before the stage.
     *
     * @param name its name
     * @param value what was computed
     * @return the context
     */
    public StepContext precomputed(String name, NDArray value) {
        Map<String, NDArray> more = new LinkedHashMap<>(precomputed);
        more.put(name, value);
        StepContext copy = copy();
        copy.precomputed = more;
        return copy;
    }

    /**
     * With random numbers.
     *
     * @param numbers those of this objective and step
     * @return the context
     */
    public StepContext random(StepRandom numbers) {
        StepContext copy = copy();
        copy.random = numbers;
        return copy;
    }

    /**
     * What the student put out.
     *
     * @return its activations, with gradients
     */
    public Activations<StudentTap> getStudent() {
        return student;
    }

    /**
     * What the teacher put out.
     *
     * @return its activations, without gradients
     */
    public Activations<TeacherTap> getTeacher() {
        return sources.getOrDefault(Sources.TEACHER, NOTHING);
    }

    /**
     * What a source put out: another teacher, a student trained beside this one, a running average.
     *
     * @param name its name, as the distillation gives it
     * @return its activations, without gradients
     * @throws InputException when no objective of the stage names it among its needs
     */
    public Activations<TeacherTap> getSource(String name) {
        Activations<TeacherTap> shown = sources.get(name);
        if (shown == null) {
            throw new InputException("No source \"" + name + "\" here; there are " + new TreeSet<>(sources.keySet())
                    + "; an objective names the sources it reads in its needs()");
        }
        return shown;
    }

    /**
     * The same batch, in all its views, for an objective that takes another source for its teacher.
     *
     * @param source its name, as the distillation gives it
     * @return the context, whose teacher is the source, with the auxiliary modules that were made for it; a view in which
     *     nothing is read of the source has no teacher
     * @throws InputException when no objective of the stage names it among its needs, in no view
     */
    public StepContext teacherAs(String source) {
        if (!sources.containsKey(source)
                && views.values().stream().noneMatch(view -> view.sources.containsKey(source))) {
            getSource(source);
        }
        return taughtBy(source);
    }

    /** Where the source shows nothing, there is no teacher either. */
    private StepContext taughtBy(String source) {
        Map<String, Activations<TeacherTap>> shown = new HashMap<>(sources);
        shown.remove(Sources.TEACHER);
        Activations<TeacherTap> there = sources.get(source);
        if (there != null) {
            shown.put(Sources.TEACHER, there);
        }
        StepContext copy = copy(shown).modules(SourceModules.of(modules, source));
        Map<String, StepContext> others = new LinkedHashMap<>();
        views.forEach((name, view) -> others.put(name, view.taughtBy(source)));
        copy.views = others;
        Map<String, StepContext> beside = new LinkedHashMap<>();
        peers.forEach((name, peer) -> beside.put(name, peer.taughtBy(source)));
        copy.peers = beside;
        return copy;
    }

    /**
     * The same batch, in all its views, with other logits of all networks, such as standardized ones. They are computed when
     * somebody reads them.
     *
     * @param change what to do with the logits {@code [batch, classes]}; gives as many classes
     * @return the context
     */
    public StepContext mapLogits(UnaryOperator<NDArray> change) {
        NDArray own = student.unchanged();
        NDArray here = own == null ? labels : own;
        Map<String, Activations<TeacherTap>> shown = new HashMap<>();
        sources.forEach((name, source) ->
                shown.put(name, source.mapLogits(logits -> change.apply(Targets.beside(logits, here)))));
        StepContext copy = new StepContext(student.mapLogits(change), shown, labels).with(this);
        Map<String, StepContext> others = new LinkedHashMap<>();
        views.forEach((name, view) -> others.put(name, view.mapLogits(change)));
        copy.views = others;
        Map<String, StepContext> beside = new LinkedHashMap<>();
        peers.forEach((name, peer) -> beside.put(name, peer.mapLogits(change)));
        copy.peers = beside;
        return copy;
    }

    /**
     * The true classes.
     *
     * @return {@code [batch]}, whole numbers
     */
    public NDArray getLabels() {
        return labels;
    }

    /**
     * The samples' positions in the training set, as the data set numbers them.
     *
     * @return {@code [batch]}, int64
     * @throws InputException where the data set does not number its samples
     */
    public NDArray getIndices() {
        if (indices == null) {
            throw new InputException("An objective reads the samples' indices, but the training set does not number its"
                    + " samples: its batches need Batch.getIndices(), whole numbers from 0");
        }
        return indices.get();
    }

    /**
     * The labels as shares of classes: 1 for the true class, or what a batch transform made of them.
     *
     * @return {@code [batch, classes]}, float32, each row's sum 1
     * @throws InputException where the number of classes is not known, see {@link #getClasses}
     */
    public NDArray getSoftLabels() {
        return softLabels == null ? OneHot.of(labels, getClasses()) : softLabels.get();
    }

    /**
     * The number of classes, as the logits have it that the objective reads.
     *
     * @return at least 1
     * @throws InputException where neither network's logits are among the stage's needs
     */
    public long getClasses() {
        NDArray own = student.unchanged();
        NDArray logits = own == null ? getTeacher().unchanged() : own;
        if (logits != null) {
            return logits.getShape().get(1);
        }
        throw new InputException(
                "An objective asks for the number of classes, but no objective of the stage reads logits:"
                        + " it names those of the student or the teacher in its needs()");
    }

    /**
     * The number of samples in the training set.
     *
     * @return at least 1
     * @throws InputException where a test's own context does not say it
     */
    public long getSamples() {
        if (samples < 1) {
            throw new InputException("An objective asks for the number of training samples, which this context does not"
                    + " have; StepContext.samples gives it");
        }
        return samples;
    }

    /**
     * The images.
     *
     * @return {@code [batch, channels, height, width]}, as the student saw them
     * @throws InputException where a test's own context does not have them
     */
    public NDArray getInput() {
        if (input == null) {
            throw new InputException(
                    "An objective reads the images, which this context does not have; StepContext.input gives them");
        }
        return input.get();
    }

    /**
     * Another view of the batch: the same samples, labels and indices, and what both networks put out for these images. Its
     * random numbers are this context's.
     *
     * @param name the view's name, as the objective's {@link Needs} give it
     * @return the view
     * @throws InputException when no objective of the stage names it among its needs
     */
    public StepContext getView(String name) {
        StepContext view = views.get(name);
        if (view == null) {
            throw new InputException("No view \"" + name + "\" of the images here; there are " + views.keySet()
                    + "; an objective names the views it reads in its needs()");
        }
        return view.random(random);
    }

    /**
     * The batch as a peer's objectives see it: the peer is the student. Its random numbers are this context's, its
     * auxiliary modules those that were made for it.
     *
     * @param name the peer's name, as the objective's {@link Needs} give it
     * @return what it sees
     * @throws InputException when no objective of the stage names it among its needs
     */
    public StepContext getPeer(String name) {
        StepContext peer = peers.get(name);
        if (peer == null) {
            throw new InputException("No peer \"" + name + "\" learns here; there are " + peers.keySet()
                    + "; an objective names the peer it belongs to in its needs()");
        }
        return peer.random(random).modules(PeerModules.of(modules, name));
    }

    /**
     * Something of the teacher over the whole training set, computed before the stage.
     *
     * @param name its name, {@link dev.understudy.objective.Precomputed#name}
     * @return the array, to be read only
     * @throws InputException when no objective of the stage names it among its needs
     */
    public NDArray getPrecomputed(String name) {
        NDArray value = precomputed.get(name);
        if (value == null) {
            throw new InputException("Nothing named \"" + name + "\" was computed before the stage; there are "
                    + precomputed.keySet() + "; an objective names it in its needs()");
        }
        return value;
    }

    /**
     * Random numbers of this objective's own, that follow from the student's seed, the epoch and the step.
     *
     * @return the numbers, each drawn once
     */
    public StepRandom getRandom() {
        return random;
    }

    /**
     * Where in the stage the training stands.
     *
     * @return the progress
     */
    public TrainingProgress getProgress() {
        return progress;
    }

    /**
     * The auxiliary modules that the stage's objectives asked for.
     *
     * @return the modules, to be run by name
     */
    public AuxiliaryModules getModules() {
        return modules;
    }
}
