package dev.understudy.dataset;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Damaged copies of a file, as accidents and ill will make them; the same for the same seed. */
final class Mutations {
    private static final int[] EXTREMES = {
        0, 1, -1, 255, 256, 65_535, 65_536, 1 << 24, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7FFF_FFF0, 1_000_000
    };

    private final byte[] original;
    private final Random random;

    Mutations(byte[] original, long seed) {
        this.original = original.clone();
        this.random = new Random(seed);
    }

    /** One to four kinds of damage, one after the other. */
    byte[] next() {
        byte[] bytes = original;
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = damaged(bytes);
        }
        return bytes;
    }

    private byte[] damaged(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int length = random.nextInt(Math.min(64, bytes.length - from) + 1);
        return switch (random.nextInt(7)) {
            case 0 -> flipped(bytes);
            case 1 -> Arrays.copyOf(bytes, from);
            case 2 -> spliced(bytes, from, from, Arrays.copyOfRange(bytes, from, from + length));
            case 3 -> spliced(bytes, from, from + length, new byte[0]);
            case 4 -> spliced(bytes, from, from, noise(length));
            case 5 -> overwritten(bytes, from);
            default -> overwritten(bytes, random.nextInt(Math.min(bytes.length, 64) + 1));
        };
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] flipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(8); i >= 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    /** A number that may be a length, of two or four bytes, in either order. */
    private byte[] overwritten(byte[] bytes, int at) {
        int value = EXTREMES[random.nextInt(EXTREMES.length)];
        int number = random.nextBoolean() ? value : Integer.reverseBytes(value);
        byte[] four = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        byte[] field = random.nextBoolean() ? four : Arrays.copyOf(four, 2);
        byte[] copy = bytes.clone();
        System.arraycopy(field, 0, copy, at, Math.min(field.length, copy.length - at));
        return copy;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        ByteBuffer joined = ByteBuffer.allocate(from + between.length + bytes.length - to);
        return joined.put(bytes, 0, from)
                .put(between)
                .put(bytes, to, bytes.length - to)
                .array();
    }
}
