package dev.understudy.cli.file;

import dev.understudy.InputException;
import dev.understudy.result.ResultException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A file that is written when all is done: whether it can be is known before. */
public final class NewFile {

    private NewFile() {}

    /**
     * Refuses a folder, a place in none that can be written, and a file of others.
     *
     * @param option who names it
     * @param file where it is to be
     * @param reader reads such a file, and refuses any other: one from before is replaced
     */
    public static void check(String option, Path file, Consumer<Path> reader) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new InputException(option + " " + file + ": a file in a folder that can be written is wanted");
        }
        replaceable(option, file, reader);
    }

    /** Refuses a file that is there and that the reader refuses, or a link. */
    public static void replaceable(String option, Path file, Consumer<Path> reader) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                reader.accept(file);
                return;
            }
        } catch (ResultException e) {
            throw new InputException(taken(option, file), e);
        }
        throw new InputException(taken(option, file));
    }

    private static String taken(String option, Path file) {
        return option + " " + file + " is there already and was not written by this command; choose another name";
    }
}
