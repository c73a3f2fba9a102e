package dev.understudy.bench.method;

import ai.djl.ndarray.NDArray;
import dev.understudy.bench.PythonProcess;
import dev.understudy.cli.run.Timer;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The same formulas in plain PyTorch in Python, on the same numbers. */
public final class PythonMethods implements AutoCloseable {

    private final PythonProcess python;

    /**
     * Starts it.
     *
     * @param interpreter a Python with PyTorch
     * @throws IOException when it cannot be started
     */
    public PythonMethods(Path interpreter) throws IOException {
        python = new PythonProcess(interpreter, PythonMethods.class, "pytorch_methods.py");
    }

    /** The methods whose formula it has. */
    public List<String> names() throws IOException {
        return List.of(python.ask("names").split(" ", -1));
    }

    /** Gives it a method with all that the method reads. */
    public void build(Method method, OurMethod ours) throws IOException {
        List<String> lines = new ArrayList<>();
        List<float[]> numbers = new ArrayList<>();
        ours.batch().forEach((name, array, learned) -> {
            lines.add(name + "\t" + words(array.getShape().getShape()) + "\t" + learned);
            numbers.add(logical(array));
        });
        lines.add("labels\t" + words(ours.batch().labels()) + "\tfalse");
        Files.write(python.folder().resolve("arrays.txt"), lines, StandardCharsets.UTF_8);
        python.write("arrays.f32", numbers);
        python.ask("build", method.name(), python.folder().toString());
    }

    private static String words(long... numbers) {
        return LongStream.of(numbers).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    /** Row by row, whatever the order in memory. */
    private static float[] logical(NDArray array) {
        try (NDArray row = array.stopGradient().reshape(-1)) {
            return row.toFloatArray();
        }
    }

    /** Value and gradient, once. */
    public float value() throws IOException {
        return (float) Double.parseDouble(python.ask("value").replace("nan", "NaN"));
    }

    /** The sum of the gradients so far, with respect to all that the student puts out. */
    public float[] gradient() throws IOException {
        python.ask("gradient", python.folder().resolve("gradient.f32").toString());
        return python.read("gradient.f32");
    }

    /** Milliseconds of value and gradient, as the mean of as many as fill a time. */
    public double perCall(double fill) throws IOException {
        return Double.parseDouble(python.ask("run", Double.toString(fill)));
    }

    /**
     * Makes the networks whose step it is to take, with the method's terms and those beside it.
     *
     * @param method what was {@linkplain #build built}
     * @param task whose networks
     */
    public void network(Method method, Task task) throws IOException {
        python.ask(
                "network",
                Double.toString(task.width()),
                Long.toString(task.input().get(1)),
                Integer.toString(task.classes()),
                String.join(",", method.beside(task)));
    }

    /** The middle of the milliseconds of some steps. */
    public double median(int steps) throws IOException {
        String answer = python.ask("steps", Integer.toString(steps));
        return Timer.median(
                Arrays.stream(answer.split(" ", -1)).map(Double::valueOf).toList());
    }

    @Override
    public void close() throws IOException {
        python.close();
    }
}
