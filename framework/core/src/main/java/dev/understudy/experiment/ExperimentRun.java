package dev.understudy.experiment;

import ai.djl.Device;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.TrainingException;
import dev.understudy.engine.Engines;
import dev.understudy.engine.NativeSetup;
import dev.understudy.internal.text.RecipeCall;
import dev.understudy.measure.Profiler;
import dev.understudy.measure.WeightCheck;
import dev.understudy.result.Comparison;
import dev.understudy.result.FailedStudent;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.Profile;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * An experiment at work: what it costs is measured, then it is planned, its parts are run one by one, here or by other
 * processes, and what came of them is collected. {@link Experiment#compare} does all of that.
 */
public final class ExperimentRun implements AutoCloseable {

    private static final String SOFT_TARGETS = "kd";

    private final Experiment experiment;
    private final ExperimentObserver observer;
    private final @Nullable ExperimentFolder folder;
    private final @Nullable ExperimentFolder own;
    private final ResultStore store;
    private final SeedData data;
    private final TeacherPredictions teachers;
    private final Map<String, ExperimentEntry> entries = new LinkedHashMap<>();
    private final List<TablePlace> places;
    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private final Instant start = Instant.now();

    /**
     * At work.
     *
     * @param folder null where nothing is kept
     * @param own the folder where it is closed with this
     */
    ExperimentRun(Experiment experiment, @Nullable ExperimentFolder folder, @Nullable ExperimentFolder own) {
        if (experiment.getEntries().isEmpty()) {
            throw new InputException("The experiment has no distillation");
        }
        this.experiment = experiment;
        this.observer = experiment.getObserver();
        this.folder = folder;
        this.own = own;
        this.store = new ResultStore(folder, experiment.getWeights(), observer);
        this.data = new SeedData(experiment.getTrainingData(), experiment.getOrder(), folder != null);
        this.teachers = new TeacherPredictions(experiment.getClassNames().size());
        experiment.getEntries().forEach(entry -> entries.put(entry.getRecipe(), entry));
        this.places = new ArrayList<>(experiment.getPlaces());
    }

    private long firstSeed() {
        return experiment.getSeeds().get(0);
    }

    /**
     * Measures what each distillation costs, with the first seed, as {@link Profiler} does: together, unless all of them
     * were before, since costs of several sessions do not compare. Where the experiment wants the student alone for as
     * long as the others, its rows follow from that.
     *
     * @return by recipe, without those that cannot be measured
     * @throws IOException when the images cannot be read
     */
    public Map<String, Profile> measure() throws IOException {
        List<ExperimentEntry> all = List.copyOf(entries.values());
        Map<String, Identity> identities = new LinkedHashMap<>();
        for (ExperimentEntry entry : all) {
            identities.put(entry.getRecipe(), data.identity(entry, firstSeed()));
        }
        profiles.putAll(store.profiles(all, identities));
        if (profiles.isEmpty() || (experiment.isRetried() && profiles.size() < all.size())) {
            profiles.clear();
            measure(all);
            for (ExperimentEntry entry : all) {
                Profile profile = profiles.get(entry.getRecipe());
                if (profile != null) {
                    store.keep(entry, Objects.requireNonNull(identities.get(entry.getRecipe())), profile);
                }
            }
        }
        profiles.forEach((recipe, profile) ->
                WeightCheck.warnings(profile.gradientShares()).forEach(line -> observer.warned(recipe + ": " + line)));
        addLongest();
        return Map.copyOf(profiles);
    }

    /** One whose objectives throw or diverge at once has no cost: its students are gaps, and the others are trained. */
    private void measure(List<ExperimentEntry> all) throws IOException {
        Map<String, Distillation> distillations = new LinkedHashMap<>();
        all.forEach(entry ->
                distillations.put(entry.getRecipe(), entry.getDistillation().seed(firstSeed())));
        observer.told("Measuring what " + all.size() + " recipes cost, in turns, " + Profiler.ROUNDS + " rounds");
        Map<String, Profile> measured =
                Profiler.together(distillations, data.of(firstSeed()).trainingData(), provenance(), (recipe, e) -> {
                    if (e instanceof InputException) {
                        throw new InputException("Recipe \"" + recipe + "\": " + e.getMessage(), e);
                    }
                    if (e instanceof CancellationException) {
                        throw e;
                    }
                    observer.warned(recipe + " cannot be measured: " + PartRunner.reason(e));
                });
        for (ExperimentEntry entry : all) {
            Profile profile = measured.get(entry.getRecipe());
            if (profile != null) {
                profiles.put(entry.getRecipe(), profile);
                observer.measured(profile);
            }
        }
        MeasurementSession.doubts(measured.values()).forEach(observer::warned);
    }

    private void addLongest() throws IOException {
        LongestBaseline longest = experiment.getLongest();
        List<TablePlace> before = List.copyOf(places);
        if (longest == null) {
            return;
        }
        for (TablePlace place : before) {
            if (place.recipe().equals(longest.recipe())) {
                List<LongestBaseline.Row> rows = longest.beside(
                        place,
                        Map.copyOf(profiles),
                        entry -> store.mayHave(entry, firstSeed())
                                && store.student(entry, data.identity(entry, firstSeed()))
                                        .isPresent());
                int at = places.indexOf(place) + 1;
                for (LongestBaseline.Row row : rows) {
                    places.add(at++, row.place());
                    entries.putIfAbsent(row.entry().getRecipe(), row.entry());
                    profiles.putIfAbsent(row.entry().getRecipe(), row.profile());
                }
            }
        }
    }

    /**
     * What is still to be trained. Finished students are taken as they are; gaps stay gaps unless the experiment tries
     * them again.
     *
     * @return the parts in the order in which they would be run
     * @throws IOException when the images cannot be read
     */
    public ExperimentPlan plan() throws IOException {
        Planner planner = new Planner(experiment, store, data);
        return planner.plan(List.copyOf(entries.values()));
    }

    /**
     * Trains the students of a part. Each is kept as soon as it is finished, and checkpoints of those that learn go with
     * the folder.
     *
     * @param part of this experiment's plan
     * @throws IOException when the images cannot be read
     * @throws InputException when the part was planned for another experiment, or taps, shapes and objectives do not fit
     */
    public void train(ExperimentPlan.Part part) throws IOException {
        int classes = experiment.getImages().classes();
        SeedData.Shown shown = data.of(part.order());
        PartRunner runner = new PartRunner(
                new PartRunner.Settings(
                        experiment.getWorkers(),
                        classes,
                        experiment.isFailing(),
                        experiment.getCheckpoints(),
                        provenance(),
                        observer),
                store,
                teachers,
                shown);
        for (PlannedStudent student : part.students()) {
            ExperimentEntry entry = entry(student);
            Identity identity = data.identity(entry, student.seed());
            if (!identity.getSettings().equals(student.settings())) {
                throw new InputException(student.name() + " was planned as another student than it is here: "
                        + Identity.change(student.settings(), identity.getSettings()));
            }
            runner.add(student, entry, identity);
        }
        observer.begins(part);
        if (part.students().size() == 1) {
            RecipeCall.of(part.students().get(0).recipe(), () -> {
                runner.run();
                return true;
            });
        } else {
            runner.run();
        }
    }

    /** Where the student alone was made longer by the process that planned, this one makes it as long. */
    private ExperimentEntry entry(PlannedStudent student) {
        ExperimentEntry known = entries.get(student.recipe());
        LongestBaseline longest = experiment.getLongest();
        if (known == null && longest != null) {
            known = longest.named(student.recipe()).orElse(null);
        }
        if (known == null) {
            throw new InputException(
                    "No recipe \"" + student.recipe() + "\" in this experiment; there are " + entries.keySet());
        }
        return known;
    }

    /**
     * Those students of a part that are not finished: another process may have begun the part, and have ended before its
     * time.
     *
     * @param part of this experiment's plan
     * @return a part of the others; empty where all are finished
     * @throws IOException when the images cannot be read
     */
    public Optional<ExperimentPlan.Part> unfinished(ExperimentPlan.Part part) throws IOException {
        List<PlannedStudent> others = new ArrayList<>();
        for (PlannedStudent student : part.students()) {
            if (result(student).isEmpty()) {
                others.add(student);
            }
        }
        return others.isEmpty() ? Optional.empty() : Optional.of(new ExperimentPlan.Part(part.order(), others));
    }

    /**
     * Makes gaps of the students of a part that no process could run to its end, but for those that are finished all the
     * same.
     *
     * @param part of this experiment's plan
     * @param reason where and why, in one line
     * @throws IOException when the images cannot be read
     * @throws TrainingException when the experiment wants no gaps
     */
    public void failed(ExperimentPlan.Part part, String reason) throws IOException {
        for (PlannedStudent student : part.students()) {
            if (result(student).isPresent()) {
                continue;
            }
            if (experiment.isFailing()) {
                throw new TrainingException(student.name() + " could not be trained: " + reason);
            }
            ExperimentEntry entry = entry(student);
            store.keep(
                    entry,
                    data.identity(entry, student.seed()),
                    new FailedStudent(
                            FailedStudent.FORMAT,
                            student.recipe(),
                            student.settings(),
                            student.seed(),
                            reason,
                            provenance()));
            observer.failed(student, reason);
        }
    }

    /**
     * A finished student.
     *
     * @param student from a plan
     * @return its result; empty where it is not finished
     * @throws IOException when the images cannot be read
     */
    public Optional<StudentResult> result(PlannedStudent student) throws IOException {
        ExperimentEntry entry = entry(student);
        return store.student(entry, data.identity(entry, student.seed()));
    }

    /**
     * What is finished, as a table.
     *
     * @param title what is compared
     * @return the comparison; a student that could not be trained is a gap in it, one that was not tried yet is not there
     * @throws IOException when the images cannot be read
     */
    public Comparison collect(String title) throws IOException {
        List<TableCell> cells = new ArrayList<>();
        List<MissingStudent> gaps = new ArrayList<>();
        for (TablePlace place : places) {
            ExperimentEntry entry = Objects.requireNonNull(entries.get(place.recipe()), place.recipe());
            List<StudentResult> students = new ArrayList<>();
            for (long seed : experiment.getSeeds()) {
                Identity identity = data.identity(entry, seed);
                Optional<StudentResult> student = store.student(entry, identity);
                Optional<FailedStudent> failed = student.isPresent() ? Optional.empty() : store.failed(entry, identity);
                student.ifPresent(students::add);
                failed.ifPresent(gap -> {
                    store.spare(entry, identity);
                    gaps.add(new MissingStudent(place.row(), place.column(), place.recipe(), seed, gap.reason()));
                });
            }
            if (!students.isEmpty()) {
                cells.add(new TableCell(
                        place.row(),
                        place.column(),
                        place.recipe(),
                        place.paper(),
                        students,
                        profiles.get(place.recipe())));
            }
        }
        return new Comparison(
                title,
                provenance(),
                experiment.getImages(),
                experiment.getClassNames(),
                experiment.getSettings(),
                teachers.results(List.copyOf(entries.values()), data.of(firstSeed())),
                cells,
                named(cells, StudentSummary.ALONE),
                named(cells, SOFT_TARGETS),
                gaps);
    }

    /** All is collected: checkpoints go, but for those of students that could not be trained. */
    public void finished() {
        if (folder != null) {
            folder.finished();
        }
    }

    /** Where a finished student's weights are. */
    Path weights(ExperimentEntry entry, long seed) throws IOException {
        return store.weights(entry, data.identity(entry, seed));
    }

    private static @Nullable String named(List<TableCell> cells, String recipe) {
        return cells.stream().anyMatch(cell -> cell.recipe().equals(recipe)) ? recipe : null;
    }

    private List<Device> devices() {
        return entries.values().stream()
                .flatMap(entry -> entry.getDistillation().getDevices().stream())
                .distinct()
                .toList();
    }

    private Provenance provenance() {
        return Provenance.collect(
                        experiment.getCommand(),
                        Engines.current() + ", " + NativeSetup.threads() + " threads",
                        start,
                        devices())
                .withSeconds(Duration.between(start, Instant.now()).toMillis() / 1e3);
    }

    /** Gives the folder free, where it was taken for this. */
    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
