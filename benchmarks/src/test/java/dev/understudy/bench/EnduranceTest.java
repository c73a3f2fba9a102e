package dev.understudy.bench;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.engine.NativeHeap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * A process holds no more at the end of a long training than at a tenth of it. {@code -Dunderstudy.endurance=20000} makes
 * it as long as that; by default it is short, and what is warming up then is let off more.
 */
public class EnduranceTest {

    private static final int SHORT = 2_000;
    private static final int LONG = 20_000;

    @Test
    public void memoryFilesAndThreadsStayAsTheyWere() throws IOException {
        if (!ResidentMemory.isTold() || !NativeHeap.isTold()) {
            throw new SkipException("What a process holds is read from /proc and glibc");
        }
        int steps = Integer.getInteger("understudy.endurance", SHORT);
        List<Endurance.Reading> readings = readings(steps, steps / 10);
        Endurance.Reading early = readings.get(steps < LONG ? readings.size() / 2 : 0);
        Endurance.Reading late = readings.get(readings.size() - 1);
        assertEquals(late.step(), steps);
        double growth = steps < LONG ? 1.05 : 1.02;
        assertTrue(late.resident() < early.resident() * growth, readings.toString());
        assertTrue(late.files() <= early.files(), readings.toString());
        assertTrue(late.threads() <= early.threads(), readings.toString());
    }

    /**
     * Java's heap has one size from the beginning, and its second compiler, whose work takes 20 MB here and there that the
     * C library then keeps, is left out: what changes is what the training and the engine hold.
     */
    private static List<Endurance.Reading> readings(int steps, int every) throws IOException {
        List<String> command = FreshJvm.java();
        command.addAll(List.of(
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "--enable-native-access=ALL-UNNAMED"));
        for (String name : List.of("ai.djl.offline", "ai.djl.default_engine", "ai.djl.pytorch.num_threads")) {
            command.add("-D" + name + "=" + System.getProperty(name));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Endurance.class.getName()));
        command.addAll(List.of(Integer.toString(steps), Integer.toString(every)));
        List<Endurance.Reading> readings = new ArrayList<>();
        FreshJvm.run(command).lines().map(Endurance.Reading::parse).forEach(readings::add);
        return readings;
    }
}
