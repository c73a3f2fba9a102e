package dev.understudy.cli.file;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.ExportCommand;
import dev.understudy.cli.option.StudentOptions;
import dev.understudy.cli.run.LatencyRounds.Subject;
import dev.understudy.cli.run.LatencyRounds.Way;
import dev.understudy.cli.teacher.StoredTeacher;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.onnx.OnnxStudent;
import dev.understudy.result.NetworkCard;
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
public final class LatencyTargets implements AutoCloseable {

    private final StudentOptions students;
    private final TestImages images;
    private final int batch;
    private final int threads;
    private final Consumer<String> notes;
    private final NDManager manager;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Subject> all = new ArrayList<>();

    /** Networks run on the device, ONNX files on the processor. */
    public LatencyTargets(
            StudentOptions students, TestImages images, int batch, int threads, Device device, Consumer<String> notes) {
        this.students = students;
        this.images = images;
        this.batch = batch;
        this.threads = threads;
        this.notes = notes;
        this.manager = NDManager.newBaseManager(device);
    }

    public List<Subject> all() {
        return all;
    }

    /** A run's folder, a card or an ONNX file. */
    public void add(Path run) throws IOException {
        if (Files.isDirectory(run)) {
            folder(run);
        } else if (MeasuredNetwork.isOnnx(run)) {
            onnx(MeasuredNetwork.of(run), run);
        } else {
            for (Path file : NetworkFile.files(run)) {
                card(NetworkFile.read(file));
            }
        }
    }

    /** The teachers, and one student of each network: weights do not change what a network costs. */
    private void folder(Path run) throws IOException {
        Set<String> networks = new HashSet<>();
        List<NetworkFile> one = new ArrayList<>();
        for (SavedStudent student : students.students(run)) {
            if (networks.add(student.network())) {
                one.add(NetworkFile.read(student.card()));
            }
        }
        for (String key : StoredTeacher.keys(run)) {
            Optional<NetworkFile> teacher = StoredTeacher.of(key);
            if (teacher.isPresent()) {
                card(teacher.get());
            } else {
                notes.accept("A teacher of " + run + " is not in " + HomeFolder.folder()
                        + "; where its network.json lies elsewhere, name it too");
            }
        }
        for (NetworkFile student : one) {
            card(student);
        }
    }

    private void card(NetworkFile student) throws IOException {
        MeasuredNetwork candidate = MeasuredNetwork.of(student.file());
        candidate.change().ifPresent(what -> notes.accept(candidate.name() + ": " + what));
        NetworkCard card = student.card();
        Teacher network = closed(candidate.opening().open(manager.getDevice()));
        Teacher.View view = closed(network.open(manager, Set.of(), true));
        Shape input = candidate.input();
        add(
                candidate,
                card.network(),
                manager.getEngine().getEngineName() + where(),
                student.file().resolveSibling(card.weights()),
                (values, count) -> {
                    try (NDManager scope = manager.newSubManager()) {
                        NDList data = new NDList(scope.create(values, new Shape(count).addAll(input)));
                        return view.forward(data).getLogits().toFloatArray();
                    }
                });
        Path file = Files.createTempFile("understudy", ".onnx");
        open.push(() -> Files.delete(file));
        try (TrainedStudent trained = student.load(Device.cpu())) {
            ExportCommand.export(student, trained).write(file);
        }
        onnx(candidate, file);
    }

    private String where() {
        return manager.getDevice().isGpu() ? " on a GPU" : "";
    }

    private void onnx(MeasuredNetwork candidate, Path file) throws IOException {
        OnnxStudent student = closed(OnnxStudent.load(file, threads));
        String network = student.getNotes().getOrDefault("network", candidate.name());
        add(candidate, network, "ONNX Runtime", file, student::logits);
    }

    private void add(MeasuredNetwork candidate, String network, String engine, Path file, Way way) throws IOException {
        float[] many = images(candidate);
        float[] one = Arrays.copyOf(many, many.length / batch);
        all.add(new Subject(network, engine, candidate.parameters(), Files.size(file), 1, one, way));
        if (batch > 1) {
            all.add(new Subject(network, engine, candidate.parameters(), Files.size(file), batch, many, way));
        }
    }

    /** The first test images, normalised. */
    private float[] images(MeasuredNetwork candidate) throws IOException {
        LabeledImageDataset test =
                LabeledImageDataset.of(images.test(candidate).images(), batch).normalized(candidate.normalization());
        try (NDManager scope = manager.newSubManager();
                Batch first = test.getData(scope).iterator().next()) {
            if (first.getSize() < batch) {
                throw new InputException("--batch " + batch + ": there are " + first.getSize() + " test images");
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
