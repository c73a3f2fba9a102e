package dev.understudy.spark.internal.grid;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a task tells, for the driver to read. */
public final class ProgressFile {

    static final String ENDING = ".progress";

    private ProgressFile() {}

    /**
     * Tells on where the task's try before ended.
     *
     * @param folder a shared folder
     * @param name the step's
     * @return each line is written at once; a folder that takes none ends nothing
     */
    public static PrintWriter append(Path folder, String name) {
        Path file = folder.resolve(name.replaceAll("\\W+", "-") + ENDING);
        try {
            return new PrintWriter(
                    Files.newBufferedWriter(
                            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    true);
        } catch (IOException e) {
            return new PrintWriter(Writer.nullWriter());
        }
    }
}
