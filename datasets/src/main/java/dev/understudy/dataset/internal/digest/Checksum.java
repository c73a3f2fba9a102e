package dev.understudy.dataset.internal.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The published checksum of a file.
 *
 * @param algorithm as {@link MessageDigest} knows it: "MD5" or "SHA-256"
 * @param hex the digits in lower case
 */
public record Checksum(String algorithm, String hex) {
    private static final int CHUNK = 1 << 16;

    public static Checksum md5(String hex) {
        return new Checksum("MD5", hex);
    }

    public static Checksum sha256(String hex) {
        return new Checksum("SHA-256", hex);
    }

    /** The checksum that these bytes have, by the same algorithm. */
    public Checksum of(byte[] bytes) {
        return new Checksum(algorithm, hex(digest(algorithm).digest(bytes)));
    }

    /** The checksum that this file has, by the same algorithm. */
    public Checksum of(Path file) throws IOException {
        return new Checksum(algorithm, hex(bytes(algorithm, file)));
    }

    /** The digest of a file. */
    static byte[] bytes(String algorithm, Path file) throws IOException {
        MessageDigest digest = digest(algorithm);
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return digest.digest();
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return algorithm + " " + hex;
    }
}
