package dev.understudy.cli.teacher;

import ai.djl.ndarray.NDManager;
import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.file.HomeFolder;
import dev.understudy.cli.file.NetworkCards;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.print.ProgressPrinter;
import dev.understudy.cli.run.RunLog;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.engine.Engines;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.file.WriteRetry;
import dev.understudy.measure.Evaluation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.report.History;
import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.EpochRow;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.TeacherSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The teachers that were trained on this machine, in {@code teachers/} of {@code UNDERSTUDY_HOME} (or {@code
 * ~/.understudy}): each is trained once for the same settings.
 *
 * @param data the images
 * @param options how to train
 * @param log where to tell
 * @param seed of the teachers
 */
public record TeacherStore(ImageData data, TrainingOptions options, RunLog log, long seed) {

    private static final String VALIDATION = "validation images";
    private static final String TEST = "test images";

    /** The settings of what a network is; a teacher that differs in these alone was the same to its user. */
    private static final Set<String> OF_CONTENT =
            Set.of("code", "structure", "answers", "parameters", NetworkCards.UPRIGHT, VALIDATION, TEST);

    /** By how many percent, and how many images, a teacher may differ from what it was. */
    private static final double LEAST_CHANGE = 0.5;

    private static final int FEW = 2;

    private static final double LEARNING_RATE = 0.1;

    /** The one that the user brings along, else one of ours. */
    ReadyTeacher get(Student network, Task task) throws IOException {
        Path own = options.usersTeacher.file();
        return own == null ? train(network, task) : users(network, task, own);
    }

