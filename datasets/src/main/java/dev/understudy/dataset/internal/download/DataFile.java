package dev.understudy.dataset.internal.download;

import dev.understudy.dataset.DataException;
import dev.understudy.dataset.internal.digest.Checksum;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of known length and content.
 *
 * @param name its name in its folder
 * @param size in bytes
 */
public record DataFile(String name, long size, Checksum checksum) {

    /** The whole file, checked. */
    public byte[] read(Path folder) {
        Path file = folder.resolve(name);
        checkSize(file);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        Checksum got = checksum.of(bytes);
        if (!got.equals(checksum)) {
            throw new DataException(file + ": wanted " + checksum + ", got " + got.hex() + "; the file is damaged");
        }
        return bytes;
    }

    private void checkSize(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": wanted a file of " + size + " bytes, there is none");
        }
        try {
            long got = Files.size(file);
            if (got != size) {
                String state = got < size ? "cut" : "too long";
                throw new DataException(file + ": wanted " + size + " bytes, got " + got + "; the file is " + state);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Opens a file that came from anywhere. Pipes and devices, which may never end, are refused. */
    public static InputStream open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new DataException(file + ": wanted a file, got a folder, a pipe or a device");
        }
        return new BufferedInputStream(Files.newInputStream(file));
    }

    public static DataException unreadable(Path file, Exception e) {
        return new DataException(file + ": wanted to read it, got " + reason(e), e);
    }

    static DataException unwritable(Path file, IOException e) {
        return new DataException(file + ": wanted to write it, got " + reason(e), e);
    }

    private static String reason(Exception e) {
        String kind = e.getClass().getSimpleName();
        String message = e.getMessage();
        return message == null
                ? kind
                : kind + " (" + message.lines().findFirst().orElse("") + ")";
    }

    /** One label byte, checked. */
    public static int label(Path file, int record, byte label, int classes) {
        int number = label & 0xFF;
        if (number >= classes) {
            throw new DataException(
                    file + ": wanted a label from 0 to " + (classes - 1) + " in record " + record + ", got " + number);
        }
        return number;
    }
}
