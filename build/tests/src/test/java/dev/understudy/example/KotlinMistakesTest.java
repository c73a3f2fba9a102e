package dev.understudy.example;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.Kotlinc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testng.annotations.Test;

/** What Kotlin's compiler says of wrong code: {@code Mistakes.kt} has the message behind each line that is one. */
public class KotlinMistakesTest {

    private static final Path SOURCES = Path.of("src/test/resources/dev/understudy/example");

    @Test
    public void nullAndSwappedTapsDoNotCompileAndTheRestDoes() throws IOException {
        Path mistakes = SOURCES.resolve("Mistakes.kt");
        Map<Integer, String> wanted = new TreeMap<>();
        List<String> lines = Files.readAllLines(mistakes);
        for (int i = 0; i < lines.size(); i++) {
            int comment = lines.get(i).indexOf(" // ");
            if (comment >= 0) {
                wanted.put(i + 1, lines.get(i).substring(comment + 4));
            }
        }
        Map<Integer, String> said = new TreeMap<>();
        for (Kotlinc.Message message :
                Kotlinc.compile(Files.createTempDirectory("mistakes"), mistakes, SOURCES.resolve("NoMistakes.kt"))) {
            assertEquals(message.file(), "Mistakes.kt", message.toString());
            said.putIfAbsent(message.line(), message.text());
        }
        assertEquals(said.keySet(), wanted.keySet(), said.toString());
        wanted.forEach((line, text) -> {
            String message = said.getOrDefault(line, "");
            assertTrue(message.contains(text), "line " + line + ": " + message);
        });
    }
}
