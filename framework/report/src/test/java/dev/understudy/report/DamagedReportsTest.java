package dev.understudy.report;

import static org.testng.Assert.assertTrue;

import dev.understudy.Mutations;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.Profile;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TestAccuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

/** What a run wrote, damaged at random. */
public final class DamagedReportsTest {

    private static final int MANY = 2500;
    private static final long SMALL = 1 << 23;

    @Test
    public void cardsSummariesStudentsAndHistories() throws IOException {
        Path file = Files.createTempFile("damaged", ".json");
        card().write(file);
        int refused = Mutations.check(file, MANY, SMALL, () -> NetworkCard.read(file));
        Samples.summary(List.of(Samples.student("student", 1, 60, 61.5))).write(file);
        refused += Mutations.check(file, MANY, SMALL, () -> RunSummary.read(file));
        StudentResult student = Compared.student("student", 1, 60);
        student.write(file);
        refused += Mutations.check(file, MANY, SMALL, () -> StudentResult.read(file));
        Compared.profile("student").write(file);
        refused += Mutations.check(file, MANY, SMALL, () -> Profile.read(file));
        new History(student.history()).writeCsv(file);
        refused += Mutations.check(file, MANY, SMALL, () -> History.readCsv(file));
        assertTrue(refused > MANY, "refused " + refused);
        Files.delete(file);
    }

    private static NetworkCard card() {
        return new NetworkCard(
                "tiny",
                "two",
                0.25,
                "shapes",
                List.of(3L, 8L, 8L),
                List.of("ring", "disc"),
                List.of(0.5, 0.4, 0.3),
                List.of(0.2, 0.2, 0.2),
                42,
                1234,
                new TestAccuracy(61.5, 62),
                null,
                1.25,
                "tiny.safetensors",
                "a".repeat(64),
                Map.of("epochs", "3"));
    }
}
