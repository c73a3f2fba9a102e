package dev.understudy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** How busy a graphics card is, by NVIDIA's own program, from when this is made until it is asked. */
public final class CardUse implements AutoCloseable {

    /** There is no such program. */
    public static final class MissingException extends IOException {

        private static final long serialVersionUID = 1L;

        private MissingException(String program, IOException cause) {
            super("there is no " + program, cause);
        }
    }

    private final Path said;
    private final Process process;

    private CardUse(Path said, Process process) {
        this.said = said;
        this.process = process;
    }

    /**
     * Begins to look, every half second.
     *
     * @param card its number
     * @throws MissingException when NVIDIA's program is not there
     */
    public static CardUse of(int card) throws IOException {
        return of(List.of(
                "nvidia-smi",
                "--id=" + card,
                "--query-gpu=utilization.gpu",
                "--format=csv,noheader,nounits",
                "--loop-ms=500"));
    }

    /** Of a program that says a number in each line. */
    static CardUse of(List<String> command) throws IOException {
        Path said = Files.createTempFile("understudy-card", ".txt");
        try {
            return new CardUse(
                    said,
                    new ProcessBuilder(command)
                            .redirectOutput(said.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            Files.delete(said);
            throw new MissingException(command.get(0), e);
        }
    }

    /**
     * Until now.
     *
     * @return the mean in percent; empty where the program said nothing
     */
    public OptionalDouble mean() throws IOException {
        return mean(Files.readString(said));
    }

    static OptionalDouble mean(String said) {
        return said.lines()
                .map(String::strip)
                .filter(line -> line.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .average();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(said);
    }
}
