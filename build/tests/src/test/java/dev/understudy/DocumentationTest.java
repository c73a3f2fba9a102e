package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.testng.annotations.Test;

public class DocumentationTest {

    /** Not for users. */
    private static final String HIDDEN = ".*/internal/.*";

    @Test
    public void everyPublicNameIsDocumentedWithItsParametersAndItsResult() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("framework/core", "framework/onnx", "framework/report", "datasets", "recipes")) {
            try (Stream<Path> files = Files.walk(Path.of("../..", module, "src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                        .forEach(sources::add);
            }
        }
        assertTrue(sources.size() > 150, "sources: " + sources.size());
        List<String> missing = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    complaint -> {
                        if (isMissing(complaint)) {
                            missing.add(complaint.toString());
                        }
                    },
                    List.of("-proc:none", "-Xdoclint:missing/protected", "-Xmaxwarns", "10000"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources));
            task.analyze();
        }
        assertEquals(missing, List.of(), missing.toString());
    }

    /** A record's parameters are documented at the record, so not again at its compact constructor. */
    private static boolean isMissing(Diagnostic<? extends JavaFileObject> complaint) {
        JavaFileObject source = complaint.getSource();
        if (source == null || source.toUri().getPath().matches(HIDDEN)) {
            return complaint.getKind() == Diagnostic.Kind.ERROR;
        }
        return !complaint.getMessage(Locale.ROOT).startsWith("no @param for") || !isCompactConstructor(complaint);
    }

    private static boolean isCompactConstructor(Diagnostic<? extends JavaFileObject> complaint) {
        try {
            String text = complaint.getSource().getCharContent(true).toString();
            String line = text.lines().toList().get(Math.toIntExact(complaint.getLineNumber() - 1));
            return line.matches("\\s*public \\w+ \\{");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
