package dev.understudy.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.bench.Latencies.Subject;
import dev.understudy.bench.Latencies.Way;
import dev.understudy.dataset.PictureDataset;
import dev.understudy.onnx.OnnxStudent;
import dev.understudy.report.NetworkCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The networks whose latency is measured, each one ready on every engine that can run it. */
final class Subjects implements AutoCloseable {

    private final StudentOptions students;
    private final TestPictures pictures;
    private final int batch;
    private final int threads;
    private final Consumer<String> notes;
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Subject> all = new ArrayList<>();

    Subjects(StudentOptions students, TestPictures pictures, int batch, int threads, Consumer<String> notes) {
        this.students = students;
        this.pictures = pictures;
        this.batch = batch;
        this.threads = threads;
        this.notes = notes;
    }

    List<Subject> all() {
        return all;
    }

    /** A run's folder, a card or an ONNX file. */
    void add(Path run) throws IOException {
        if (Files.isDirectory(run)) {
            folder(run);
        } else if (Candidate.isOnnx(run)) {
            onnx(Candidate.of(run), run);
        } else {
            for (Path file : StudentFile.files(run)) {
                card(StudentFile.read(file));
            }
        }
    }

    /** The teachers, and one student of each network: weights do not change what a network costs. */
    private void folder(Path run) throws IOException {
        Set<String> networks = new HashSet<>();
        List<StudentFile> one = new ArrayList<>();
        for (KeptStudent student : students.students(run)) {
            if (networks.add(student.network())) {
                one.add(StudentFile.read(student.card()));
            }
        }
        for (String key : StoredTeacher.keys(run)) {
            Optional<StudentFile> teacher = StoredTeacher.of(key);
            if (teacher.isPresent()) {
                card(teacher.get());
            } else {
                notes.accept("A teacher of " + run + " is not in " + Home.folder()
                        + "; where its network.json lies elsewhere, name it too");
            }
        }
        for (StudentFile student : one) {
            card(student);
        }
    }

    private void card(StudentFile student) throws IOException {
        Candidate candidate = Candidate.of(student.file());
        candidate.change().ifPresent(what -> notes.accept(candidate.name() + ": " + what));
        NetworkCard card = student.card();
        Teacher network = closed(candidate.opening().open());
        Teacher.View view = closed(network.watch(manager, Set.of(), true));
        Shape input = candidate.input();
        add(
                candidate,
                card.network(),
                manager.getEngine().getEngineName(),
                student.file().resolveSibling(card.weights()),
                (values, count) -> {
                    try (NDManager scope = manager.newSubManager()) {
                        NDList data = new NDList(scope.create(values, new Shape(count).addAll(input)));
                        return view.show(data).getLogits().toFloatArray();
                    }
                });
        Path file = Files.createTempFile("understudy", ".onnx");
        open.push(() -> Files.delete(file));
        try (TrainedStudent trained = student.load()) {
            Export.export(student, trained).write(file);
        }
        onnx(candidate, file);
    }

    private void onnx(Candidate candidate, Path file) throws IOException {
        OnnxStudent student = closed(OnnxStudent.load(file, threads));
        String network = student.getNotes().getOrDefault("network", candidate.name());
        add(candidate, network, "ONNX Runtime", file, student::logits);
    }

    private void add(Candidate candidate, String network, String engine, Path file, Way way) throws IOException {
        float[] many = pictures(candidate);
        float[] one = Arrays.copyOf(many, many.length / batch);
        all.add(new Subject(network, engine, candidate.parameters(), Files.size(file), 1, one, way));
        if (batch > 1) {
            all.add(new Subject(network, engine, candidate.parameters(), Files.size(file), batch, many, way));
        }
    }

    /** The first test pictures, normalised. */
    private float[] pictures(Candidate candidate) throws IOException {
        PictureDataset test =
                PictureDataset.of(pictures.test(candidate).pictures(), batch).normalized(candidate.normalization());
        try (NDManager scope = manager.newSubManager();
                Batch first = test.getData(scope).iterator().next()) {
            if (first.getSize() < batch) {
                throw new InputException("--batch " + batch + ": there are " + first.getSize() + " test pictures");
            }
            return first.getData().singletonOrThrow().toFloatArray();
        }
    }

    private <T extends AutoCloseable> T closed(T opened) {
        open.push(opened);
        return opened;
    }

    @Override
    public void close() throws IOException {
        try {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            manager.close();
        }
    }
}
