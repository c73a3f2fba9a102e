package dev.understudy.dataset;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.file.Path;
import org.testng.annotations.Test;

public final class UserHomeTest {

    @Test
    public void whatIsNamedWinsOverTheHome() {
        assertEquals(UserHome.folder("/named", "/users/me", "/shell"), Path.of("/named"));
        assertEquals(UserHome.folder(" ", "/users/me", "/shell"), Path.of("/users/me/.understudy"));
        assertEquals(UserHome.folder(null, "/users/me", null), Path.of("/users/me/.understudy"));
    }

    @Test
    public void aUserWhomTheSystemDoesNotKnowHasTheShellsHome() {
        assertEquals(UserHome.folder(null, "?", "/users/somebody"), Path.of("/users/somebody/.understudy"));
        assertEquals(UserHome.folder(null, "", "/users/somebody"), Path.of("/users/somebody/.understudy"));
        assertEquals(UserHome.folder(null, null, "/users/somebody"), Path.of("/users/somebody/.understudy"));
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
