package dev.understudy.bench.step;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.InputException;
import dev.understudy.bench.TemporaryFolders;
import dev.understudy.recipe.Task;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Training steps in plain PyTorch in Python: a child process that is asked over its standard input for some steps and
 * answers with milliseconds. It has as many threads as the machine has cores and waits for them as we do; what the
 * launcher sets for our memory is taken out of its environment.
 */
public final class PythonSteps implements AutoCloseable {

    private static final String SCRIPT = "pytorch_steps.py";

    private final Path folder = Files.createTempDirectory("understudy-bench");
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final String version;

    public PythonSteps(Path python) throws IOException {
        Path script = folder.resolve(SCRIPT);
        try (InputStream source = PythonSteps.class.getResourceAsStream(SCRIPT)) {
            if (source == null) {
                throw new IllegalStateException("The jar lacks " + SCRIPT);
            }
            Files.copy(source, script);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        python.toString(),
                        script.toString(),
                        Integer.toString(Runtime.getRuntime().availableProcessors()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
        process = builder.start();
        in = process.outputWriter(StandardCharsets.UTF_8);
        out = process.inputReader(StandardCharsets.UTF_8);
        String first = out.readLine();
        if (first == null || !first.startsWith("torch ")) {
            close();
            throw new InputException("--python " + python + ": a Python with PyTorch is wanted, it "
                    + (first == null ? "ended without a word" : "says: " + first));
        }
        version = first;
    }

    /** Which PyTorch it is. */
    public String version() {
        return version;
    }

    /** Makes the networks and the batch, with the same numbers as every other way. */
    public void build(Kind kind, Task task, double width, int batch) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            write("student.f32", BenchNetworks.weights(BenchNetworks.student(task, manager)));
            write("teacher.f32", BenchNetworks.weights(BenchNetworks.teacher(task, manager)));
        }
        write("data.f32", List.of(ExampleBatch.numbers(task, batch)));
        byte[] labels = new byte[batch * Long.BYTES];
        littleEndian(labels).asLongBuffer().put(ExampleBatch.labels(task, batch));
        Files.write(folder.resolve("labels.i64"), labels);
        ask(
                "build",
                kind.words().replace(' ', '-'),
                Double.toString(width),
                Integer.toString(batch),
                Long.toString(task.input().get(1)),
                Integer.toString(task.classes()),
                folder.toString());
    }

    /** Milliseconds of some steps. */
    public List<Double> steps(int number) throws IOException {
        String answer = ask("steps", Integer.toString(number));
        return Arrays.stream(answer.split(" ", -1)).map(Double::valueOf).toList();
    }

    /** The student's numbers, cut like an example. */
    public List<float[]> weights(List<float[]> like) throws IOException {
        Path file = folder.resolve("trained.f32");
        ask("save", file.toString());
        ByteBuffer bytes = littleEndian(Files.readAllBytes(file));
        List<float[]> weights = new ArrayList<>();
        for (float[] array : like) {
            float[] copy = new float[array.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = bytes.getFloat();
            }
            weights.add(copy);
        }
        return weights;
    }

    private void write(String name, List<float[]> arrays) throws IOException {
        byte[] bytes = new byte[arrays.stream().mapToInt(array -> array.length).sum() * Float.BYTES];
        FloatBuffer numbers = littleEndian(bytes).asFloatBuffer();
        arrays.forEach(numbers::put);
        Files.write(folder.resolve(name), bytes);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String ask(String... words) throws IOException {
        in.write(String.join("\t", words) + "\n");
        in.flush();
        String answer = out.readLine();
        if (answer == null) {
            throw new IOException("Python ended before it answered \"" + words[0] + "\"; its reason is above");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        TemporaryFolders.delete(folder);
    }
}