    private ReadyTeacher users(Student network, Task task, Path file) throws IOException {
        Teacher teacher = options.usersTeacher.open(file, network, task, options.device());
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            Teacher fitted = options.usersTeacher.fitted(teacher, data.splits().normalization());
            new TeacherCheck(fitted, task).check(manager).forEach(log::line);
            TeacherClasses.of(file).check(data.splits().train().classNames());
            double accuracy = Evaluation.accuracy(fitted, data.test(), manager);
            log.line(String.format(Locale.ROOT, "Teacher from %s: %.2f %% on the test split", file, accuracy));
            validate(fitted, manager);
            return new ReadyTeacher(
                    "own " + fitted.fingerprint(),
                    fitted,
                    new TeacherSummary(fitted.getName(), fitted.getParameterCount(), accuracy),
                    List.of());
        } catch (IOException | RuntimeException e) {
            teacher.close();
            throw e;
        }
    }

    /** Says before anything is trained what a teacher from elsewhere is worth, on images to choose by. */
    private void validate(Teacher teacher, NDManager manager) throws IOException {
        if (data.splits().validation().size() > 0) {
            int classes = data.splits().validation().classNames().size();
            ClassificationMetrics quality =
                    Evaluation.answers(teacher, data.validation(), manager).quality(classes, null);
            TeacherCheck.worth(quality, classes).forEach(log::line);
        }
    }

    /** One of ours, also where the user has one of their own. */
    ReadyTeacher train(Student network, Task task) throws IOException {
        Map<String, String> settings = settings(network);
        Path teachers = HomeFolder.folder().resolve("teachers");
        String key = key(network, settings);
        Path folder = teachers.resolve(key);
        Path card = folder.resolve(NetworkCards.CARD);
        if (Files.exists(card)) {
            Optional<ReadyTeacher> again = again(network, task, folder, NetworkCard.read(card), key);
            if (again.isPresent()) {
                return again.get();
            }
            Files.delete(card);
        } else {
            StoredTeacher.stale(network.name(), settings, OF_CONTENT)
                    .ifPresent(then -> log.line("Teacher \"" + network.name() + "\": trained again: "
                            + Identity.change(weights(then.settings()), weights(settings))));
        }
        Checkpoints checkpoints = options.pace().of(Checkpoints.at(folder.resolve("checkpoints")));
        HomeFolder.make(teachers);
        try (ProgressPrinter watch = new ProgressPrinter(network.name(), log)) {
            TrainedStudent trained = distillation(network)
                    .checkpoints(checkpoints)
                    .train(data.trainingData(options.batch(), seed), watch);
            History history = new History(trained.rows(network.name(), seed, EpochRow.TEACHER));
            WriteRetry.write(log::line, () -> {
                HomeFolder.make(folder);
                history.writeCsv(folder.resolve("history.csv"));
                new NetworkCards(data, task)
                        .write(
                                folder,
                                NetworkCards.CARD,
                                "teacher.safetensors",
                                network.name(),
                                seed,
                                trained,
                                settings);
            });
            checkpoints.remove();
            NetworkCard written = NetworkCard.read(card);
            return ready(key, trained.asTeacher(), written, written.accuracy().last(), history.rows());
        }
    }

    private String key(Student network, Map<String, String> settings) {
        return network.name() + "-" + data.splits().name() + "-"
                + Sha256.shortOf(weights(settings).toString());
    }

    /** What its weights follow from: it is the same teacher on whichever images it is measured. */
    private static Map<String, String> weights(Map<String, String> settings) {
        Map<String, String> without = new LinkedHashMap<>(settings);
        without.remove(VALIDATION);
        without.remove(TEST);
        return without;
    }

    /** Loads a stored teacher and measures it again; empty where it is not as good as it was when it was stored. */
    private Optional<ReadyTeacher> again(Student network, Task task, Path folder, NetworkCard card, String key)
            throws IOException {
        NetworkCards.verify(folder.resolve(NetworkCards.CARD), card);
        Teacher teacher = Teacher.load(network, folder.resolve(card.weights()), task.input(), options.device());
        boolean done = false;
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            Double validation = card.validationAccuracy();
            boolean sameTest =
                    data.splits().test().fingerprint().equals(card.settings().get(TEST));
            boolean sameValidation = validation != null
                    && data.splits()
                            .validation()
                            .fingerprint()
                            .equals(card.settings().get(VALIDATION));
            if (validation != null
                    && sameValidation
                    && !isStill(validation, teacher, data.validation(), network, manager)) {
                return Optional.empty();
            }
            if (!sameValidation
                    && sameTest
                    && !isStill(card.accuracy().last(), teacher, data.test(), network, manager)) {
                return Optional.empty();
            }
            double accuracy = sameTest ? card.accuracy().last() : Evaluation.accuracy(teacher, data.test(), manager);
            log.line(String.format(
                    Locale.ROOT,
                    "Teacher \"%s\", trained before: %.2f %% on the test split%s (%s)",
                    network.name(),
                    accuracy,
                    sameTest ? "" : ", whose images are others than then",
                    folder));
            List<EpochRow> rows = History.readCsv(folder.resolve("history.csv")).rows().stream()
                    .map(row -> measured(
                            row,
                            sameValidation ? row.validationAccuracy() : null,
                            sameTest ? row.testAccuracy() : null))
                    .toList();
            done = true;
            return Optional.of(ready(key, teacher, card, accuracy, rows));
        } finally {
            if (!done) {
                teacher.close();
            }
        }
    }

    /** Whether a teacher answers as it did, but for a few images that another machine may decide otherwise. */
    private boolean isStill(double then, Teacher teacher, LabeledImageDataset split, Student network, NDManager manager)
            throws IOException {
        double now = Evaluation.accuracy(teacher, split, manager);
        double few = Math.max(LEAST_CHANGE, 100.0 * FEW / split.images().size());
        if (Math.abs(now - then) <= few) {
            return true;
        }
        log.line(String.format(
                Locale.ROOT,
                "Teacher \"%s\": trained again: it answers %.2f %% right of the images of which it answered %.2f %% when it"
                        + " was stored",
                network.name(),
                now,
                then));
        return false;
    }

    private static ReadyTeacher ready(
            String key, Teacher teacher, NetworkCard card, double accuracy, List<EpochRow> history) {
        return new ReadyTeacher(key, teacher, new TeacherSummary(card.network(), card.parameters(), accuracy), history);
    }

    /** What it answered of other images then is no part of a run on those of now. */
    private static EpochRow measured(EpochRow row, @Nullable Double validation, @Nullable Double test) {
        return new EpochRow(
                row.recipe(),
                row.seed(),
                row.role(),
                row.stage(),
                row.stageName(),
                row.epoch(),
                row.learningRate(),
                row.trainLoss(),
                row.terms(),
                validation,
                test,
                row.seconds());
    }

    private Distillation distillation(Student network) {
        return Distillation.alone(network)
                .stage(stage(network))
                .seed(seed)
                .firstWeights(options.firstWeights)
                .devices(options.devices());
    }

    /** A deep network needs its first steps to be small (ours); published results were trained without. */
    private Stage stage(Student network) {
        return options.networks
                .teacherStage(network.name(), options.teacherEpochs())
                .orElseGet(() -> Stage.whole(options.teacherEpochs())
                        .objective("labels", 1, new CrossEntropy())
                        .schedule(Schedule.cosine(LEARNING_RATE).warmUp(1)));
    }

    private Map<String, String> settings(Student network) {
        return Identity.of(distillation(network), data.trainingData(options.batch(), seed))
                .with("engine", Engines.current())
                .with("network", network.name())
                .with("width", Double.toString(options.networks.width))
                .with("epochs", Integer.toString(options.teacherEpochs()))
                .getSettings();
    }
}
