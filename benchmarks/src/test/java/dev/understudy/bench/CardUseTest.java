package dev.understudy.bench;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.util.List;
import org.testng.annotations.Test;

public final class CardUseTest {

    @Test
    public void theMeanIsThatOfTheNumbers() {
        assertEquals(CardUse.mean("60\n90\n[N/A]\n 90\n").orElseThrow(), 80.0);
        assertTrue(CardUse.mean("No devices were found\n").isEmpty());
    }

    @Test
    public void aProgramThatSaysNothingGivesNothing() throws IOException {
        try (CardUse use = CardUse.of(List.of("true"))) {
            assertTrue(use.mean().isEmpty());
        }
    }

    @Test
    public void aMissingProgramIsNamed() {
        IOException thrown = expectThrows(CardUse.MissingException.class, () -> CardUse.of(List.of("no-such-smi")));
        assertEquals(thrown.getMessage(), "there is no no-such-smi");
    }
}
