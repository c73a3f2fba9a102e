package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The locale in which the launcher and the notebooks' kernel start Java. */
public class LauncherLocaleTest {

    private static final Path SCRIPT = Path.of("..", "build", "utf8-locale");

    private static String answer(String locale) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString());
        builder.environment().put("LC_ALL", locale);
        try {
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new SkipException("There is no bash here", e);
        }
    }

    @Test
    public void inALocaleWithoutUnicodeAnotherOneIsTaken() throws IOException {
        for (String locale : new String[] {"C", "POSIX", "no_NO.such"}) {
            assertTrue(answer(locale).matches("(?i)LC_ALL=.*utf-?8"), locale + ": " + answer(locale));
        }
    }

    @Test
    public void aLocaleWithUnicodeStays() throws IOException {
        assertEquals(answer(answer("C").replace("LC_ALL=", "")), "");
    }

    @Test
    public void whoeverStartsJavaAsksForIt() throws IOException {
        for (String launcher : new String[] {"understudy", "notebooks/kernel/start"}) {
            String text = Files.readString(Path.of("..").resolve(launcher));
            assertTrue(text.contains("/build/utf8-locale\") \"$java\""), launcher);
        }
    }
}
