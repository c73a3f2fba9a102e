package dev.understudy.bench.step;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.bench.PythonProcess;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Training steps in plain PyTorch in Python: it is asked for some steps and answers with milliseconds. */
public final class PythonSteps implements AutoCloseable {

    private final PythonProcess python;

    public PythonSteps(Path interpreter) throws IOException {
        python = new PythonProcess(interpreter, PythonSteps.class, "pytorch_steps.py");
    }

    /** Which PyTorch it is. */
    public String version() {
        return python.version();
    }

    /** Makes the networks and the batch on the processor, with the same numbers as every other way. */
    public void build(Kind kind, Task task, double width, int batch) throws IOException {
        build(kind, task, width, batch, Device.cpu());
    }

    /** The same on a device; on a GPU all of some steps are then measured together. */
    public void build(Kind kind, Task task, double width, int batch, Device device) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            python.write("student.f32", BenchNetworks.weights(BenchNetworks.student(task, manager)));
            python.write("teacher.f32", BenchNetworks.weights(BenchNetworks.teacher(task, manager)));
        }
        python.write("data.f32", List.of(ExampleBatch.numbers(task, batch)));
        byte[] labels = new byte[batch * Long.BYTES];
        PythonProcess.littleEndian(labels).asLongBuffer().put(ExampleBatch.labels(task, batch));
        Files.write(python.folder().resolve("labels.i64"), labels);
        python.ask(
                "build",
                kind.words().replace(' ', '-'),
                Double.toString(width),
                Integer.toString(batch),
                Long.toString(task.input().get(1)),
                Integer.toString(task.classes()),
                python.folder().toString(),
                device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu");
    }

    /** Milliseconds of some steps. */
    public List<Double> steps(int number) throws IOException {
        String answer = python.ask("steps", Integer.toString(number));
        return Arrays.stream(answer.split(" ", -1)).map(Double::valueOf).toList();
    }

    /** The student's numbers, cut like an example. */
    public List<float[]> weights(List<float[]> like) throws IOException {
        python.ask("save", python.folder().resolve("trained.f32").toString());
        float[] numbers = python.read("trained.f32");
        List<float[]> weights = new ArrayList<>();
        int from = 0;
        for (float[] array : like) {
            weights.add(Arrays.copyOfRange(numbers, from, from + array.length));
            from += array.length;
        }
        return weights;
    }

    @Override
    public void close() throws IOException {
        python.close();
    }
}
