package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.internal.file.ResultFiles;
import dev.understudy.report.internal.notes.PeakMemoryColumn;
import dev.understudy.result.Comparison;
import dev.understudy.result.Measurement;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.Profile;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.testng.annotations.Test;

/** Costs that were measured together, and what is said of them. */
public final class MeasurementSessionTest {

    private static Profile profile(String recipe, String session, double busy, int epochs, double... rounds) {
        List<Double> times = DoubleStream.of(rounds).boxed().toList();
        return new Profile(
                Profile.FORMAT,
                recipe,
                List.of(new Profile.StageCost(
                        "whole", epochs, Measurement.of("step", times).median())),
                100,
                0,
                null,
                List.of(),
                Compared.provenance("abc123", Compared.HERE),
                new MeasurementSession(session, times, 12, busy),
                null);
    }

    @Test
    public void ratiosAreThoseOfTheRounds() {
        Profile alone = profile("student", "a", 0, 10, 10, 20, 40);
        Profile slow = profile("slow", "a", 0, 10, 26, 50, 96);
        Measurement ratio = slow.timesAsLong(alone);
        assertEquals(List.of(ratio.lowest(), ratio.median(), ratio.highest()), List.of(2.4, 2.5, 2.6));
        // Half the epochs take half the time.
        assertEquals(profile("slow", "a", 0, 5, 26, 50, 96).timesAsLong(alone).median(), 1.25);
        assertEquals(alone.timesAsLong(alone), Measurement.of("times as long", List.of(1.0, 1.0, 1.0)));
        // Measured apart, no round belongs to another: the costs alone are left.
        assertEquals(profile("slow", "b", 0, 10, 26, 50, 96).timesAsLong(alone).rounds(), List.of(2.5));
    }

    @Test
    public void aNoisyMachineIsSaid() {
        List<Profile> calm = List.of(profile("a", "s", 0.1, 1, 10, 11), profile("b", "s", 0.1, 1, 20, 21));
        assertEquals(MeasurementSession.doubts(calm), List.of());
        assertEquals(
                MeasurementSession.doubts(List.of(profile("a", "s", 1.32, 1, 10, 11))),
                List.of("While costs were measured, other programs kept 1.3 processors busy: times are too long, and"
                        + " rough."));
        assertEquals(
                MeasurementSession.doubts(
                        List.of(profile("a", "s", 0, 1, 34, 40, 104), profile("b", "s", 0, 1, 20, 21))),
                List.of("The time of a step differed by more than a quarter from round to round, so that it is rough: a"
                        + " (34.0 to 104.0 ms)."));
        assertEquals(
                MeasurementSession.doubts(
                        List.of(profile("a", "s", 0, 1, 10, 20), profile("a:epochs=9", "s", 0, 9, 10, 20))),
                List.of("The time of a step differed by more than a quarter from round to round, so that it is rough: a"
                        + " (10.0 to 20.0 ms)."),
                "the same rounds are told once");
        assertEquals(
                MeasurementSession.doubts(List.of(profile("a", "s", 0, 1, 10), profile("b", "t", 0, 1, 10))),
                List.of("Not all costs were measured together, so that they do not compare well."));
        assertEquals(
                MeasurementSession.doubts(List.of(Compared.profile("a"))).size(),
                1,
                "what an earlier version measured");
    }

    @Test
    public void theNotesSayHowCostsWereMeasuredAndHowSureTheRatioIs() {
        TableCell alone = Compared.with(
                Compared.cell("student", "single", "student", 60, 61),
                null,
                profile("student", "a", 0, 10, 10, 20, 40));
        TableCell slow = Compared.with(
                Compared.cell("slow", "single", "slow", 62, 63), null, profile("slow", "a", 0, 10, 26, 50, 96));
        List<String> notes = ComparisonNotes.of(Compared.of(alone, slow));
        String all = String.join("\n", notes);
        assertTrue(
                all.contains(
                        "Costs were measured with one student at a time, in turns, in 3 rounds that took 12.0 s in all"
                                + " (shown is their median), on one machine: " + Compared.HERE + "."),
                all);
        assertTrue(
                all.contains("slow takes longest: 2.50 times (2.40 to 2.60 from round to round) as long as the student"
                        + " alone."),
                all);
        assertTrue(all.contains("Peak memory: the most memory of the C library"), all);
        String table = MarkdownTable.render(Compared.of(alone, slow));
        assertTrue(table.contains("| 50.00 (26.00 to 96.00) |"), table);
    }

