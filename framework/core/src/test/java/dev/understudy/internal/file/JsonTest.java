package dev.understudy.internal.file;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.annotations.Test;

public final class JsonTest {

    /** Losses by the names that a user gave to objectives. */
    record Losses(Map<String, Double> terms) {}

    @Test
    public void namesOfAUsersStayWhateverFieldsWereOnceCalled() throws IOException {
        Losses losses = new Losses(Map.of("deviation", 1.0, "mean", 2.0, "shares", 3.0, "sitting", 4.0));
        Path file = Files.createTempFile("losses", ".json");
        try {
            Files.write(file, Json.pretty(losses));
            assertEquals(Json.read(file, Losses.class, 1), losses);
        } finally {
            Files.delete(file);
        }
    }
}
