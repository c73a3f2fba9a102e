package dev.understudy.cli.run;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;

import ai.djl.Device;
import dev.understudy.cli.Cli;
import dev.understudy.internal.file.ManagedFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A run's folder, and what a run says when it is stopped. */
public class RunLogTest {

    private static RunLog next() {
        return new RunFolder(null, "beside").open(new PrintWriter(new StringWriter()), List.of("train"));
    }

    @Test
    public void runsThatNobodyNamedHaveFoldersOfTheirOwnAlsoAtTheSameTime() throws IOException {
        try (RunLog first = next();
                RunLog second = next()) {
            assertEquals(first.folder(), Path.of("runs", "beside-1"));
            assertEquals(second.folder(), Path.of("runs", "beside-2"));
            second.stopped(new CancellationException());
            assertFalse(Files.exists(second.folder()), "a run that came to nothing leaves its number to the next one");
            first.stopped(new CancellationException());
            assertFalse(Files.exists(first.folder()));
            ManagedFolder.removeEmpty(Path.of("runs"));
        }
    }

    @Test
    public void theCommandThatGoesOnCanBeTypedWhateverTheFolderIsCalled() throws IOException {
        Path folder = Cli.fresh().resolveSibling("my run's");
        StringWriter out = new StringWriter();
        try (RunLog log = RunLog.open(folder, new PrintWriter(out, true), List.of("train"))) {
            Files.writeString(folder.resolve("channel-seed1.json"), "{}");
            log.stopped(new CancellationException());
        }
        assertEquals(
                out.toString().strip(),
                "Stopped; nothing is lost: ./understudy resume '" + folder.resolveSibling("my run'\\''s")
                        + "' goes on from the last checkpoint");
    }

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
