package dev.understudy.cli.run;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import dev.understudy.cli.Cli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What a run says when it is stopped. */
public class RunLogTest {

    @DataProvider
    public Object[][] devices() {
        return new Object[][] {
            {List.of(Device.cpu()), ""},
            {List.of(Device.gpu()), "; on a GPU it ends the same within noise, not bit for bit"},
            {List.of(Device.gpu(0), Device.gpu(1)), "; on a GPU it ends the same within noise, not bit for bit"},
        };
    }

    @Test(dataProvider = "devices")
    public void bitsArePromisedOnAProcessorAlone(List<Device> devices, String more) throws IOException {
        Path folder = Cli.fresh();
        StringWriter out = new StringWriter();
        String wanted = "./understudy resume " + folder + " goes on from the last checkpoint" + more;
        try (RunLog log = RunLog.open(folder, new PrintWriter(out, true), List.of("train"))) {
            log.machine(devices);
            Files.writeString(folder.resolve("channel-seed1.json"), "{}");
            log.stopped(new CancellationException());
            log.stopped(new IOException("No space left on device"));
        }
        assertEquals(
                out.toString().lines().toList(),
                List.of("Stopped; nothing is lost: " + wanted, "Stopped; once that is mended, " + wanted));
    }
}
