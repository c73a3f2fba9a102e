package dev.understudy.cli;

import dev.understudy.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written when all is done: whether it can be is known before. */
final class NewFile {

    private NewFile() {}

    /** Refuses a folder, and a place in none that can be written. */
    static void check(String option, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new InputException(option + " " + file + ": a file in a folder that can be written is wanted");
        }
    }
}
