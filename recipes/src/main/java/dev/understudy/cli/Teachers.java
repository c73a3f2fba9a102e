package dev.understudy.cli;

import ai.djl.ndarray.NDManager;
import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Engines;
import dev.understudy.Evaluation;
import dev.understudy.NetworkFile;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Task;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Material;
import dev.understudy.report.EpochRow;
import dev.understudy.report.History;
import dev.understudy.report.NetworkCard;
import dev.understudy.report.Quality;
import dev.understudy.report.TeacherSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The teachers that were trained on this machine, in {@code teachers/} of {@code UNDERSTUDY_HOME} (or {@code
 * ~/.understudy}): each is trained once for the same settings.
 *
 * @param data the pictures
 * @param options how to train
 * @param journal where to tell
 */
record Teachers(Material data, TrainingOptions options, Journal journal) {

    /** Raised when anything changes that a teacher's weights depend on beside its settings. */
    private static final String VERSION = "1";

    private static final double LEARNING_RATE = 0.1;

    /**
     * A teacher at hand.
     *
     * @param key identifies how it came to be: its settings, or the weights of the user's own
     * @param teacher the live teacher
     * @param summary what it is and can do
     * @param history its training, empty where it is the user's own
     */
    record Hired(String key, Teacher teacher, TeacherSummary summary, List<EpochRow> history) implements AutoCloseable {

        @Override
        public void close() {
            teacher.close();
        }
    }

    Hired hire(Student network, Task task) throws IOException {
        Path own = options.teacher;
        return own == null ? ours(network, task) : users(network, task, own);
    }

    private Hired users(Student network, Task task, Path file) throws IOException {
        Teacher teacher = open(network, task, file);
        try (NDManager manager = NDManager.newBaseManager(options.device())) {
            Teacher fitted = options.foreign.fitted(teacher, data.splits().normalization());
            new TeacherCheck(fitted, task).check(manager).forEach(journal::line);
            TeacherClasses.of(file).check(data.splits().train().classNames());
            double accuracy = Evaluation.accuracy(fitted, data.test(), manager);
            journal.line(String.format(Locale.ROOT, "Teacher from %s: %.2f %% on the test split", file, accuracy));
            validate(fitted, manager);
            return new Hired(
                    "own " + fitted.fingerprint(),
                    fitted,
                    new TeacherSummary(fitted.getName(), fitted.getParameterCount(), accuracy),
                    List.of());
        } catch (IOException | RuntimeException e) {
            teacher.close();
            throw e;
        }
    }

    /** Says before anything is trained what a teacher from elsewhere is worth, on pictures to choose by. */
    private void validate(Teacher teacher, NDManager manager) throws IOException {
        if (data.splits().validation().size() > 0) {
            int classes = data.splits().validation().classNames().size();
            Quality quality =
                    Evaluation.answers(teacher, data.validation(), manager).quality(classes, null);
            TeacherCheck.worth(quality, classes).forEach(journal::line);
        }
    }

    private Teacher open(Student network, Task task, Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        return switch (NetworkFile.of(file)) {
            case TORCH_SCRIPT -> Teacher.torchScript(name, file, outputs(file), options.device());
            case ONNX -> Teacher.onnx(name, file, outputs(file), options.device());
            case SAFETENSORS, PARAMS -> options.foreign.load(network, file, task, options);
        };
    }

    /** The options for weights say nothing of a file that brings its network along. */
    private List<String> outputs(Path file) {
        options.foreign.refuseWeights(file);
        return options.teacherOutputs;
    }

    private Hired ours(Student network, Task task) throws IOException {
        Map<String, String> settings = settings(network);
        Path teachers = Home.folder().resolve("teachers");
        Path folder = teachers.resolve(key(network, settings));
        Path card = folder.resolve(Cards.CARD);
        if (Files.exists(card)) {
            return again(network, task, folder, NetworkCard.read(card), key(network, settings));
        }
        Checkpoints checkpoints = options.pace().of(Checkpoints.at(folder.resolve("checkpoints")));
        Home.make(teachers);
        try (Watch watch = new Watch(network.name(), journal)) {
            TrainedStudent trained = Distillation.alone(network)
                    .stage(stage())
                    .seed(options.teacherSeed)
                    .firstWeights(options.firstWeights)
                    .devices(options.devices())
                    .checkpoints(checkpoints)
                    .train(data.curriculum(options.batch, options.teacherSeed), watch);
            History history = new History(trained.rows(network.name(), options.teacherSeed, EpochRow.TEACHER));
            Patience.with(journal).write(() -> {
                Home.make(folder);
                history.writeCsv(folder.resolve("history.csv"));
                new Cards(data, task)
                        .write(
                                folder,
                                Cards.CARD,
                                "teacher.safetensors",
                                network.name(),
                                options.teacherSeed,
                                trained,
                                settings);
            });
            checkpoints.remove();
            return hired(key(network, settings), trained.asTeacher(), NetworkCard.read(card), history);
        }
    }

    private String key(Student network, Map<String, String> settings) {
        return network.name() + "-" + data.splits().name() + "-" + Digests.of(settings.toString());
    }

    private Hired again(Student network, Task task, Path folder, NetworkCard card, String key) throws IOException {
        Cards.verify(folder.resolve(Cards.CARD), card);
        Teacher teacher = Teacher.load(network, folder.resolve(card.weights()), task.input(), options.device());
        journal.line(String.format(
                Locale.ROOT,
                "Teacher \"%s\", trained before: %.2f %% on the test split (%s)",
                network.name(),
                card.accuracy().last(),
                folder));
        return hired(key, teacher, card, History.readCsv(folder.resolve("history.csv")));
    }

    private static Hired hired(String key, Teacher teacher, NetworkCard card, History history) {
        return new Hired(
                key,
                teacher,
                new TeacherSummary(
                        card.network(), card.parameters(), card.accuracy().last()),
                history.rows());
    }

    /** A deep network needs its first steps to be small (ours). */
    private Stage stage() {
        return Stage.whole(options.teacherEpochs())
                .objective("labels", 1, new CrossEntropy())
                .schedule(Schedule.cosine(LEARNING_RATE).warmUp(1));
    }

    private Map<String, String> settings(Student network) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("version", VERSION);
        settings.put("network", network.name());
        settings.put("width", Double.toString(options.width));
        settings.put("epochs", Integer.toString(options.teacherEpochs()));
        settings.put("batch", Integer.toString(options.batch));
        settings.put("first weights", options.firstWeights.option());
        settings.put("seed", Long.toString(options.teacherSeed));
        settings.put("learning rate", Double.toString(LEARNING_RATE));
        settings.put("augmentation", data.augmentation().toString());
        settings.put("normalization", data.splits().normalization().toString());
        settings.put("pictures", data.splits().train().fingerprint());
        if (!Engines.current().startsWith(Engines.PYTORCH)) {
            settings.put("engine", Engines.current());
        }
        return settings;
    }
}
