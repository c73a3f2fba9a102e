package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testng.SkipException;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The launcher, with stand-ins for Java and Maven that write down what they are called with. */
public class LauncherTest {

    private static final String MAVEN = """
            #!/usr/bin/env bash
            echo "mvn $*" >>"$CALLS"
            mkdir -p "$(dirname "$2")/cli/target"
            touch "$(dirname "$2")/cli/target/understudy.jar"
            """;

    private static final String JAVA = """
            #!/usr/bin/env bash
            echo "java $*" >>"$CALLS"
            """;

    private Path root = Path.of("");
    private Path tools = root;

    @BeforeMethod
    public void prepare() throws IOException {
        if (File.separatorChar != '/') {
            throw new SkipException("a launcher for bash");
        }
        root = Files.createTempDirectory("launcher");
        tools = Files.createDirectories(root.resolve("tools/bin"));
        program("mvn", MAVEN);
        program("java", JAVA);
    }

    private void program(String name, String content) throws IOException {
        Path file = Files.writeString(tools.resolve(name), content);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** A checkout with a source file. */
    private Path checkout(String name) throws IOException {
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
    private String call(Path checkout, Map<String, String> environment) throws IOException, InterruptedException {
        return call(checkout, environment, "recipes");
    }

    private String call(Path checkout, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", checkout.resolve("understudy").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("UNDERSTUDY") || name.startsWith("LC_"));
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("CALLS", root.resolve("calls").toString());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return (process.waitFor() + " " + out).strip();
    }

    private String call(Path checkout) throws IOException, InterruptedException {
        return call(checkout, Map.of());
    }

    private List<String> calls() throws IOException {
        Path calls = root.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private long builds() throws IOException {
        return calls().stream().filter(call -> call.startsWith("mvn ")).count();
    }

    @DataProvider
    public Object[][] names() {
        return new Object[][] {{"plain"}, {"with a blank"}, {"with;semicolon"}, {"quote'd"}};
    }

    @Test(dataProvider = "names")
    public void runsFromAnyFolder(String name) throws IOException, InterruptedException {
        Path checkout = checkout(name);
        assertTrue(call(checkout).startsWith("0 Building Understudy"));
        assertEquals(call(checkout), "0");
        assertEquals(builds(), 1);
        String java = calls().get(1);
        assertTrue(java.contains("-cp " + checkout + "/cli/target/understudy.jar:"), java);
        assertTrue(java.endsWith("dev.understudy.cli.Main recipes"), java);
    }

    @Test
    public void lettersBeyondAsciiAreReadInALocaleWithoutThem() throws IOException, InterruptedException {
        program("java", JAVA.replace("java $*", "java $LC_ALL"));
        call(checkout("plain"), Map.of("LANG", "C"));
        assertTrue(calls().get(1).matches("(?i)java .*utf-?8"), calls().get(1));
    }

    @Test
    public void aColonInThePathIsRefusedInOneLine() throws IOException, InterruptedException {
        Path checkout = checkout("a:b");
        assertEquals(
                call(checkout),
                "2 Java takes a colon for the end of a path, and there is one in " + checkout + "; move Understudy to a"
                        + " folder without");
        assertEquals(calls(), List.of());
    }

    @Test
    public void buildsAgainForWhatIsInTheSourcesAndNotForTheirTimes() throws IOException, InterruptedException {
        Path checkout = checkout("plain");
        Path source = checkout.resolve("cli/src/main/java/A.java");
        FileTime future = FileTime.from(Instant.now().plus(Duration.ofDays(400)));
        Files.setLastModifiedTime(source, future);
        call(checkout);
        call(checkout);
        assertEquals(builds(), 1);
        Files.writeString(source, "second");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        call(checkout);
        assertEquals(builds(), 2);
        Files.delete(source);
        call(checkout);
        call(checkout);
        assertEquals(builds(), 3);
    }

    @Test
    public void whatMavenBuiltByItselfIsTaken() throws IOException, InterruptedException {
        Path checkout = checkout("plain");
        Path jar = Files.createDirectories(checkout.resolve("cli/target")).resolve("understudy.jar");
        Files.createFile(jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        assertEquals(call(checkout), "0");
        assertEquals(builds(), 0);
    }

    @Test
    public void missingToolsAndAnOldJavaAreNamedInOneLine() throws IOException, InterruptedException {
        Path checkout = checkout("plain");
        Files.writeString(tools.resolveSibling("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        assertEquals(
                call(checkout),
                "2 Java 17 or newer is wanted, " + tools.resolve("java")
                        + " is Java 11; JAVA_HOME says which one to use");
        Files.writeString(tools.resolveSibling("release"), "JAVA_VERSION=\"1.8.0_292\"\n");
        assertTrue(call(checkout).contains(" is Java 8; "));
        Files.writeString(tools.resolveSibling("release"), "JAVA_VERSION=\"21\"\n");
        Files.delete(tools.resolve("mvn"));
        String none = call(checkout, Map.of("PATH", tools + ":" + withoutMavenAndJava()));
        assertTrue(none.startsWith("2 Understudy has to be built once, and there is no Maven on the PATH"), none);
        assertEquals(none.lines().count(), 1, none);
        String java = call(checkout, Map.of("JAVA_HOME", root.resolve("nowhere").toString()));
        assertEquals(
                java,
                "2 No Java at " + root.resolve("nowhere") + ": Java 17 or newer is wanted; JAVA_HOME says where it is");
    }

    /** What the launcher needs of the system, and nothing else. */
    private Path withoutMavenAndJava() throws IOException {
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

    /** A Maven that builds what a cluster wants as well. */
    private void mavenWithSpark() throws IOException {
        program("mvn", MAVEN + """
            case "$*" in *,spark\\ *) ;; *) exit 0 ;; esac
            spark="$(dirname "$2")/spark/target"
            mkdir -p "$spark"
            touch "$spark/understudy-spark.jar"
            printf %s "/m2/spark-core.jar:/m2/jackson.jar" >"$spark/sparks.txt"
            printf %s "/m2/core.jar" >"$spark/ours.txt"
            """);
        program("java", JAVA + """
            case "$*" in *JavaOptions) echo --add-opens=some ;; *) echo "home $SPARK_HOME, address $SPARK_LOCAL_IP" >>"$CALLS" ;; esac
            """);
    }

    @Test
    public void sparkIsBuiltAndOnTheClassPathWhereItIsWanted() throws IOException, InterruptedException {
        mavenWithSpark();
        Path checkout = checkout("plain");
        assertTrue(call(checkout).startsWith("0 Building Understudy"));
        assertTrue(calls().get(0).endsWith(" -pl cli,benchmarks -am package"), calls().get(0));
        assertFalse(calls().get(1).contains("spark"), calls().get(1));
        String out = call(checkout, Map.of(), "compare", "kd", "--spark", "local-cluster[2,1,1024]");
        assertTrue(out.startsWith("0 Building Understudy"), out);
        List<String> calls = calls().subList(3, calls().size());
        assertTrue(calls.get(0).endsWith(" -pl cli,benchmarks,spark -am package"), calls.get(0));
        Path spark = checkout.resolve("spark/target");
        String classes = "-cp /m2/spark-core.jar:/m2/jackson.jar:" + spark + "/understudy-spark.jar:/m2/core.jar dev.";
        assertTrue(calls.get(2).contains(classes), calls.get(2));
        assertTrue(calls.get(2).contains(" --add-opens=some "), calls.get(2));
        assertEquals(calls.get(3), "home " + spark + "/home, address 127.0.0.1");
        assertEquals(Files.readSymbolicLink(spark.resolve("home/jars/spark-core.jar")), Path.of("/m2/spark-core.jar"));
        // Both are built now, for either use.
        assertEquals(call(checkout, Map.of(), "compare", "kd", "--spark=spark://a:7077"), "0");
        assertEquals(calls().get(calls().size() - 1), "home " + spark + "/home, address ");
        assertEquals(call(checkout), "0");
        assertEquals(builds(), 2);
    }

    @Test
    public void resumeKnowsWhichComparisonWasOnACluster() throws IOException, InterruptedException {
        mavenWithSpark();
        Path checkout = checkout("plain");
        Path run = Files.createDirectories(root.resolve("run/checkpoints"));
        Files.writeString(
                run.resolve("command.json"), "{\"words\":[\"compare\",\"kd\",\"--spark\",\"local[1]\",\"--seed\"]}");
        call(checkout, Map.of(), "resume", root.resolve("run").toString());
        assertTrue(calls().get(0).endsWith(" -pl cli,benchmarks,spark -am package"), calls().get(0));
        assertTrue(calls().get(3).endsWith("address 127.0.0.1"), calls().toString());
    }

    @Test
    public void aUserWhomTheSystemDoesNotKnowHasTheShellsHome() throws IOException, InterruptedException {
        program("id", "#!/usr/bin/env bash\nexit 1\n");
        Path checkout = checkout("plain");
        call(checkout, Map.of("HOME", root.toString()));
        for (String call : calls()) {
            assertTrue(call.contains("-Duser.home=" + root + " "), call);
        }
        assertEquals(calls().size(), 2);
        Files.delete(tools.resolve("id"));
        call(checkout, Map.of("HOME", root.toString()));
        assertFalse(calls().get(2).contains("user.home"), calls().get(2));
    }

    @Test
    public void aBuildThatFailsShowsWhyAndLeavesNothing() throws IOException, InterruptedException {
        program("mvn", "#!/usr/bin/env bash\necho the reason\nexit 1\n");
        Path checkout = checkout("plain");
        String out = call(checkout);
        assertTrue(out.startsWith("1 Building"), out);
        assertTrue(out.contains("the reason"), out);
        List<String> lines = new ArrayList<>(out.lines().toList());
        assertEquals(lines.get(lines.size() - 1), "The build failed; the lines above say why.");
        assertFalse(Files.exists(checkout.resolve("cli/target/build-state")));
    }

    @Test
    public void aCheckoutThatCannotBeWrittenToIsRefusedWhereItHasToBeBuilt() throws IOException, InterruptedException {
        Path checkout = checkout("plain");
        Path target = checkout.resolve("cli/target");
        Files.writeString(target, "a file in the place of the folder");
        assertEquals(
                call(checkout),
                "2 Understudy has to be built, and " + target
                        + " cannot be written to; build it as a user who may write" + " there");
    }
}
