package dev.understudy.spark.internal.answer;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.Teacher;
import dev.understudy.cli.file.MeasuredNetwork;
import dev.understudy.dataset.ImageFile;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.internal.format.FiniteCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network that is opened once in an executor. It always sees batches of one size, filled up with black images where there
 * are fewer, because the size of a batch decides the last digits of an answer, and what else is in it does not. Whether
 * that is so of this network is tried when it is opened; where it is not, the network is shown one image at a time.
 */
final class OpenNetwork {

    /** How many images it is shown at once. */
    static final int BATCH = 32;

    private static final Logger LOGGER = LoggerFactory.getLogger(OpenNetwork.class);
    private static final Map<Key, OpenNetwork> OPEN = new HashMap<>();

    private final MeasuredNetwork network;
    private final NDManager manager;
    private final Teacher teacher;
    private final Teacher.View view;
    private final List<Stamp> stamps;
    private int batch = BATCH;
    private boolean closed;

    /** One network at a time is open for each. */
    private record Key(Path file, Device device) {}

    /** What tells a file from the one that lay there before; of a file that is missing, nothing. */
    private record Stamp(
            Path file,
            long bytes,
            @Nullable FileTime written,
            @Nullable Object inode) {

        static Stamp of(Path file) throws IOException {
            if (!Files.exists(file)) {
                return new Stamp(file, 0, null, null);
            }
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(file, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    private OpenNetwork(MeasuredNetwork network, List<Stamp> stamps, Device device) throws IOException {
        this.network = network;
        this.stamps = stamps;
        this.teacher = network.opening().open(device);
        this.manager = NDManager.newBaseManager(device);
        this.view = teacher.open(manager, Set.of(), true);
    }

    private static OpenNetwork open(MeasuredNetwork network, List<Stamp> stamps, Device device) throws IOException {
        OpenNetwork open = new OpenNetwork(network, stamps, device);
        try {
            if (!open.isSteady()) {
                LOGGER.warn(
                        "{} answers otherwise in another place of a batch; it is shown one image at a time",
                        open.file());
                open.batch = 1;
            }
            return open;
        } catch (IOException | RuntimeException e) {
            // A task that is tried again opens it again.
            open.close();
            throw e;
        }
    }

    /**
     * The network of a file, for as long as its files stay as they are: those that are written anew are another network,
     * and the one before is closed.
     *
     * @param file its card, or an ONNX file
     */
    static synchronized OpenNetwork of(Path file, Device device) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (Path each : MeasuredNetwork.files(file)) {
            stamps.add(Stamp.of(each));
        }
        Key key = new Key(file, device);
        OpenNetwork open = OPEN.get(key);
        if (open == null || !open.stamps.equals(stamps)) {
            if (open != null) {
                OPEN.remove(key);
                open.close();
            }
            open = open(MeasuredNetwork.of(file), stamps, device);
            OPEN.put(key, open);
        }
        return open;
    }

    private synchronized void close() {
        closed = true;
        teacher.close();
        manager.close();
    }

    private Path file() {
        return network.file();
    }

    String name() {
        return network.name();
    }

    String fingerprint() {
        return teacher.fingerprint();
    }

    List<String> classes() {
        return network.classes();
    }

    /** Whether its images were turned as their EXIF orientation says. */
    boolean isUpright() {
        return network.upright();
    }

    /** An image as it wants it, in bytes. */
    byte[] image(String name, byte[] content, boolean upright) {
        return ImageFile.decode(name, content, network.input(), upright);
    }

    /**
     * What it answers.
     *
     * @param images at most {@value #BATCH}
     * @return the logits for each of them
     */
    synchronized List<float[]> logits(List<byte[]> images) throws IOException {
        if (closed) {
            throw new IOException("the network at " + file() + " was written anew while it was asked");
        }
        List<float[]> all = new ArrayList<>();
        for (int from = 0; from < images.size(); from += batch) {
            all.addAll(shown(images.subList(from, Math.min(images.size(), from + batch))));
        }
        return all;
    }

    private List<float[]> shown(List<byte[]> images) throws IOException {
        LabeledImageDataset one =
                LabeledImageDataset.of(new Shown(images, batch, network), batch).normalized(network.normalization());
        try (NDManager scope = manager.newSubManager()) {
            for (Batch each : one.getData(scope)) {
                float[] logits = logits(each);
                int classes = logits.length / batch;
                return IntStream.range(0, images.size())
                        .mapToObj(i -> Arrays.copyOfRange(logits, i * classes, (i + 1) * classes))
                        .toList();
            }
        }
        throw new IllegalStateException("no batch");
    }

    private float[] logits(Batch batch) {
        var logits = view.forward(batch.getData()).getLogits();
        FiniteCheck.checkAnswers("The network " + file(), logits);
        return logits.toType(DataType.FLOAT32, false).toFloatArray();
    }

    /** Whether an image's answer is the same, bit for bit, alone among black ones and elsewhere among others. */
    private boolean isSteady() throws IOException {
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            byte[] image = new byte[(int) network.input().size()];
            random.nextBytes(image);
            images.add(image);
        }
        List<float[]> together = logits(images);
        List<float[]> alone = logits(images.subList(BATCH - 1, BATCH));
        return Arrays.equals(together.get(BATCH - 1), alone.get(0));
    }

    /**
     * Decoded images, with black ones behind them.
     *
     * @param images what there is
     * @param size how many there are with the black ones
     */
    private record Shown(List<byte[]> images, int size, MeasuredNetwork network) implements Images {

        @Override
        public Shape shape() {
            return network.input();
        }

        @Override
        public List<String> classNames() {
            return network.classes();
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public void read(int index, byte[] into, int offset) {
            if (index < images.size()) {
                byte[] image = images.get(index);
                System.arraycopy(image, 0, into, offset, image.length);
            } else {
                Arrays.fill(into, offset, offset + (int) shape().size(), (byte) 0);
            }
        }

        @Override
        public String fingerprint() {
            return "shown once";
        }
    }
}
