package dev.understudy.internal.trial;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.dataset.Batch;
import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.TrainingData;
import dev.understudy.UnderstudyException;
import dev.understudy.engine.Engines;
import dev.understudy.internal.data.BatchReader;
import dev.understudy.internal.data.SampleCount;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.network.NetworkDescription;
import dev.understudy.internal.text.UserCall;
import dev.understudy.internal.timing.GraphicsCards;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a GPU computes a training best, by looking: a student of its own takes a few steps with each order of images, without
 * and with cuDNN's trial of its algorithms, in turns. Some networks gain by channels last, others lose; cuDNN's trial costs
 * time at the beginning of each process. It is looked where the training is long enough to repay it, and what was seen holds
 * for the process, and for the machine where there is a folder for it. On a processor there is nothing to choose: the other
 * order is wrong there (docs/reliability.md).
 */
public final class GpuTrial {

    private static final Logger LOGGER = LoggerFactory.getLogger(GpuTrial.class);

    /** A look takes some hundred steps. */
    private static final long WORTH = 2_000;

    private static final Map<String, GpuLook> KNOWN = new ConcurrentHashMap<>();
    private static final Map<String, GpuSettings> CHOSEN = new ConcurrentHashMap<>();

    private static volatile @Nullable Path folder;

    private GpuTrial() {}

    /**
     * Keeps what is seen for later processes.
     *
     * @param place a folder of this project's, made where it is missing
     */
    public static void keepIn(Path place) {
        folder = place;
    }

    /**
     * Looks, where nobody has yet, and sets this process as is best for a training. A short training is computed as the long
     * one of this process that trains the same network, to which it may belong, and sets nothing.
     *
     * @param distillation the training, or one of several that share each batch
     * @param trainingData what is shown
     * @return the order of images for it; the usual one where there is nothing to choose, or not enough to gain
     * @throws IOException when the data cannot be read
     */
    public static MemoryFormat.Order of(Distillation distillation, TrainingData trainingData) throws IOException {
        if (!distillation.getDevice().isGpu() || !Engines.isPyTorch()) {
            return MemoryFormat.Order.USUAL;
        }
        try {
            String key = key(distillation, trainingData);
            long steps = steps(distillation, trainingData);
            return steps < WORTH
                    ? CHOSEN.getOrDefault(key, GpuSettings.USUAL).order()
                    : set(key, steps, distillation, trainingData).order();
        } catch (UnderstudyException e) {
            // Whatever is wrong with it, the training itself says so.
            return MemoryFormat.Order.USUAL;
        }
    }

    private static GpuSettings set(String key, long steps, Distillation distillation, TrainingData trainingData)
            throws IOException {
        GpuLook look = known(key);
        if (look == null) {
            look = keep(key, new GpuLooks(distillation, trainingData).look());
        }
        GpuSettings best = look.best(steps);
        if (!best.equals(CHOSEN.put(key, best))) {
            LOGGER.info(
                    "A step of {} on {}: {}; taken: {}",
                    distillation.getStudent().name(),
                    distillation.getDevice(),
                    look.words(),
                    best.words());
        }
        CudnnTrial.set(best.tried());
        return best;
    }

    /** How many steps a training has in all. */
    static long steps(Distillation distillation, TrainingData trainingData) throws IOException {
        long epochs =
                distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
        try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
            for (Batch batch : BatchReader.of(
                    "The training set", () -> trainingData.getTrain().at(0), manager)) {
                try (batch) {
                    long samples = new SampleCount(trainingData, manager).of(batch);
                    return epochs * ((samples + batch.getSize() - 1) / batch.getSize());
                }
            }
        }
        return 0;
    }

    static String key(Distillation distillation, TrainingData trainingData) {
        Student student = distillation.getStudent();
        Block network =
                UserCall.<Block>made(() -> "The supplier of the student \"" + student.name() + "\"", student.network());
        String card = GraphicsCards.describe(List.of(distillation.getDevice())).orElse("");
        return Sha256.of(String.join(
                "\n",
                card,
                Engines.current(),
                trainingData.getInput().toString(),
                NetworkDescription.of(network).text()));
    }

    static @Nullable GpuLook known(String key) {
        GpuLook known = KNOWN.get(key);
        Path place = folder;
        if (known != null || place == null) {
            return known;
        }
        try {
            return GpuLook.of(Files.readString(place.resolve(key)));
        } catch (IOException | IllegalArgumentException e) {
            // Not there, or not ours: it is looked again.
            return null;
        }
    }

    static GpuLook keep(String key, GpuLook look) {
        KNOWN.put(key, look);
        Path place = folder;
        if (place != null) {
            try {
                Files.createDirectories(place);
                AtomicFiles.write(place.resolve(key), look.text().getBytes(StandardCharsets.UTF_8));
            } catch (IOException | ResultException e) {
                LOGGER.debug("Not kept for later: {}", e.toString());
            }
        }
        return look;
    }
}
