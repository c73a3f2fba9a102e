package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.testng.annotations.Test;

/** Programs of modules of their own: what compiles, and what runs. */
public class ModularProgramTest {

    private static final Path SOURCES = Path.of("src/test/resources/dev/understudy/modular");
    private static final Path IMAGE =
            Path.of("../../datasets/src/test/resources/dev/understudy/dataset/images/webp-animated-alpha.webp");

    @Test
    public void aProgramTrainsOnTheModulePath() throws IOException, InterruptedException {
        List<String> lines = run("trains");
        assertEquals(lines.size(), 8, lines.toString());
        assertEquals(
                lines.subList(0, 6),
                List.of(
                        "modules: [module dev.understudy.recipes, module dev.understudy.core,"
                                + " module dev.understudy.datasets]",
                        "student: 1 epoch",
                        "softer: 1 epoch",
                        "read: true",
                        "page: true",
                        "memory: true"));
        assertTrue(lines.get(6).contains("none.onnx is not a whole ONNX file"), lines.get(6));
        assertEquals(lines.get(7), "webp: [one, two]");
    }

    /** Otherwise two settings of an objective would be taken for one. */
    @Test
    public void settingsThatCannotBeReadAreRefused() throws IOException, InterruptedException {
        List<String> lines = run("closed");
        assertEquals(lines.size(), 2, lines.toString());
        assertEquals(
                lines.get(1),
                "refused: The settings of my.program.Softer$Less cannot be read, so that one could not be told from"
                        + " another; module-info.java of my.program has to say: opens my.program to"
                        + " dev.understudy.core;");
    }

    @Test
    public void internalPackagesAreClosed() throws IOException {
        List<String> said = compile(
                Files.createTempDirectory("hidden"),
                List.of(SOURCES.resolve("hidden/module-info.java"), SOURCES.resolve("hidden/my/program/Program.java")));
        assertEquals(said.size(), 5, said.toString());
        for (String message : said) {
            assertTrue(message.contains("which does not export it"), message);
        }
    }

    private static List<String> run(String kind) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("modular");
        Path classes = folder.resolve("classes");
        Path code = SOURCES.resolve("trains/my/program");
        assertEquals(
                compile(
                        classes,
                        List.of(
                                SOURCES.resolve(kind).resolve("module-info.java"),
                                code.resolve("Program.java"),
                                code.resolve("Softer.java"))),
                List.of());
        Path errors = folder.resolve("errors.txt");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dai.djl.offline=true",
                        "-Dai.djl.pytorch.num_threads=1",
                        "-Djava.awt.headless=true",
                        "--module-path",
                        ModulePath.modules() + System.getProperty("path.separator") + classes,
                        "--class-path",
                        ModulePath.natives(),
                        "--module",
                        "my.program/my.program.Program",
                        folder.toString(),
                        IMAGE.toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        int status = process.waitFor();
        assertEquals(status, 0, Files.readString(output) + Files.readString(errors));
        return Files.readAllLines(output);
    }

    /** What the compiler has against some sources. */
    private static List<String> compile(Path classes, List<Path> sources) throws IOException {
        List<String> said = new ArrayList<>();
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(messages, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "--release",
                    "17",
                    "-d",
                    classes.toString(),
                    "-cp",
                    classes.toString(),
                    "--module-path",
                    ModulePath.modules());
            compiler.getTask(null, files, messages, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        for (Diagnostic<? extends JavaFileObject> message : messages.getDiagnostics()) {
            if (message.getKind() == Diagnostic.Kind.ERROR) {
                said.add(message.getMessage(Locale.ROOT));
            }
        }
        return said;
    }
}
