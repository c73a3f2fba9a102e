package dev.understudy.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jetbrains.kotlin.cli.common.arguments.K2JVMCompilerArguments;
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSeverity;
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSourceLocation;
import org.jetbrains.kotlin.cli.common.messages.MessageCollector;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.jetbrains.kotlin.config.Services;
import org.jspecify.annotations.Nullable;

/** Kotlin's compiler in this JVM, with this JVM's class path: some seconds for the first call, fewer for others. */
public final class Kotlinc {

    private Kotlinc() {}

    /**
     * A warning or an error.
     *
     * @param file the source file's name; empty where it is about no file
     * @param line its line, from 1
     * @param text the message
     */
    public record Message(String file, int line, String text) {}

    /**
     * Compiles.
     *
     * @param classes where classes go
     * @param sources files and folders
     * @return what the compiler complains of
     */
    public static List<Message> compile(Path classes, Path... sources) {
        K2JVMCompilerArguments arguments = new K2JVMCompilerArguments();
        arguments.setFreeArgs(List.of(sources).stream().map(Path::toString).toList());
        arguments.setDestination(classes.toString());
        arguments.setClasspath(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> new File(entry).exists())
                .collect(Collectors.joining(File.pathSeparator)));
        arguments.setJvmTarget("17");
        arguments.setNoStdlib(true);
        arguments.setNoReflect(true);
        Complaints complaints = new Complaints();
        new K2JVMCompiler().exec(complaints, Services.EMPTY, arguments);
        return complaints.messages;
    }

    private static final class Complaints implements MessageCollector {

        private final List<Message> messages = new ArrayList<>();

        @Override
        public void report(
                CompilerMessageSeverity severity, String text, @Nullable CompilerMessageSourceLocation place) {
            if (severity.isError() || severity.isWarning()) {
                String file = place == null
                        ? ""
                        : Path.of(place.getPath()).getFileName().toString();
                messages.add(new Message(file, place == null ? 0 : place.getLine(), text));
            }
        }

        @Override
        public boolean hasErrors() {
            return !messages.isEmpty();
        }

        @Override
        public void clear() {
            messages.clear();
        }
    }
}
