package dev.understudy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.format.NameMap;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.format.Weights;
import dev.understudy.internal.network.Blocks;
import dev.understudy.result.EpochRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A student after its training, without connectors and other auxiliary modules. It owns the network until it is closed. */
public final class TrainedStudent implements AutoCloseable {

    private final String name;
    private final Model model;
    private final Block network;
    private final List<EpochResult> history;
    private final Map<String, TrainedStudent> peers;

    /**
     * A trained student.
     *
     * @param name the network's name
     * @param model owns the network's arrays
     * @param network the network
     * @param history what each epoch came to
     */
    public TrainedStudent(String name, Model model, Block network, List<EpochResult> history) {
        this.name = name;
        this.model = model;
        this.network = network;
        this.history = List.copyOf(history);
        this.peers = Map.of();
    }

    private TrainedStudent(TrainedStudent own, Map<String, TrainedStudent> peers) {
        this.name = own.name;
        this.model = own.model;
        this.network = own.network;
        this.history = own.history;
        this.peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
    }

    /**
     * The same with the networks that were trained beside it.
     *
     * @param beside by name, each of the same model, so that it is closed with this
     * @return the student
     */
    public TrainedStudent peers(Map<String, TrainedStudent> beside) {
        return new TrainedStudent(this, beside);
    }

    /**
     * A student from its file of weights: our safetensors, or DJL's {@code .params}.
     *
     * @param student the network that the weights are of
     * @param file the file
     * @param input the shape of one sample, such as {@code (3, 32, 32)}
     * @param device where to run it
     * @return the student, without history, to be closed
     * @throws IOException when the file cannot be read
     * @throws InputException when the file does not hold the network's parameters
     */
    public static TrainedStudent load(Student student, Path file, Shape input, Device device) throws IOException {
        return load(student, file, null, input, device);
    }

    /** The same from a file of another's names. */
    static TrainedStudent load(Student student, Path file, @Nullable NameMap names, Shape input, Device device)
            throws IOException {
        Model model = Model.newInstance(student.name(), device);
        try {
            Block network = student.network().get();
            Weights.load(network, model, file, names, new Shape(1).addAll(input));
            model.setBlock(network);
            return new TrainedStudent(student.name(), model, network, List.of());
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * A student as it is before its first step: with the weights that a training with this seed begins with.
     *
     * @param student the network
     * @param input the shape of one sample, such as {@code (3, 32, 32)}
     * @param seed as of the distillation, which has {@link FirstWeights#STANDARD} first weights
     * @param device where it is
     * @return the student, without history, to be closed
     * @throws InputException when the network cannot take such an input
     */
    public static TrainedStudent untrained(Student student, Shape input, long seed, Device device) {
        Model model = Model.newInstance(student.name(), device);
        try {
            Block network = student.network().get();
            Blocks.initialize(network, model.getNDManager(), Seeds.mix(seed, 0), new Shape(1).addAll(input));
            model.setBlock(network);
            return new TrainedStudent(student.name(), model, network, List.of());
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Its name.
     *
     * @return the network's name
     */
    public String getName() {
        return name;
    }

    /**
     * Its network. Keep this trained student as long as you use it: DJL frees a network's arrays with their owner.
     *
     * @return the live block
     */
    public Block getNetwork() {
        return network;
    }

    /**
     * The networks that were trained beside it ({@link Distillation#peer}).
     *
     * @return by name, without history; they share what owns their numbers, so that closing one, or a teacher made of it, closes
     *     all
     */
    public Map<String, TrainedStudent> getPeers() {
        return peers;
    }

    /**
     * What each epoch came to.
     *
     * @return in order
     */
    public List<EpochResult> getHistory() {
        return history;
    }

    /**
     * Its epochs as a report keeps them.
     *
     * @param recipe the recipe's name
     * @param seed of its training
     * @param role {@link EpochRow#STUDENT} or {@link EpochRow#TEACHER}
     * @return a row for each epoch, in order
     */
    public List<EpochRow> rows(String recipe, long seed, String role) {
        return history.stream()
                .map(epoch -> new EpochRow(
                        recipe,
                        seed,
                        role,
                        epoch.stage(),
                        epoch.stageName(),
                        epoch.epoch(),
                        epoch.learningRate(),
                        epoch.loss(),
                        epoch.terms(),
                        epoch.validationAccuracy(),
                        epoch.testAccuracy(),
                        epoch.seconds()))
                .toList();
    }

    /**
     * Accuracy on the test split by epoch.
     *
     * @return percent, by rising epoch; null where a stage does not train the output, or there was no test split
     */
    public List<@Nullable Double> getTestAccuracies() {
        List<@Nullable Double> accuracies = new ArrayList<>();
        history.forEach(epoch -> accuracies.add(epoch.testAccuracy()));
        return accuracies;
    }

    /**
     * How many numbers the network holds, batch norm counted with its four vectors.
     *
     * @return the number of parameters
     */
    public long getParameterCount() {
        return Blocks.parameterCount(network);
    }

    /**
     * Accuracy on the test split after the last epoch: the number to quote.
     *
     * @return percent, empty where there was no test split
     */
    public OptionalDouble getLastAccuracy() {
        return history.stream()
                .map(EpochResult::testAccuracy)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .reduce((first, second) -> second);
    }

    /**
     * The highest accuracy on the test split over all epochs: optimistic, since it is chosen on the test split itself.
     *
     * @return percent, empty where there was no test split
     */
    public OptionalDouble getBestAccuracy() {
        return history.stream()
                .map(EpochResult::testAccuracy)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max();
    }

    /**
     * Training speed, evaluation left out.
     *
     * @return training images per second; not a number for a student that was loaded
     */
    public double getImagesPerSecond() {
        DoubleSummaryStatistics seconds =
                history.stream().mapToDouble(EpochResult::trainSeconds).summaryStatistics();
        long samples = history.stream().mapToLong(EpochResult::samples).sum();
        return samples / seconds.getSum();
    }

    /**
     * Writes the weights, whole or not at all.
     *
     * @param file a safetensors file; parameters by their paths
     * @throws dev.understudy.result.ResultException when it cannot be written
     */
    public void save(Path file) {
        Weights.save(network, file);
    }

    /**
     * Makes it a teacher. Closing the teacher closes the student.
     *
     * @return a teacher with this network
     */
    public Teacher asTeacher() {
        return Teacher.of(name, network, model);
    }

    @Override
    public void close() {
        model.close();
    }
}
