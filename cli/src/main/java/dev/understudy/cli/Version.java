package dev.understudy.cli;

import dev.understudy.result.Provenance;
import java.time.Instant;
import picocli.CommandLine.IVersionProvider;

/** The version that {@code --version} prints. */
final class Version implements IVersionProvider {

    /** For picocli. */
    Version() {}

    @Override
    public String[] getVersion() {
        Provenance build = Provenance.collect("", "", Instant.EPOCH);
        return new String[] {"Understudy " + build.version() + " (" + build.commit() + ")", "Java " + build.java()};
    }
}
