package dev.understudy.internal.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.understudy.InputException;
import dev.understudy.internal.arithmetic.OnHost;
import dev.understudy.internal.text.Quote;
import dev.understudy.internal.text.Reasons;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Arrays by name in the safetensors format. What is read is checked before memory is taken for it. */
public final class Safetensors {

    /** The longest array that every Java can make. */
    private static final long MOST = Integer.MAX_VALUE - 8L;

    private Safetensors() {}

    /**
     * What a file holds.
     *
     * @param metadata texts by name
     * @param arrays arrays by name, in the order of the header
     */
    public record Content(Map<String, String> metadata, Map<String, NDArray> arrays) {}

    /**
     * Writes arrays. Wider numbers lie first, so that each array begins at a multiple of its numbers' width.
     *
     * @param metadata texts by name, may be empty
     * @param arrays arrays by name, of any layout
     * @return the file's bytes
     * @throws InputException where they would be more than 2 GB
     */
    public static byte[] encode(Map<String, String> metadata, Map<String, NDArray> arrays) {
        List<Map.Entry<String, NDArray>> laid = arrays.entrySet().stream()
                .sorted(Comparator.comparing(
                        entry -> -entry.getValue().getDataType().getNumOfBytes()))
                .toList();
        Map<String, SafetensorsHeader.Entry> places = new HashMap<>();
        long end = 0;
        for (Map.Entry<String, NDArray> entry : laid) {
            NDArray array = entry.getValue();
            DataType type = array.getDataType();
            long begin = end;
            end += array.size() * type.getNumOfBytes();
            places.put(entry.getKey(), new SafetensorsHeader.Entry(type.asSafetensors(), array.getShape(), begin, end));
        }
        byte[] header = new SafetensorsHeader(metadata, ordered(places, arrays.keySet())).bytes();
        if (header.length + end > MOST) {
            throw new InputException("A safetensors file can be written up to " + MOST + " bytes here, this one has "
                    + (header.length + end));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) (header.length + end)).put(header);
        laid.forEach(entry -> bytes.put(OnHost.<ByteBuffer>read(entry.getValue(), NDArray::toByteBuffer)));
        return bytes.array();
    }

    /**
     * Reads arrays; bfloat16 is widened to float32.
     *
     * @param manager holds them
     * @param bytes the file's bytes
     * @param file what to call it in messages
     * @return what it holds
     * @throws InputException when it is not a whole safetensors file, or has numbers that DJL has not
     */
    public static Content decode(NDManager manager, byte[] bytes, Path file) {
        try {
            return decode(manager, new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw refusal(file, e);
        }
    }

    /**
     * Reads a file; bfloat16 is widened to float32.
     *
     * @param manager holds the arrays
     * @param file the file
     * @return what it holds
     * @throws InputException when it cannot be read, is not a whole safetensors file, or has numbers that DJL has not
     */
    public static Content read(NDManager manager, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return decode(manager, in, Files.size(file));
        } catch (IOException e) {
            throw refusal(file, e);
        }
    }

    private static InputException refusal(Path file, IOException e) {
        String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : Reasons.of(e);
        return new InputException(file + " is not a whole safetensors file: " + Quote.line(reason), e);
    }

    private static Content decode(NDManager manager, InputStream in, long size) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.read(in, size);
        ReadableByteChannel numbers = Channels.newChannel(in);
        Map<String, NDArray> arrays = new HashMap<>();
        for (Map.Entry<String, SafetensorsHeader.Entry> named : header.inOrder()) {
            NDArray array = array(manager, numbers, named.getValue());
            array.setName(named.getKey());
            arrays.put(named.getKey(), array);
        }
        return new Content(header.metadata(), ordered(arrays, header.entries().keySet()));
    }

    private static <T> Map<String, T> ordered(Map<String, T> values, Set<String> names) {
        Map<String, T> ordered = new LinkedHashMap<>();
        names.forEach(name -> ordered.put(name, Objects.requireNonNull(values.get(name), name)));
        return ordered;
    }

    private static NDArray array(NDManager manager, ReadableByteChannel numbers, SafetensorsHeader.Entry entry)
            throws IOException {
        int size = Math.toIntExact(entry.end() - entry.begin());
        if (entry.dataType() == DataType.BFLOAT16) {
            ByteBuffer halves = filled(ByteBuffer.allocate(size), numbers);
            ByteBuffer wide = manager.allocateDirect(Math.multiplyExact(2, size));
            while (halves.hasRemaining()) {
                wide.putInt(halves.getShort() << Short.SIZE);
            }
            return manager.create(wide.rewind(), entry.shape(), DataType.FLOAT32);
        }
        ByteBuffer bytes = filled(manager.allocateDirect(size), numbers);
        if (entry.dataType() == DataType.BOOLEAN) {
            checkTruths(bytes);
        }
        return manager.create(bytes, entry.shape(), entry.dataType());
    }

    private static ByteBuffer filled(ByteBuffer bytes, ReadableByteChannel numbers) throws IOException {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (numbers.read(bytes) < 0) {
                throw new EOFException("it ends too early");
            }
        }
        return bytes.rewind();
    }

    private static void checkTruths(ByteBuffer bytes) throws IOException {
        for (int i = 0; i < bytes.capacity(); i++) {
            if (bytes.get(i) != 0 && bytes.get(i) != 1) {
                throw new IOException("a truth value should be 0 or 1, it is " + (bytes.get(i) & 0xFF));
            }
        }
    }
}
