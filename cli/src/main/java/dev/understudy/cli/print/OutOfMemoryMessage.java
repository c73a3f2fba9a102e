package dev.understudy.cli.print;

import com.sun.management.OperatingSystemMXBean;
import dev.understudy.cli.teacher.TeacherStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Memory that was not there, in Java or in an engine: one line that says for what, how much, and what needs less. */
public final class OutOfMemoryMessage {

    /** Engines say it in their own words, and only there: PyTorch, CUDA, MXNet, ONNX Runtime, C++, the system's loader. */
    private static final Pattern WORDS =
            Pattern.compile("(?im)(can't|cannot|unable to|failed to) allocate|out of memory|bad_alloc|bad allocation"
                    + "|failed to map segment from shared object$");

    private static final Pattern SIZE =
            Pattern.compile("(?i)(?:allocate|reserve|of size) (\\d+(?:\\.\\d+)?)(?: bytes| ([KMGT])iB)?");

    /** Where it is not known what was done. */
    private static final List<String> OPTIONS = List.of("--batch", "--width", "--workers");

    /** Only the images of folders have one, so it is named where it was given. */
    private static final String SIZE_OF_FOLDERS = "--size";

    private static final List<String> THREADS = List.of("--workers", "--threads");

    private static final double KIB = 1024;
    private static final double MB = 1e6;
    private static final double GB = 1e9;

    /** Which memory it is. */
    private enum Kind {
        HEAP,
        THREAD,
        ENGINE
    }

    private final Throwable reason;
    private final List<Throwable> causes;
    private final Kind kind;
    private final CommandSpec command;

    private OutOfMemoryMessage(Throwable reason, List<Throwable> causes, CommandSpec command) {
        this.reason = reason;
        this.causes = causes;
        this.kind = kind(reason);
        this.command = command;
    }

    /**
     * Finds it among the causes of a failure.
     *
     * @param failure what ended a command
     * @param command the command
     * @return one line; nothing where memory was not the reason
     */
    public static Optional<String> explain(Throwable failure, CommandSpec command) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = failure; each != null && !causes.contains(each); each = each.getCause()) {
            causes.add(each);
        }
        Collections.reverse(causes);
        return causes.stream().filter(OutOfMemoryMessage::isIt).findFirst().map(reason -> new OutOfMemoryMessage(
                        reason, causes, command)
                .line());
    }

    private static boolean isIt(Throwable each) {
        return each instanceof OutOfMemoryError || WORDS.matcher(message(each)).find();
    }

    private static String message(Throwable each) {
        return String.valueOf(each.getMessage());
    }

    private static Kind kind(Throwable reason) {
        String message = message(reason);
        if (message.contains("native thread")) {
            return Kind.THREAD;
        }
        boolean heap = message.matches("(?s).*(Java heap|GC overhead|array size|direct buffer).*");
        return reason instanceof OutOfMemoryError && heap ? Kind.HEAP : Kind.ENGINE;
    }

    private String line() {
        List<String> classes = causes.stream()
                .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
                .map(StackTraceElement::getClassName)
                .toList();
        Optional<MemoryUse> use = MemoryUse.of(classes);
        String whom = classes.contains(TeacherStore.class.getName()) ? "the teacher" : recipes();
        return "Out of memory" + use.map(each -> " while " + each.words(whom)).orElse("") + ": " + wanted() + "; "
                + advice(use.map(MemoryUse::options).orElse(OPTIONS));
    }

    private String wanted() {
        String size = size().map(OutOfMemoryMessage::inWords).orElse("more");
        return switch (kind) {
            case HEAP ->
                size + " was wanted, Java may take "
                        + inWords((double) Runtime.getRuntime().maxMemory()) + " in all";
            case THREAD -> "one more thread was wanted, the system gives none";
            case ENGINE -> size + " was wanted at once, this machine has " + inWords(machine());
        };
    }

    private String advice(List<String> options) {
        String less = (kind == Kind.THREAD ? THREADS : options)
                .stream()
                        .map(command::findOption)
                        .filter(Objects::nonNull)
                        .filter(option -> !option.longestName().equals(SIZE_OF_FOLDERS)
                                || !option.stringValues().isEmpty())
                        .map(OutOfMemoryMessage::withValue)
                        .collect(Collectors.joining(" or "));
        String more =
                switch (kind) {
                    case HEAP -> "UNDERSTUDY_JAVA_OPTS=-Xmx" + twiceTheHeap() + "g gives more";
                    case THREAD -> "\"ulimit -u\" says how many there may be";
                    case ENGINE -> less.isEmpty() ? "a machine with more memory is wanted" : "";
                };
        return Stream.of(less.isEmpty() ? "" : "a smaller " + less + " needs less", more)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** What the user chose; 0 stands for a default of its own. */
    private static String withValue(OptionSpec option) {
        String value = String.valueOf(option.<Object>getValue());
        return option.longestName() + (value.equals("0") ? "" : " (now " + value + ")");
    }

    /** As typed. */
    private String recipes() {
        return command.positionalParameters().stream()
                .filter(each -> each.paramLabel().equals("RECIPE"))
                .flatMap(each -> each.originalStringValues().stream())
                .map(word -> "\"" + word + "\"")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private Optional<Double> size() {
        Matcher size = SIZE.matcher(message(reason));
        return size.find()
                ? Optional.of(Double.parseDouble(size.group(1)) * Math.pow(KIB, power(size.group(2))))
                : Optional.empty();
    }

    private static int power(@Nullable String unit) {
        return unit == null ? 0 : 1 + "KMGT".indexOf(unit.toUpperCase(Locale.ROOT));
    }

    private static long twiceTheHeap() {
        return Math.max(1, Math.round(2 * Runtime.getRuntime().maxMemory() / Math.pow(KIB, 3)));
    }

    private static double machine() {
        return (double)
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private static String inWords(double bytes) {
        return bytes >= GB
                ? String.format(Locale.ROOT, "%.1f GB", bytes / GB)
                : String.format(Locale.ROOT, "%.1f MB", bytes / MB);
    }
}
