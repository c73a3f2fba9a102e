package dev.understudy;

import static org.testng.Assert.assertTrue;
import static org.testng.Assert.fail;

import com.sun.management.ThreadMXBean;
import dev.understudy.result.ResultException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A file damaged in many ways, the same ones each time. */
public final class Mutations {

    private static final int MOST_IN_A_ROW = 3;
    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        0x7f,
        0xff,
        0x7fff,
        0xffff,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 30,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final Random random;

    private Mutations(long seed) {
        random = new Random(seed);
    }

    /** Reads a file; what it throws is looked at. */
    @FunctionalInterface
    public interface Reading {
        void read() throws IOException;
    }

    /**
     * Each damaged file is read, or refused in one line that names it, with no more memory than is allowed.
     *
     * @return how many were refused
     */
    public static int check(Path file, int count, long mostBytes, Reading reading) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Mutations mutations = new Mutations(count);
        int refused = 0;
        for (int i = 0; i < count; i++) {
            Files.write(file, mutations.damaged(whole));
            refused += isRefused(file, i, mostBytes, reading) ? 1 : 0;
        }
        Files.write(file, whole);
        assertTrue(!isRefused(file, count, mostBytes, reading), "the whole file is read");
        return refused;
    }

    private static boolean isRefused(Path file, int index, long mostBytes, Reading reading) throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        boolean refused = false;
        try {
            reading.read();
        } catch (InputException | ResultException e) {
            String line = Refusal.line(e);
            assertTrue(line.contains(file.getFileName().toString()), line);
            refused = true;
        } catch (RuntimeException | Error e) {
            fail("mutation " + index + " of " + file + " ends in " + e, e);
        }
        long taken = memory.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < mostBytes, "mutation " + index + " took " + taken + " bytes");
        return refused;
    }

    /** One to three damages. */
    byte[] damaged(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(MOST_IN_A_ROW); i >= 0; i--) {
            bytes = damagedOnce(bytes);
        }
        return bytes;
    }

    private byte[] damagedOnce(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
        return switch (random.nextInt(8)) {
            case 0, 1 -> flipped(bytes);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(bytes, end, new byte[0], at, bytes.length);
            case 4 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, end), at, bytes.length);
            case 5 -> joined(bytes, at, noise(), at, bytes.length);
            case 6 -> joined(bytes, at, new byte[0], end, bytes.length);
            default -> extreme(bytes, at);
        };
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(16)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] extreme(byte[] bytes, int at) {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES)
                .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        if (random.nextBoolean()) {
            number.putLong(value);
        } else {
            number.putInt((int) value);
        }
        int length = Math.min(number.position(), bytes.length - at);
        System.arraycopy(number.array(), 0, bytes, at, length);
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int before, byte[] between, int from, int to) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, 0, before);
        joined.writeBytes(between);
        joined.write(bytes, from, to - from);
        return joined.toByteArray();
    }
}
