package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stand-ins for Java and Maven that write down what they are called with, and checkouts whose launcher calls them.
 *
 * @param root where all of it lies
 */
record StandInTools(Path root) {

    static final String MAVEN = """
            #!/usr/bin/env bash
            echo "mvn $*" >>"$CALLS"
            mkdir -p "$(dirname "$2")/cli/target"
            touch "$(dirname "$2")/cli/target/understudy.jar"
            """;

    static final String JAVA = """
            #!/usr/bin/env bash
            echo "java $*" >>"$CALLS"
            """;

    static StandInTools create() throws IOException {
        StandInTools tools = new StandInTools(Files.createTempDirectory("launcher"));
        Files.createDirectories(tools.bin());
        tools.program("mvn", MAVEN);
        tools.program("java", JAVA);
        return tools;
    }

    Path bin() {
        return root.resolve("tools/bin");
    }

    void program(String name, String content) throws IOException {
        Path file = Files.writeString(bin().resolve(name), content);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** A checkout with a source file. */
    Path checkout(String name) throws IOException {
        Path checkout = root.resolve(name);
        Files.createDirectories(checkout.resolve("cli/src/main/java"));
        Files.createDirectories(checkout.resolve("build/bom"));
        Files.copy(Path.of("../understudy"), checkout.resolve("understudy"));
        assertTrue(checkout.resolve("understudy").toFile().setExecutable(true));
        Files.copy(Path.of("../build/utf8-locale"), checkout.resolve("build/utf8-locale"));
        assertTrue(checkout.resolve("build/utf8-locale").toFile().setExecutable(true));
        for (String file : List.of("pom.xml", "cli/pom.xml", "build/bom/pom.xml", "cli/src/main/java/A.java")) {
            Files.writeString(checkout.resolve(file), "first");
        }
        return checkout;
    }

    /** What a call printed, behind its status. */
    String call(Path checkout, Map<String, String> environment) throws IOException, InterruptedException {
        return call(checkout, environment, "recipes");
    }

    String call(Path checkout, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", checkout.resolve("understudy").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("UNDERSTUDY") || name.startsWith("LC_"));
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", bin() + ":/usr/bin:/bin");
        builder.environment().put("CALLS", root.resolve("calls").toString());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return (process.waitFor() + " " + out).strip();
    }

    String call(Path checkout) throws IOException, InterruptedException {
        return call(checkout, Map.of());
    }

    /** What a line of bash prints. */
    static String bash(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", line).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(process.waitFor(), 0);
        return out.strip();
    }

    List<String> calls() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    long builds() throws IOException {
        return calls().stream().filter(call -> call.startsWith("mvn ")).count();
    }

    /** What the launcher needs of the system, and nothing else. */
    Path withoutMavenAndJava() throws IOException {
        Path few = Files.createDirectories(root.resolve("few"));
        for (String name : List.of(
                "bash",
                "env",
                "locale",
                "readlink",
                "dirname",
                "sed",
                "cat",
                "find",
                "head",
                "cksum",
                "grep",
                "sort",
                "mkdir",
                "id",
                "mktemp",
                "rm",
                "touch")) {
            for (String place : List.of("/usr/bin", "/bin")) {
                if (Files.exists(Path.of(place, name)) && !Files.exists(few.resolve(name))) {
                    Files.createSymbolicLink(few.resolve(name), Path.of(place, name));
                }
            }
        }
        return few;
    }
}
