package dev.understudy.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.internal.timing.OtherLoad;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Each case in a JVM of its own, since the C library is set up once. */
public final class NativeSetupTest {

    /** Prints what the C library knows of a variable after the set-up. */
    public static final class Probe {

        private Probe() {}

        /** Prints the variable that it is given the name of. */
        public static void main(String[] args) {
            NativeSetup.prepare();
            NativeSetup.prepare();
            System.out.println(
                    com.sun.jna.Function.getFunction("c", "getenv").invokeString(new Object[] {args[0]}, false));
        }
    }

    /** Prints what the C library knows of a variable once every class of the framework was touched. */
    public static final class Touch {

        private Touch() {}

        /** Prints the variable that it is given the name of. */
        public static void main(String[] args) throws ReflectiveOperationException, IOException, URISyntaxException {
            Path classes = Path.of(NativeSetup.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<String> names = new ArrayList<>();
            try (Stream<Path> files = Files.walk(classes)) {
                files.map(file -> classes.relativize(file).toString().replace(File.separatorChar, '.'))
                        .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                        .forEach(name -> names.add(name.substring(0, name.length() - ".class".length())));
            }
            for (String name : names) {
                Class.forName(name);
            }
            System.out.println(names.size() + " "
                    + com.sun.jna.Function.getFunction("c", "getenv").invokeString(new Object[] {args[0]}, false));
        }
    }

    @BeforeClass
    public void onLinuxOnly() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new SkipException("Nothing is set up here");
        }
    }

    @Test
    public void workersDoNotSpinForLong() throws IOException {
        String count = variable("GOMP_SPINCOUNT", Map.of());
        String policy = variable("OMP_WAIT_POLICY", Map.of());
        assertTrue(!count.equals("null") || policy.equals("PASSIVE"), count + ", " + policy);
    }

    @Test
    public void whatTheUserSetsStays() throws IOException {
        assertEquals(variable("OMP_WAIT_POLICY", Map.of("OMP_WAIT_POLICY", "ACTIVE")), "ACTIVE");
        assertEquals(variable("GOMP_SPINCOUNT", Map.of("OMP_WAIT_POLICY", "ACTIVE")), "null");
        assertEquals(variable("OMP_NUM_THREADS", Map.of("OMP_NUM_THREADS", "3")), "3");
    }

    @Test
    public void aContainersLimitCountsForTheEngineToo() throws IOException {
        assertEquals(variable("OMP_NUM_THREADS", Map.of(), "-XX:ActiveProcessorCount=1"), oneOfSeveral());
    }

    @Test
    public void itCanBeTurnedOff() throws IOException {
        assertEquals(variable("GOMP_SPINCOUNT", Map.of(), "-Dunderstudy.native.setup=false"), "null");
        assertEquals(variable("OMP_WAIT_POLICY", Map.of(), "-Dunderstudy.native.setup=false"), "null");
    }

    @Test
    public void seesThatOthersCannotUseMoreThanThereIs() {
        double busy = OtherLoad.processors();
        assertTrue(busy >= 0 && busy <= 2.0 * Runtime.getRuntime().availableProcessors(), "others: " + busy);
    }

    @Test(dataProvider = "variables")
    public void touchingAClassChangesNothingOfTheProcess(String variable) throws IOException {
        String touched = run(Touch.class, variable, Map.of());
        assertTrue(touched.matches("[1-9]\\d\\d+ null"), touched);
    }

    @DataProvider
    public Object[] variables() {
        return new Object[] {"GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "OMP_NUM_THREADS"};
    }

    private static String oneOfSeveral() {
        return Runtime.getRuntime().availableProcessors() > 1 ? "1" : "null";
    }

    private static String variable(String name, Map<String, String> environment, String... options) throws IOException {
        return run(Probe.class, name, environment, options);
    }

    private static String run(Class<?> program, String name, Map<String, String> environment, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(program.getName(), name));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(key -> key.startsWith("OMP_") || key.startsWith("GOMP_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
