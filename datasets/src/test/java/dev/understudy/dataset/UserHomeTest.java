package dev.understudy.dataset;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.file.Path;
import org.testng.annotations.Test;

public final class UserHomeTest {

    @Test
    public void whatIsNamedWinsOverTheHome() {
        assertEquals(UserHome.folder("/named", "/home/me", "/shell"), Path.of("/named"));
        assertEquals(UserHome.folder(" ", "/home/me", "/shell"), Path.of("/home/me/.understudy"));
        assertEquals(UserHome.folder(null, "/home/me", null), Path.of("/home/me/.understudy"));
    }

    @Test
    public void aUserWhomTheSystemDoesNotKnowHasTheShellsHome() {
        assertEquals(UserHome.folder(null, "?", "/home/somebody"), Path.of("/home/somebody/.understudy"));
        assertEquals(UserHome.folder(null, "", "/home/somebody"), Path.of("/home/somebody/.understudy"));
        assertEquals(UserHome.folder(null, null, "/home/somebody"), Path.of("/home/somebody/.understudy"));
    }

    @Test
    public void withoutAnyHomeOneLineSaysWhatToSet() {
        for (String shell : new String[] {null, "", "?", "relative"}) {
            String line = String.valueOf(expectThrows(DataException.class, () -> UserHome.folder(null, "?", shell))
                    .getMessage());
            assertTrue(line.contains("UNDERSTUDY_HOME"), line);
        }
    }
}
