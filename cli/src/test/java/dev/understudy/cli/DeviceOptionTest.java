package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.SkipException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every command that runs networks is told where. */
public class DeviceOptionTest {

    @DataProvider
    public Object[][] commands() {
        return new Object[][] {
            {"quickstart --output " + Cli.fresh()},
            {"train student --output " + Cli.fresh()},
            {"compare student --output " + Cli.fresh()},
            {"table 3 --output " + Cli.fresh()},
            {"evaluate " + Cli.finished()},
            {"latency " + Cli.finished()},
        };
    }

    @Test(dataProvider = "commands")
    public void aDeviceThatIsNotThereIsRefusedInOneLine(String command) {
        if (Engine.getInstance().getGpuCount() > 0) {
            throw new SkipException("There is a GPU here");
        }
        Cli.run(command + " --device gpu")
                .refused("--device gpu: the engine sees 0 GPUs on this machine; --device cpu takes the processor, a GPU"
                        + " needs NVIDIA's driver and a build with CUDA (docs/guide/engines.md)");
    }

    @Test
    public void oneNetworkRunsOnOneDevice() {
        for (String command : new String[] {"evaluate ", "latency "}) {
            Cli.run(command + Cli.finished() + " --device cpu,cpu")
                    .refused("--device cpu,cpu: one device is wanted here, such as cpu or gpu0");
            Cli.run(command + Cli.finished() + " --device quantum").refused("--device must be cpu, gpu or gpu with a");
        }
    }

    @Test
    public void networksAreMeasuredOnTheDeviceThatIsNamed() {
        String named = Cli.run("evaluate " + Cli.finished() + " --device cpu")
                .succeeded()
                .out();
        assertEquals(named, Cli.run("evaluate " + Cli.finished()).succeeded().out());
    }

    @Test
    public void theLogSaysWhatComputed() throws IOException {
        Path log = Cli.finished().resolve("log.txt");
        String machine = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("Machine: "))
                .findFirst()
                .orElse("none");
        assertTrue(machine.contains("logical cores"), machine);
        assertFalse(machine.contains("GPU"), machine);
    }
}
