package dev.understudy.cli.file;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.option.NetworkOptions;
import dev.understudy.dataset.Normalization;
import dev.understudy.network.BenchmarkNetwork;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.Recipes;
import dev.understudy.result.NetworkCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trained network in files: a student of a run, or a stored teacher.
 *
 * @param file its card
 * @param card what the card says
 */
public record NetworkFile(Path file, NetworkCard card) {

    /** The cards of a run, or the file itself where it is one. */
    public static List<Path> files(Path run) throws IOException {
        if (Files.isRegularFile(run)) {
            return List.of(run);
        }
        if (!Files.isDirectory(run)) {
            throw new InputException("No run at " + run + ": a folder that \"understudy train\" wrote is wanted");
        }
        List<Path> cards = new ArrayList<>();
        try (Stream<Path> files = Files.list(run)) {
            files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.endsWith("summary.json"))
                    .sorted()
                    .forEach(cards::add);
        }
        if (cards.isEmpty()) {
            throw new InputException("No students in " + run + ": no .json beside summary.json");
        }
        return cards;
    }

    /** Reads a card and checks its weights. */
    public static NetworkFile read(Path file) throws IOException {
        NetworkCard card = NetworkCard.read(file);
        NetworkCards.verify(file, card);
        return new NetworkFile(file, card);
    }

    public String name() {
        return file.getFileName().toString().replaceFirst("\\.json$", "");
    }

    /** What the network is for. */
    public Task task() {
        try {
            Shape input =
                    new Shape(card.input().stream().mapToLong(Long::longValue).toArray());
            String networks = card.settings().get(NetworkOptions.SETTING);
            return new Task(input, card.classNames().size(), card.width())
                    .withNetworks(networks == null ? null : NetworkPair.of(networks));
        } catch (InputException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    public Normalization normalization() {
        try {
            return new Normalization(card.mean(), card.standardDeviation());
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    /** The network with its weights, wherever it was trained. */
    public TrainedStudent load(Device device) throws IOException {
        try {
            return TrainedStudent.load(network(), file.resolveSibling(card.weights()), task().input(), device);
        } catch (InputException e) {
            String change = change().map(what -> "; " + what).orElse("");
            throw new InputException(e.getMessage() + change, e);
        }
    }

    /** What the user changed since it was trained; empty where all is as it was, or the card does not say how it was. */
    public Optional<String> change() {
        Map<String, String> then = new LinkedHashMap<>(card.settings());
        Map<String, String> now = Identity.of(network(), task().input()).getNetwork();
        then.keySet().retainAll(Set.of("structure", "answers"));
        now.keySet().retainAll(then.keySet());
        List<String> changes = new ArrayList<>();
        if (!now.equals(then)) {
            changes.add(Identity.change(then, now));
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Identity.codeChange(card.settings(), loader).ifPresent(changes::add);
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of("since it was trained, " + String.join(", ", changes));
    }

    /** A stored teacher's card names its network where a student's names its recipe. */
    private Student network() {
        Task task = task();
        try {
            Student stored = stored(task);
            return stored == null ? Recipes.named(card.recipe()).student(task) : stored;
        } catch (InputException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    private @Nullable Student stored(Task task) {
        if (!file.endsWith(NetworkCards.CARD)) {
            return null;
        }
        for (Recipe recipe : Recipes.all().values()) {
            Student teacher = recipe.teacher(task);
            if (teacher != null && teacher.name().equals(card.network())) {
                return teacher;
            }
        }
        return BenchmarkNetwork.all().contains(card.network())
                ? BenchmarkNetwork.named(card.network(), task).network()
                : null;
    }
}
