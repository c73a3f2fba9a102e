package dev.understudy.bench;

import dev.understudy.InputException;
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
import java.util.List;

/**
 * A script in Python that answers each line of its standard input with a line. It has as many threads as the machine has
 * cores and waits for them as we do; what the launcher sets for our memory is taken out of its environment. Numbers go
 * to and fro in files of a folder of its own.
 */
public final class PythonProcess implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("understudy-bench");
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final String version;

    /**
     * Starts a script.
     *
     * @param python an interpreter
     * @param beside the class beside whose file the script lies
     * @param script the script's name
     * @throws IOException when it cannot be started
     * @throws InputException when the interpreter has no PyTorch
     */
    public PythonProcess(Path python, Class<?> beside, String script) throws IOException {
        Path copy = folder.resolve(script);
        try (InputStream source = beside.getResourceAsStream(script)) {
            if (source == null) {
                throw new IllegalStateException("The jar lacks " + script);
            }
            Files.copy(source, copy);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        python.toString(),
                        copy.toString(),
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

    /** Where its files lie. */
    public Path folder() {
        return folder;
    }

    /**
     * Gives it a command.
     *
     * @param words the command and its arguments
     * @return the answer
     * @throws IOException when it ended
     */
    public String ask(String... words) throws IOException {
        in.write(String.join("\t", words) + "\n");
        in.flush();
        String answer = out.readLine();
        if (answer == null) {
            throw new IOException("Python ended before it answered \"" + words[0] + "\"; its reason is above");
        }
        return answer;
    }

    /** Writes arrays one after another into a file of the folder, as raw float32. */
    public void write(String name, List<float[]> arrays) throws IOException {
        byte[] bytes = new byte[arrays.stream().mapToInt(array -> array.length).sum() * Float.BYTES];
        FloatBuffer numbers = littleEndian(bytes).asFloatBuffer();
        arrays.forEach(numbers::put);
        Files.write(folder.resolve(name), bytes);
    }

    /** Reads raw float32 from a file of the folder. */
    public float[] read(String name) throws IOException {
        FloatBuffer numbers =
                littleEndian(Files.readAllBytes(folder.resolve(name))).asFloatBuffer();
        float[] read = new float[numbers.remaining()];
        numbers.get(read);
        return read;
    }

    /** Bytes as Python reads and writes them. */
    public static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        TemporaryFolders.delete(folder);
    }
}
