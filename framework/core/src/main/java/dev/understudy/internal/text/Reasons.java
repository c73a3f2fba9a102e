package dev.understudy.internal.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in a few words why a file could not be read or written. */
public final class Reasons {
    private Reasons() {}

    /**
     * The reason without the file's name.
     *
     * @param e what happened
     * @return a few words
     */
    public static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is there already";
        }
        if (e instanceof NotDirectoryException) {
            return "a file is in the place of a folder";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    /**
     * The reason with the file's name where it is known.
     *
     * @param e what happened
     * @return one line
     */
    public static String withFile(IOException e) {
        return e instanceof FileSystemException system ? system.getFile() + ": " + of(e) : of(e);
    }
}
