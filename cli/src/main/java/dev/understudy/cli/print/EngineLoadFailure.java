package dev.understudy.cli.print;

import ai.djl.util.Utils;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An engine's libraries that could not be unpacked or loaded: one line that says why, and where they lie. */
public final class EngineLoadFailure {

    /** DJL's and ONNX Runtime's classes that unpack and load. */
    private static final Pattern LOADERS =
            Pattern.compile("ai\\.djl\\.\\w+\\.jn[ia]\\.LibUtils|ai\\.onnxruntime\\.OnnxRuntime");

    private static final Pattern MISSING = Pattern.compile("(lib[\\w+.-]+): cannot open shared object file");
    private static final Pattern LIBRARY = Pattern.compile("(/[^:]+): (?:/[^:]+: )?failed to map segment");

    /** The loader says no more than that where memory was short, and where the folder forbids programs. */
    private static final Pattern UNMAPPED = Pattern.compile("failed to map segment from shared object\\s*$");

    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private EngineLoadFailure() {}

    /**
     * Finds it among the causes of a failure.
     *
     * @param failure what ended a command
     * @return one line; nothing where it was something else, such as too little memory
     */
    public static Optional<String> explain(Throwable failure) {
        return explain(failure, mounts());
    }

    public static Optional<String> explain(Throwable failure, List<String> mounts) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = failure; each != null && !causes.contains(each); each = each.getCause()) {
            causes.add(each);
        }
        boolean loading = causes.stream()
                .anyMatch(cause -> cause instanceof UnsatisfiedLinkError
                        || Arrays.stream(cause.getStackTrace()).anyMatch(frame -> LOADERS.matcher(frame.getClassName())
                                .matches()));
        Throwable reason = causes.get(causes.size() - 1);
        return loading ? reason(reason, mounts).map(EngineLoadFailure::line) : Optional.empty();
    }

    private static Optional<String> reason(Throwable reason, List<String> mounts) {
        if (reason instanceof OutOfMemoryError) {
            return Optional.empty();
        }
        if (reason instanceof IOException io) {
            return Optional.of(Reasons.withFile(io));
        }
        String words = String.valueOf(reason.getMessage());
        Matcher missing = MISSING.matcher(words);
        if (missing.find()) {
            return Optional.of(missing.group(1) + " is not on this system; its package has to be installed (libgomp1,"
                    + " libstdc++6 and so on)");
        }
        if (UNMAPPED.matcher(words).find()) {
            Matcher library = LIBRARY.matcher(words);
            return library.find() && forbidsPrograms(library.group(1), mounts)
                    ? Optional.of(library.group(1) + " lies on a file system that runs no programs (mounted noexec)")
                    : Optional.empty();
        }
        return words.contains("Cannot allocate memory") ? Optional.empty() : Optional.of(words);
    }

    private static String line(String reason) {
        return "The engine's libraries cannot be loaded: " + reason + "; they are unpacked into "
                + Utils.getEngineCacheDir() + ", DJL_CACHE_DIR names another folder";
    }

    /** By the mount that is nearest to a file. */
    private static boolean forbidsPrograms(String file, List<String> mounts) {
        String options = "";
        int nearest = -1;
        for (String mount : mounts) {
            String[] fields = mount.split(" ", -1);
            if (fields.length > 3 && Path.of(file).startsWith(fields[1]) && fields[1].length() >= nearest) {
                nearest = fields[1].length();
                options = fields[3];
            }
        }
        return Arrays.asList(options.split(",", -1)).contains("noexec");
    }

    private static List<String> mounts() {
        try {
            return Files.exists(MOUNTS) ? Files.readAllLines(MOUNTS) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
