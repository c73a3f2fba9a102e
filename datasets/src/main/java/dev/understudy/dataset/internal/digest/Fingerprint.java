package dev.understudy.dataset.internal.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Builds the short text that identifies a set of images. */
public final class Fingerprint {
    private static final int DIGITS = 16;
    private final MessageDigest digest = Checksum.digest("SHA-256");

    private Fingerprint() {}

    public static Fingerprint start() {
        return new Fingerprint();
    }

    public Fingerprint text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return number(bytes.length).bytes(bytes, 0, bytes.length);
    }

    public Fingerprint number(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        return this;
    }

    public Fingerprint numbers(int[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        buffer.asIntBuffer().put(numbers);
        digest.update(buffer);
        return number(numbers.length);
    }

    public Fingerprint bytes(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    public String finish() {
        return Checksum.hex(digest.digest()).substring(0, DIGITS);
    }
}
