package dev.understudy.internal.file;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.annotations.Test;

public class Sha256Test {

    /** FIPS 180-2, appendix B.1. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    public void digestsAreThoseOfTheStandard() throws IOException {
        assertEquals(Sha256.of("abc"), ABC);
        assertEquals(Sha256.of(new byte[] {'a', 'b', 'c'}), ABC);
        assertEquals(Sha256.shortOf("abc"), "ba7816bf8f01");
        Path file = Files.createTempFile("abc", ".txt");
        try {
            assertEquals(Sha256.of(Files.writeString(file, "abc")), ABC);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void aTextIsReadAsUtf8() {
        assertEquals(Sha256.of("ü"), Sha256.of(new byte[] {(byte) 0xc3, (byte) 0xbc}));
    }
}
