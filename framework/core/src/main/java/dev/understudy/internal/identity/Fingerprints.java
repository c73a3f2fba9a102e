package dev.understudy.internal.identity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.util.Pair;
import dev.understudy.InputException;
import dev.understudy.TrainingData;
import dev.understudy.internal.arithmetic.OnHost;
import dev.understudy.internal.data.BatchReader;
import dev.understudy.internal.data.SeededBatchReader;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** SHA-256 of what decides a network's outputs. */
public final class Fingerprints {

    private final MessageDigest digest = Sha256.digest();

    private Fingerprints() {}

    /**
     * Of an initialised network: its parameters' names, shapes and bytes.
     *
     * @param network the network
     * @return 64 hexadecimal digits
     */
    public static String of(Block network) {
        Fingerprints all = new Fingerprints();
        for (Pair<String, Parameter> entry : network.getParameters()) {
            all.text(entry.getKey()).array(entry.getValue().getArray());
        }
        return all.finish();
    }

    /**
     * Of a network in a file.
     *
     * @param file the file
     * @param outputs what its outputs are called
     * @return 64 hexadecimal digits
     * @throws InputException when it cannot be read
     */
    public static String of(Path file, List<String> outputs) {
        Fingerprints all = new Fingerprints();
        outputs.forEach(all::text);
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), all.digest));
        } catch (IOException e) {
            throw new InputException("Cannot read " + file + ": " + Reasons.of(e), e);
        }
        return all.finish();
    }

    /** Of a network in a file, of others that it has weights in, and of what its outputs are called. */
    public static String of(Path file, List<Path> others, List<String> outputs) {
        String own = of(file, outputs);
        return others.isEmpty()
                ? own
                : Sha256.of(
                        own + others.stream().map(other -> of(other, List.of())).toList());
    }

    /**
     * Of all that a data set shows, in the order in which it shows it.
     *
     * @param dataset the data set
     * @param manager its device is where the numbers are made
     * @return 64 hexadecimal digits
     * @throws IOException when the data cannot be read
     */
    public static String of(Dataset dataset, NDManager manager) throws IOException {
        Fingerprints all = new Fingerprints();
        try (NDManager scope = manager.newSubManager()) {
            for (Batch batch : BatchReader.of("The data set", () -> dataset, scope)) {
                all.batch(batch);
            }
        }
        return all.finish();
    }

    /**
     * Of a training set, as its first epoch shows it.
     *
     * @param epochs the training set, or a view of it
     * @param seed of its order
     * @param manager its device is where the numbers are made
     * @return 64 hexadecimal digits
     * @throws IOException when the data cannot be read
     */
    static String ofTraining(TrainingData.Epochs epochs, long seed, NDManager manager) throws IOException {
        Fingerprints all = new Fingerprints();
        try (NDManager scope = manager.newSubManager()) {
            SeededBatchReader batches =
                    new SeededBatchReader(() -> epochs.at(0), scope, batch -> Seeds.mix(seed, 3, 0, batch));
            for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
                all.batch(next.get());
            }
        }
        return all.finish();
    }

    private void batch(Batch batch) {
        try (batch) {
            batch.getData().forEach(this::array);
            batch.getLabels().forEach(this::array);
        }
    }

    /**
     * Of an array: its type, its shape and its bytes.
     *
     * @param array the array
     * @return 64 hexadecimal digits
     */
    public static String of(NDArray array) {
        Fingerprints all = new Fingerprints();
        all.array(array);
        return all.finish();
    }

    /** An array's numbers; the only way in which a network is asked what it is. */
    static float[] floats(NDArray array) {
        return OnHost.read(array.toType(DataType.FLOAT32, false), NDArray::toFloatArray);
    }

    /** With its length before it, so that no two lists of texts are alike. */
    private Fingerprints text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
        return this;
    }

    private void array(NDArray array) {
        text(array.getDataType() + " " + array.getShape());
        digest.update(OnHost.<ByteBuffer>read(array, NDArray::toByteBuffer));
    }

    private String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
