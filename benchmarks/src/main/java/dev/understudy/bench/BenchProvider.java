package dev.understudy.bench;

import dev.understudy.cli.CommandProvider;

/** Adds {@code bench} to the command line. */
public final class BenchProvider implements CommandProvider {

    /** For the class path. */
    public BenchProvider() {}

    @Override
    public Object command() {
        return new BenchCommand();
    }
}
