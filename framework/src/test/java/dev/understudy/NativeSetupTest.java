package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.internal.OtherWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testng.SkipException;
import org.testng.annotations.BeforeClass;
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
        double busy = OtherWork.processors();
        assertTrue(busy >= 0 && busy <= 2.0 * Runtime.getRuntime().availableProcessors(), "others: " + busy);
    }

    private static String oneOfSeveral() {
        return Runtime.getRuntime().availableProcessors() > 1 ? "1" : "null";
    }

    private static String variable(String name, Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(Probe.class.getName(), name));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(key -> key.startsWith("OMP_") || key.startsWith("GOMP_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
