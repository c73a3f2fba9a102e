package dev.understudy.internal.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.understudy.InputException;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.text.Quote;
import dev.understudy.internal.text.Reasons;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * DJL's own file of a network's parameters, {@code NAME-0000.params}. DJL takes each length in it on trust, so it is read
 * here: the parameters stand in the network's order, each behind a mark with its name; what DJL's blocks note between
 * them, such as the shapes of their inputs, is not needed.
 */
final class ParamsFile {

    private static final byte[] MAGIC = "DJL@".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int ARRAY_VERSION = 3;
    private static final int MOST_DIMENSIONS = 16;

    /** How much DJL's blocks may note between two parameters. */
    private static final int MOST_BETWEEN = 1 << 16;

    private final ByteBuffer bytes;

    private ParamsFile(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a network's parameters.
     *
     * @param network the network, initialised
     * @param manager holds the arrays
     * @param file the file
     * @return float32, by DJL's keys
     * @throws InputException when the file does not hold the parameters
     */
    static Map<String, NDArray> read(Block network, NDManager manager, Path file) {
        try {
            long most = most(network);
            if (Files.size(file) > most) {
                throw new IOException("it has " + Files.size(file) + " bytes, up to " + most + " are wanted");
            }
            return new ParamsFile(ByteBuffer.wrap(Files.readAllBytes(file))).arrays(network, manager);
        } catch (BufferUnderflowException e) {
            throw refusal(file, new EOFException("it ends too early"));
        } catch (IOException e) {
            throw refusal(file, e);
        }
    }

    private static InputException refusal(Path file, IOException e) {
        return new InputException(file + " does not hold the network's parameters: " + Reasons.of(e), e);
    }

    private static long most(Block network) {
        long names = network.getParameters().size() + 1L;
        return Math.min(Blocks.parameterCount(network) * Float.BYTES + names * MOST_BETWEEN, Integer.MAX_VALUE / 2);
    }

    private Map<String, NDArray> arrays(Block network, NDManager manager) throws IOException {
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException("it is no such file of DJL's");
        }
        checkVersion(bytes.getInt(), VERSION, "DJL's file");
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : network.getParameters()) {
            find(entry.getValue().getName(), entry.getKey());
            arrays.put(
                    entry.getKey(),
                    array(manager, entry.getKey(), entry.getValue().getShape()));
        }
        if (bytes.remaining() > MOST_BETWEEN) {
            throw new IOException("it goes on after the last of them");
        }
        return arrays;
    }

    private static void checkVersion(int got, int known, String what) throws IOException {
        if (got != known) {
            throw new IOException(what + " is of version " + got + ", this one reads " + known);
        }
    }

    /** Goes to the array of the next parameter. */
    private void find(String name, String key) throws IOException {
        byte[] letters = name.getBytes(StandardCharsets.UTF_8);
        byte[] mark = ByteBuffer.allocate(letters.length + 5)
                .putChar('P')
                .put((byte) 1)
                .putShort((short) letters.length)
                .put(letters)
                .array();
        int last = Math.min(bytes.position() + MOST_BETWEEN, bytes.limit() - mark.length);
        for (int at = bytes.position(); at <= last; at++) {
            if (bytes.slice(at, mark.length).equals(ByteBuffer.wrap(mark))) {
                bytes.position(at + mark.length);
                return;
            }
        }
        throw new IOException("no " + key + " where it should be, after " + bytes.position() + " bytes");
    }

    private NDArray array(NDManager manager, String key, Shape wanted) throws IOException {
        if (!text().equals("NDAR")) {
            throw new IOException(key + " is no array");
        }
        checkVersion(bytes.getInt(), ARRAY_VERSION, key);
        if (bytes.get() == 1) {
            text();
        }
        text();
        String type = text();
        if (!type.equals(DataType.FLOAT32.name())) {
            throw new IOException(key + " should be FLOAT32, it is " + Quote.of(type));
        }
        Shape shape = shape(key);
        if (!shape.equals(wanted)) {
            throw new IOException(key + " should be " + wanted + ", it is " + shape);
        }
        ByteOrder order = bytes.get() == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int length = bytes.getInt();
        if (length != wanted.size() * Float.BYTES) {
            throw new IOException(
                    key + " " + wanted + " should have " + wanted.size() * Float.BYTES + " bytes, it has " + length);
        }
        float[] numbers = new float[length / Float.BYTES];
        bytes.slice().order(order).asFloatBuffer().get(numbers);
        bytes.position(bytes.position() + length);
        return manager.create(numbers, shape);
    }

    private Shape shape(String key) throws IOException {
        long[] shape = new long[count(key)];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = bytes.getLong();
            if (shape[i] < 0) {
                throw new IOException(key + " has a dimension of " + shape[i]);
            }
        }
        for (int i = count(key); i > 0; i--) {
            bytes.getChar();
        }
        return new Shape(shape);
    }

    private int count(String key) throws IOException {
        int count = bytes.getInt();
        if (count < 0 || count > MOST_DIMENSIONS) {
            throw new IOException(key + " has " + count + " dimensions");
        }
        return count;
    }

    private String text() {
        byte[] letters = new byte[Short.toUnsignedInt(bytes.getShort())];
        bytes.get(letters);
        return new String(letters, StandardCharsets.UTF_8);
    }
}
