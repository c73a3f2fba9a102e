package dev.understudy.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.EpochResult;
import dev.understudy.InputException;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.format.Safetensors;
import dev.understudy.internal.format.SafetensorsHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A student in the middle of its training, as a safetensors file that says in its header where the student stands, and
 * what the file's SHA-256 is with zeros in place of the digest.
 *
 * @param state where the student stands
 * @param arrays all its numbers, by name
 */
public record Checkpoint(State state, Map<String, NDArray> arrays) {

    /** What this version writes, and the only one that it reads. */
    public static final int FORMAT = 1;

    private static final String STATE = "understudy checkpoint";
    private static final String DIGEST = "sha256";
    private static final String ZEROS = "0".repeat(64);
    private static final Pattern DIGEST_FIELD = Pattern.compile("\"" + DIGEST + "\":\"([0-9a-f]{64})\"");
    private static final int HEADER = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * Where a student stands between two steps.
     *
     * @param format of the file
     * @param origin all that the student's bits follow from, by name
     * @param surroundings what its last bits depend on beside that, by name
     * @param stage how many stages are done
     * @param epoch how many epochs of the present stage are done
     * @param step how many steps of the present epoch are done
     * @param samples how many samples they showed
     * @param quiet whether it was found to draw no random numbers in the present stage
     * @param trainSeconds how long the steps took
     * @param history what each epoch came to
     */
    public record State(
            int format,
            Map<String, String> origin,
            Map<String, String> surroundings,
            int stage,
            int epoch,
            long step,
            long samples,
            boolean quiet,
            double trainSeconds,
            List<EpochResult> history) {}

    /** The same, and nothing of how it answered. */
    Checkpoint without(boolean validation, boolean test) {
        List<EpochResult> epochs = state.history.stream()
                .map(epoch -> EpochAccuracies.replace(
                        epoch, validation ? null : epoch.validationAccuracy(), test ? null : epoch.testAccuracy()))
                .toList();
        State other = new State(
                state.format,
                state.origin,
                state.surroundings,
                state.stage,
                state.epoch,
                state.step,
                state.samples,
                state.quiet,
                state.trainSeconds,
                epochs);
        return new Checkpoint(other, arrays);
    }

    byte[] encode() {
        try {
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put(DIGEST, ZEROS);
            metadata.put(STATE, JSON.writeValueAsString(state));
            byte[] bytes = Safetensors.encode(metadata, arrays);
            int at = digestAt(bytes);
            System.arraycopy(ascii(Sha256.of(bytes)), 0, bytes, at, ZEROS.length());
            return bytes;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A state cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a file's bytes, which become zeros at the digest's place.
     *
     * @throws IOException when they are not what was written
     * @throws InputException when they are of another format
     */
    static Checkpoint decode(NDManager manager, byte[] bytes, Path file) throws IOException {
        int at = digestAt(bytes);
        if (at < 0) {
            throw hasNoDigest(bytes, file);
        }
        String wanted = new String(bytes, at, ZEROS.length(), StandardCharsets.US_ASCII);
        System.arraycopy(ascii(ZEROS), 0, bytes, at, ZEROS.length());
        if (!Sha256.of(bytes).equals(wanted)) {
            throw new IOException("its checksum is not the one that it was written with");
        }
        Safetensors.Content content = Safetensors.decode(manager, bytes, file);
        return new Checkpoint(state(content.metadata().getOrDefault(STATE, ""), file), content.arrays());
    }

    /** Weights of somebody's may be called like a checkpoint; they are not damaged, and not ours to move. */
    private static IOException hasNoDigest(byte[] bytes, Path file) {
        try {
            SafetensorsHeader header = SafetensorsHeader.read(new ByteArrayInputStream(bytes), bytes.length);
            if (!header.metadata().containsKey(STATE)) {
                throw new InputException(file + " is called like a checkpoint and is none; move it out of the folder");
            }
        } catch (IOException e) {
            return new IOException("it has no checksum", e);
        }
        return new IOException("it has no checksum");
    }

    /** Whether a file is a checkpoint, whole or not, by what its header says. */
    static boolean isOne(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return digestAt(in.readNBytes(HEADER)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static State state(String text, Path file) throws IOException {
        int format = JSON.readTree(text).path("format").asInt();
        if (format != FORMAT) {
            throw new InputException(file + " is a checkpoint of format " + format
                    + ", written by another version of Understudy; this one reads format " + FORMAT);
        }
        return JSON.readValue(text, State.class);
    }

    /** Where the digest begins; -1 where the header names none. */
    private static int digestAt(byte[] bytes) {
        String header = new String(bytes, 0, Math.min(bytes.length, HEADER), StandardCharsets.ISO_8859_1);
        Matcher field = DIGEST_FIELD.matcher(header);
        return field.find() ? field.start(1) : -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
