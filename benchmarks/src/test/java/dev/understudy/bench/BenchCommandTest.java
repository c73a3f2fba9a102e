package dev.understudy.bench;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What {@code bench} prints and writes; never how fast anything is. */
public class BenchCommandTest {

    @Test
    public void everyGroupIsMeasuredPrintedAndWritten() {
        Path file = Cli.folder().resolve("bench.json");
        Cli.Result result = Cli.run("bench --quick --rounds 1 --output " + file);
        assertEquals(result.status(), 0, result.err());
        BenchSummary summary = BenchSummary.read(file);
        assertTrue(
                summary.provenance().command().startsWith("./understudy bench --quick --rounds 1"),
                summary.provenance().command());
        assertTrue(summary.provenance().engine().startsWith("PyTorch"));
        assertTrue(summary.provenance().seconds() > 0);
        assertEquals(summary.settings().get("quick"), "true");
        LinkedHashSet<String> groups = new LinkedHashSet<>();
        for (BenchRow row : summary.rows()) {
            groups.add(row.group());
            assertEquals(row.first().rounds().size(), 1, row.name());
            assertEquals(row.second().rounds().size(), 1, row.name());
            assertEquals(row.ratio(), row.second().median() / row.first().median(), row.name());
            assertTrue(result.out().contains(row.name()), row.name());
            assertTrue(result.err().contains(row.group() + ": " + row.name()), row.name());
        }
        // One needs Python, the other has tables in place of rows.
        groups.add("methods");
        groups.add("growth");
        // That of a device that is named.
        groups.add("device");
        assertEquals(new ArrayList<>(groups), Benchmarks.groups());
        assertEquals(summary.growth().size(), 5);
        assertTrue(summary.leftOut().stream().anyMatch(line -> line.contains("PyTorch")), "" + summary.leftOut());
        summary.leftOut().forEach(line -> assertTrue(result.out().contains(line), line));
    }

    @Test
    public void aGroupCanBeRunByItself() {
        Path file = Cli.folder().resolve("losses.json");
        Cli.Result result = Cli.run("bench teacher --quick --rounds 1 --output " + file);
        assertEquals(result.status(), 0, result.err());
        List<String> groups = BenchSummary.read(file).rows().stream()
                .map(BenchRow::group)
                .distinct()
                .toList();
        assertEquals(groups, List.of("teacher"));
    }

    /** As on a GPU, but for how busy it is; Python with PyTorch is not there. */
    @Test
    public void theGroupOfADeviceIsRehearsedOnTheProcessor() {
        Path file = Cli.folder().resolve("device.json");
        Cli.Result result = Cli.run("bench --device cpu --quick --rounds 1 --output " + file);
        assertEquals(result.status(), 0, result.err());
        BenchSummary summary = BenchSummary.read(file);
        assertEquals(
                summary.rows().stream().map(BenchRow::name).toList(),
                List.of("Table 3 at full width, 24 epochs of 45,000 images, by 3 of 4"));
        assertEquals(
                summary.leftOut(),
                List.of(
                        "device: steps, which are against PyTorch in Python left out: no --python FILE",
                        "device: how busy the card is left out: the device is no graphics card"));
    }

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {"bench looses", "No group of benchmarks named \"looses\"; there are [losses, steps, overhead"},
            {"bench --rounds 0", "--rounds must be from 1 to 1000, got 0"},
            {"bench --rounds many", "'--rounds': 'many'"},
            {"bench --python no/such/python", "--python no/such/python: a Python interpreter is wanted"},
            {"bench device", "The group \"device\" is measured on the device that --device names, such as --device gpu"
            },
            {"bench losses --device cpu", "--device is for the group \"device\"; [losses] are measured on the processor"
            },
            {"bench --device tpu", "--device must be cpu, gpu or gpu with a number"},
            {"bench --device gpu7", "--device gpu7: the engine sees "},
            {"bench --output no/such/bench.json", "--output no/such/bench.json: a file in a folder"},
        };
    }

    @Test(dataProvider = "mistakes")
    public void nonsenseIsRefusedInOneLineBeforeAnythingIsMeasured(String words, String message) {
        Cli.run(words).refused(message);
        assertFalse(Files.exists(Path.of("bench.json")));
    }
}
