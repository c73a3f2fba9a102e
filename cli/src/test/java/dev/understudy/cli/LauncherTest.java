package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testng.SkipException;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The launcher, with stand-ins for Java and Maven that write down what they are called with. */
public class LauncherTest {

    private StandInTools tools = new StandInTools(Path.of(""));

    @BeforeMethod
    public void prepare() throws IOException {
        if (File.separatorChar != '/') {
            throw new SkipException("a launcher for bash");
        }
        tools = StandInTools.create();
    }

    @DataProvider
    public Object[][] names() {
        return new Object[][] {{"plain"}, {"with a blank"}, {"with;semicolon"}, {"quote'd"}};
    }

    @Test(dataProvider = "names")
    public void runsFromAnyFolder(String name) throws IOException, InterruptedException {
        Path checkout = tools.checkout(name);
        assertTrue(tools.call(checkout).startsWith("0 Building Understudy"));
        assertEquals(tools.call(checkout), "0");
        assertEquals(tools.builds(), 1);
        String java = tools.calls().get(1);
        assertTrue(java.contains("-cp " + checkout + "/cli/target/understudy.jar:"), java);
        assertTrue(java.endsWith("dev.understudy.cli.Main recipes"), java);
    }

    @Test
    public void lettersBeyondAsciiAreReadInALocaleWithoutThem() throws IOException, InterruptedException {
        tools.program("java", StandInTools.JAVA.replace("java $*", "java $LC_ALL"));
        tools.call(tools.checkout("plain"), Map.of("LANG", "C"));
        assertTrue(
                tools.calls().get(1).matches("(?i)java .*utf-?8"), tools.calls().get(1));
    }

    @Test
    public void aColonInThePathIsRefusedInOneLine() throws IOException, InterruptedException {
        Path checkout = tools.checkout("a:b");
        assertEquals(
                tools.call(checkout),
                "2 Java takes a colon for the end of a path, and there is one in " + checkout + "; move Understudy to a"
                        + " folder without");
        assertEquals(tools.calls(), List.of());
    }

    @Test
    public void buildsAgainForWhatIsInTheSourcesAndNotForTheirTimes() throws IOException, InterruptedException {
        Path checkout = tools.checkout("plain");
        Path source = checkout.resolve("cli/src/main/java/A.java");
        FileTime future = FileTime.from(Instant.now().plus(Duration.ofDays(400)));
        Files.setLastModifiedTime(source, future);
        tools.call(checkout);
        tools.call(checkout);
        assertEquals(tools.builds(), 1);
        Files.writeString(source, "second");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        tools.call(checkout);
        assertEquals(tools.builds(), 2);
        Files.delete(source);
        tools.call(checkout);
        tools.call(checkout);
        assertEquals(tools.builds(), 3);
    }

    @Test
    public void aTrainingThatRunsKeepsTheJarThatItBeganWith() throws IOException, InterruptedException {
        tools.program(
                "mvn",
                StandInTools.MAVEN + "echo $(cat \"$(dirname \"$2\")/cli/src/main/java/A.java\")"
                        + " >\"$(dirname \"$2\")/cli/target/understudy.jar\"\n");
        Path checkout = tools.checkout("plain");
        tools.call(checkout);
        Path jar = checkout.resolve("cli/target/understudy.jar");
        Path open = Files.createLink(tools.root().resolve("open"), jar);
        Files.writeString(checkout.resolve("cli/src/main/java/A.java"), "second");
        tools.call(checkout);
        assertEquals(Files.readString(jar).strip(), "second");
        assertEquals(Files.readString(open).strip(), "first");
    }

