package dev.understudy.internal.trial;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.StudentGroup;
import dev.understudy.TrainingData;
import dev.understudy.UnderstudyException;
import dev.understudy.engine.Engines;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.loop.TrainingLoop;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.network.NetworkDescription;
import dev.understudy.internal.text.UserCall;
import dev.understudy.internal.timing.GraphicsCards;
import dev.understudy.internal.timing.StepTimes;
import dev.understudy.result.Measurement;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which order of images a GPU likes best, by looking: a student of its own takes a few steps in each, in turns. Some networks
 * gain by channels last, others lose. It is looked where the training is long enough to repay it, and what was seen holds for
 * the process, and for the machine where there is a folder for it. On a processor there is nothing to choose: the other order
 * is wrong there (docs/reliability.md).
 */
public final class GpuTrial {

    private static final Logger LOGGER = LoggerFactory.getLogger(GpuTrial.class);

    /** A look takes some hundred steps. */
    private static final long WORTH = 2_000;

    private static final int STEPS = 15;
    private static final int ROUNDS = 3;

    /** What is gained less is noise. */
    private static final double GAIN = 0.97;

    private static final Map<String, MemoryFormat.Order> KNOWN = new ConcurrentHashMap<>();

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
     * The order for a training, looked for where nobody knows yet.
     *
     * @param distillation the training, or one of several that share each batch
     * @param trainingData what is shown
     * @return the usual order where there is nothing to choose, or not enough to gain
     * @throws IOException when the data cannot be read
     */
    public static MemoryFormat.Order of(Distillation distillation, TrainingData trainingData) throws IOException {
        if (!distillation.getDevice().isGpu() || !Engines.isPyTorch()) {
            return MemoryFormat.Order.USUAL;
        }
        try {
            String key = key(distillation, trainingData);
            MemoryFormat.Order known = known(key);
            if (known != null) {
                return known;
            }
            Looks looks = new Looks(distillation, trainingData);
            return looks.isWorth() ? keep(key, looks.best()) : MemoryFormat.Order.USUAL;
        } catch (UnderstudyException e) {
            // Whatever is wrong with it, the training itself says so.
            return MemoryFormat.Order.USUAL;
        }
    }

    /** A training in both orders. */
    static final class Looks {

        private final Distillation distillation;
        private final TrainingData trainingData;
        private final Map<MemoryFormat.Order, List<Double>> times = new EnumMap<>(MemoryFormat.Order.class);
        private long stepsPerEpoch;

        Looks(Distillation distillation, TrainingData trainingData) throws IOException {
            this.distillation = distillation;
            this.trainingData = trainingData;
            for (MemoryFormat.Order order : MemoryFormat.Order.values()) {
                times.put(order, new ArrayList<>());
            }
            // The first look is for warming up, and tells how long the training is.
            look(MemoryFormat.Order.USUAL);
        }

        boolean isWorth() {
            long epochs =
                    distillation.getStages().stream().mapToInt(Stage::getEpochs).sum();
            return epochs * stepsPerEpoch >= WORTH;
        }

        MemoryFormat.Order best() throws IOException {
            for (int round = 0; round < ROUNDS; round++) {
                for (MemoryFormat.Order order : MemoryFormat.Order.values()) {
                    times.getOrDefault(order, List.of()).add(look(order));
                }
            }
            double usual = median(MemoryFormat.Order.USUAL);
            double other = median(MemoryFormat.Order.CHANNELS_LAST);
            MemoryFormat.Order best = better(usual, other);
            LOGGER.info(
                    "{}",
                    String.format(
                            Locale.ROOT,
                            "A step of %s on %s: %.2f ms with images as they come, %.2f ms with channels last; %s",
                            distillation.getStudent().name(),
                            distillation.getDevice(),
                            usual,
                            other,
                            best == MemoryFormat.Order.USUAL ? "as they come" : "channels last"));
            return best;
        }

        double median(MemoryFormat.Order order) {
            return Measurement.of("step", times.getOrDefault(order, List.of())).median();
        }

        /** Milliseconds of a step of the longest stage. */
        private double look(MemoryFormat.Order order) throws IOException {
            Stage longest = distillation.getStages().stream()
                    .max(Comparator.comparingInt(Stage::getEpochs))
                    .orElseThrow();
            try (NDManager manager = NDManager.newBaseManager(distillation.getDevice())) {
                StepTimes taken = new StepTimes(manager);
                Distillation one = ShortTraining.only(distillation, longest);
                TrainingLoop.run(
                        List.of(new StudentGroup.Member("trial", one, taken)),
                        1,
                        order,
                        ShortTraining.first(trainingData, STEPS),
                        (name, student) -> student.close());
                stepsPerEpoch = Math.max(stepsPerEpoch, taken.stepsPerEpoch());
                return taken.median();
            }
        }
    }

    /** The usual one unless the other gains enough. */
    static MemoryFormat.Order better(double usual, double channelsLast) {
        return channelsLast < GAIN * usual ? MemoryFormat.Order.CHANNELS_LAST : MemoryFormat.Order.USUAL;
    }

    static String key(Distillation distillation, TrainingData trainingData) {
        Student student = distillation.getStudent();
        Block network =
                UserCall.<Block>made(() -> "The supplier of the student \"" + student.name() + "\"", student.network());
        String card = GraphicsCards.describe(List.of(distillation.getDevice())).orElse("");
        StringBuilder text = new StringBuilder(card)
                .append('\n')
                .append(Engines.current())
                .append('\n')
                .append(trainingData.getInput())
                .append('\n')
                .append(NetworkDescription.of(network).text());
        for (Stage stage : distillation.getStages()) {
            text.append('\n').append(stage.getObjectives().keySet());
        }
        return Sha256.of(text.toString());
    }

    static MemoryFormat.@Nullable Order known(String key) {
        MemoryFormat.Order known = KNOWN.get(key);
        Path place = folder;
        if (known != null || place == null) {
            return known;
        }
        try {
            return MemoryFormat.Order.valueOf(
                    Files.readString(place.resolve(key)).strip());
        } catch (IOException | IllegalArgumentException e) {
            // Not there, or not ours: it is looked again.
            return null;
        }
    }

    static MemoryFormat.Order keep(String key, MemoryFormat.Order order) {
        KNOWN.put(key, order);
        Path place = folder;
        if (place != null) {
            try {
                Files.createDirectories(place);
                AtomicFiles.write(place.resolve(key), (order + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException | ResultException e) {
                LOGGER.debug("Not kept for later: {}", e.toString());
            }
        }
        return order;
    }
}