    @Test
    public void memoryOfAGpuIsNamedAsThatOfTheWholeCard() {
        Profile known = profile("student", "a", 0, 10, 10, 20, 40);
        Profile measured = new Profile(
                known.format(),
                known.recipe(),
                known.stages(),
                known.stepsPerEpoch(),
                known.extraParameters(),
                known.peakBytes(),
                known.gradientShares(),
                known.provenance(),
                known.session(),
                3L << 30);
        Comparison comparison =
                Compared.of(Compared.with(Compared.cell("student", "single", "student", 60, 61), null, measured));
        String table = MarkdownTable.render(comparison);
        assertTrue(table.contains("| Peak memory (whole GPU) |"), table);
        assertTrue(table.contains("| 3.00 GiB |"), table);
        assertTrue(table.contains("Peak memory: the most memory of the whole GPU"), table);
        PeakMemoryColumn column = PeakMemoryColumn.of(comparison);
        assertEquals(column.measure(), "peak memory of the whole GPU");
        assertEquals(column.bytes(measured), (Long) (3L << 30));
    }

    @Test
    public void profilesOfAFolderAreTakenWhereAllAreOfOneSessionAndNoneIsMissing() throws IOException {
        Path folder = Files.createTempDirectory("costs");
        try {
            ResultFiles files = new ResultFiles(folder);
            Map<String, Map<String, String>> settings = new LinkedHashMap<>();
            Map<String, String> student = Map.of("recipe", "student", ResultFiles.SEED, "1");
            Map<String, String> kd = Map.of("recipe", "kd", ResultFiles.SEED, "1");
            settings.put("student", student);
            settings.put("kd", kd);
            files.keep("student", student, profile("student", "a", 0, 1, 10));
            assertEquals(files.profiles(settings, name -> name), Map.of(), "kd is new");
            files.keep("kd", kd, profile("kd", "b", 0, 1, 10));
            assertEquals(files.profiles(settings, name -> name), Map.of(), "kd was measured later");
            files.keep("kd", kd, profile("kd", "a", 0, 1, 10));
            assertEquals(
                    files.profiles(settings, name -> name).keySet().stream().collect(Collectors.joining(" ")),
                    "student kd");
            settings.remove("student");
            assertEquals(files.profiles(settings, name -> name).size(), 1, "fewer are of one session too");
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A cost in a comparison that an earlier version wrote does not say how it was measured. */
    @Test
    public void costsOfEarlierVersionsAreRead() throws IOException {
        Path file = Files.createTempFile("profile", ".json");
        try {
            Compared.profile("student").write(file);
            Files.writeString(file, Files.readString(file).replaceAll(",\\s*\"session\" : null", ""));
            assertFalse(Files.readString(file).contains("session"));
            assertNull(Profile.read(file).session());
            Files.writeString(file, Files.readString(file).replace("\"gradientShares\"", "\"shares\""));
            assertEquals(Profile.read(file), Compared.profile("student"));
            Compared.of(Compared.with(
                            Compared.cell("student", "single", "student", 60), null, Compared.profile("student")))
                    .write(file);
            Files.writeString(file, Files.readString(file).replaceAll(",\\s*\"session\" : null", ""));
            assertFalse(Files.readString(file).contains("session"));
            assertEquals(Comparison.read(file).cells().size(), 1);
        } finally {
            Files.delete(file);
        }
    }
}