    @Test
    public void ofTwoThatComeAtOnceOneBuildsAndTheOtherWaits() throws Exception {
        tools.program("mvn", StandInTools.MAVEN + "sleep 2\n");
        Path checkout = tools.checkout("plain");
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<String> said = new ArrayList<>();
            for (Future<String> each :
                    two.invokeAll(List.<Callable<String>>of(() -> tools.call(checkout), () -> tools.call(checkout)))) {
                said.add(each.get());
            }
            said.sort(String::compareTo);
            assertTrue(said.get(0).startsWith("0 Another one is building Understudy"), said.toString());
            assertTrue(said.get(1).startsWith("0 Building Understudy"), said.toString());
        } finally {
            two.shutdown();
        }
        assertEquals(tools.builds(), 1);
        assertFalse(Files.exists(checkout.resolve("cli/target/building")));
    }

    /** No process has so high a number. */
    @Test
    public void whoDiedWhileBuildingIsNotWaitedFor() throws IOException, InterruptedException {
        Path checkout = tools.checkout("plain");
        Path lock = Files.createDirectories(checkout.resolve("cli/target/building"));
        String host = StandInTools.bash("echo $HOSTNAME");
        Files.writeString(lock.resolve("process"), "99999999 " + host + "\n");
        assertTrue(tools.call(checkout).startsWith("0 Building Understudy"));
        assertEquals(tools.builds(), 1);
        assertFalse(Files.exists(lock));
    }

    @Test
    public void whatMavenBuiltByItselfIsTaken() throws IOException, InterruptedException {
        Path checkout = tools.checkout("plain");
        Path jar = Files.createDirectories(checkout.resolve("cli/target")).resolve("understudy.jar");
        Files.createFile(jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        assertEquals(tools.call(checkout), "0");
        assertEquals(tools.builds(), 0);
    }

    @Test
    public void missingToolsAndAnOldJavaAreNamedInOneLine() throws IOException, InterruptedException {
        Path checkout = tools.checkout("plain");
        Files.writeString(tools.root().resolve("tools/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        assertEquals(
                tools.call(checkout),
                "2 Java 17 or newer is wanted, " + tools.bin().resolve("java")
                        + " is Java 11; JAVA_HOME says which one to use");
        Files.writeString(tools.root().resolve("tools/release"), "JAVA_VERSION=\"1.8.0_292\"\n");
        assertTrue(tools.call(checkout).contains(" is Java 8; "));
        Files.writeString(tools.root().resolve("tools/release"), "JAVA_VERSION=\"21\"\n");
        Files.delete(tools.bin().resolve("mvn"));
        String none = tools.call(checkout, Map.of("PATH", tools.bin() + ":" + tools.withoutMavenAndJava()));
        assertTrue(none.startsWith("2 Understudy has to be built once, and there is no Maven on the PATH"), none);
        assertEquals(none.lines().count(), 1, none);
        String java = tools.call(
                checkout, Map.of("JAVA_HOME", tools.root().resolve("nowhere").toString()));
        assertEquals(
                java,
                "2 No Java at " + tools.root().resolve("nowhere")
                        + ": Java 17 or newer is wanted; JAVA_HOME says where it is");
    }

    /** A Maven that builds what a cluster wants as well. */
    private void mavenWithSpark() throws IOException {
        tools.program("mvn", StandInTools.MAVEN + """
            case "$*" in *,spark\\ *) ;; *) exit 0 ;; esac
            spark="$(dirname "$2")/spark/target"
            mkdir -p "$spark"
            touch "$spark/understudy-spark.jar"
            printf %s "/m2/spark-core.jar:/m2/jackson.jar" >"$spark/sparks.txt"
            printf %s "/m2/core.jar" >"$spark/ours.txt"
            """);
        tools.program("java", StandInTools.JAVA + """
            case "$*" in *JavaOptions) echo --add-opens=some ;; *) echo "home $SPARK_HOME, address $SPARK_LOCAL_IP" >>"$CALLS" ;; esac
            """);
    }

    @Test
    public void sparkIsBuiltAndOnTheClassPathWhereItIsWanted() throws IOException, InterruptedException {
        mavenWithSpark();
        Path checkout = tools.checkout("plain");
        assertTrue(tools.call(checkout).startsWith("0 Building Understudy"));
        assertTrue(
                tools.calls().get(0).endsWith(" -pl cli,benchmarks -am package"),
                tools.calls().get(0));
        assertFalse(tools.calls().get(1).contains("spark"), tools.calls().get(1));
        String out = tools.call(checkout, Map.of(), "compare", "kd", "--spark", "local-cluster[2,1,1024]");
        assertTrue(out.startsWith("0 Building Understudy"), out);
        List<String> calls = tools.calls().subList(3, tools.calls().size());
        assertTrue(calls.get(0).endsWith(" -pl cli,benchmarks,spark -am package"), calls.get(0));
        Path spark = checkout.resolve("spark/target");
        String classes = "-cp /m2/spark-core.jar:/m2/jackson.jar:" + spark + "/understudy-spark.jar:/m2/core.jar dev.";
        assertTrue(calls.get(2).contains(classes), calls.get(2));
        assertTrue(calls.get(2).contains(" --add-opens=some "), calls.get(2));
        assertEquals(calls.get(3), "home " + spark + "/home, address 127.0.0.1");
        assertEquals(Files.readSymbolicLink(spark.resolve("home/jars/spark-core.jar")), Path.of("/m2/spark-core.jar"));
        // Both are built now, for either use.
        assertEquals(tools.call(checkout, Map.of(), "compare", "kd", "--spark=spark://a:7077"), "0");
        assertEquals(tools.calls().get(tools.calls().size() - 1), "home " + spark + "/home, address ");
        assertEquals(tools.call(checkout), "0");
        assertEquals(tools.builds(), 2);
    }

    @Test
    public void resumeKnowsWhichComparisonWasOnACluster() throws IOException, InterruptedException {
        mavenWithSpark();
        Path checkout = tools.checkout("plain");
        Path run = Files.createDirectories(tools.root().resolve("run/checkpoints"));
        Files.writeString(
                run.resolve("command.json"), "{\"words\":[\"compare\",\"kd\",\"--spark\",\"local[1]\",\"--seed\"]}");
        String folder = tools.root().resolve("run").toString();
        tools.call(checkout, Map.of(), "resume", folder);
        assertTrue(
                tools.calls().get(0).endsWith(" -pl cli,benchmarks,spark -am package"),
                tools.calls().get(0));
        assertTrue(
                tools.calls().get(3).endsWith("address 127.0.0.1"),
                tools.calls().toString());
        int before = tools.calls().size();
        tools.call(checkout, Map.of(), "resume", "--stacktrace", folder);
        assertTrue(tools.calls().size() > before);
        assertTrue(
                tools.calls().get(tools.calls().size() - 1).endsWith("address 127.0.0.1"),
                tools.calls().toString());
    }

    @Test
    public void aUserWhomTheSystemDoesNotKnowHasTheShellsHome() throws IOException, InterruptedException {
        tools.program("id", "#!/usr/bin/env bash\nexit 1\n");
        Path checkout = tools.checkout("plain");
        tools.call(checkout, Map.of("HOME", tools.root().toString()));
        for (String call : tools.calls()) {
            assertTrue(call.contains("-Duser.home=" + tools.root() + " "), call);
        }
        assertEquals(tools.calls().size(), 2);
        Files.delete(tools.bin().resolve("id"));
        tools.call(checkout, Map.of("HOME", tools.root().toString()));
        assertFalse(tools.calls().get(2).contains("user.home"), tools.calls().get(2));
    }

    @Test
    public void aBuildThatFailsShowsWhyAndLeavesNothing() throws IOException, InterruptedException {
        tools.program("mvn", "#!/usr/bin/env bash\necho the reason\nexit 1\n");
        Path checkout = tools.checkout("plain");
        String out = tools.call(checkout);
        assertTrue(out.startsWith("1 Building"), out);
        assertTrue(out.contains("the reason"), out);
        List<String> lines = new ArrayList<>(out.lines().toList());
        assertEquals(lines.get(lines.size() - 1), "The build failed; the lines above say why.");
        assertFalse(Files.exists(checkout.resolve("cli/target/build-state")));
        assertFalse(Files.exists(checkout.resolve("cli/target/building")));
    }

    @Test
    public void aCheckoutThatCannotBeWrittenToIsRefusedWhereItHasToBeBuilt() throws IOException, InterruptedException {
        Path checkout = tools.checkout("plain");
        Path target = checkout.resolve("cli/target");
        Files.writeString(target, "a file in the place of the folder");
        assertEquals(
                tools.call(checkout),
                "2 Understudy has to be built, and " + target
                        + " cannot be written to; build it as a user who may write" + " there");
    }
}
