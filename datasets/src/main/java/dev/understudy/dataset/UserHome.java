package dev.understudy.dataset;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where what is worth keeping lies for this user: downloads, trained teachers. */
public final class UserHome {

    private UserHome() {}

    /**
     * The system property {@code understudy.home}, or else {@code UNDERSTUDY_HOME}, or else {@code .understudy} in the
     * user's home.
     *
     * @return the folder, which need not be there
     * @throws DataException when the system does not know the user's home, and nothing else says where
     */
    public static Path folder() {
        return folder(
                System.getProperty("understudy.home", System.getenv("UNDERSTUDY_HOME")),
                System.getProperty("user.home"),
                System.getenv("HOME"));
    }

    /** Java says "?" for the home of a user whom the system does not know, as in many containers. */
    static Path folder(@Nullable String named, @Nullable String java, @Nullable String shell) {
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        boolean known = java != null && Path.of(java).isAbsolute();
        String home = known ? java : shell;
        if (home == null || !Path.of(home).isAbsolute()) {
            throw new DataException(
                    "This user has no home folder; UNDERSTUDY_HOME says where to keep downloads and teachers");
        }
        return Path.of(home, ".understudy");
    }
}
