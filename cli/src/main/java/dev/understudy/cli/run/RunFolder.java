package dev.understudy.cli.run;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is to be written.
 *
 * @param typed the folder that the user named; null for the next in {@code runs/}
 * @param name what that one is called, before its number
 */
public record RunFolder(@Nullable Path typed, String name) {

    /** Refuses one that cannot be taken before anything is read for it. */
    public void check() {
        if (typed != null) {
            RunLog.checkRun(typed);
        }
    }

    /** Takes it, once everything for it is read: only then has the next one a number. */
    public RunLog open(PrintWriter out, List<String> command) {
        return typed != null ? RunLog.open(typed, out, command) : RunLog.fresh(name, out, command);
    }
}
