package dev.understudy.cli.file;

import dev.understudy.InputException;
import dev.understudy.dataset.UserHome;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder where what is worth keeping between runs lies. */
public final class HomeFolder {

    private HomeFolder() {}

    /** The system property {@code understudy.home}, or else {@code UNDERSTUDY_HOME}, or else {@code ~/.understudy}. */
    public static Path folder() {
        return UserHome.folder();
    }

    public static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException(
                    "The folder " + folder + " cannot be made: " + Reasons.of(e)
                            + "; UNDERSTUDY_HOME may name another place",
                    e);
        }
    }
}
