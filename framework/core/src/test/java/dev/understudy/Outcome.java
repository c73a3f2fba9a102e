package dev.understudy;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a training came to, without how long it took.
 *
 * @param weights the student's numbers
 * @param history its epochs, their times 0
 * @param peers the numbers of those that learned beside it, by name
 */
public record Outcome(Snapshot weights, List<EpochResult> history, Map<String, Snapshot> peers) {

    public static Outcome of(Distillation distillation, TrainingData trainingData) throws IOException {
        try (TrainedStudent trained = distillation.train(trainingData, Observer.NONE)) {
            return of(trained);
        }
    }

    public static Outcome of(TrainedStudent trained) {
        Map<String, Snapshot> peers = new LinkedHashMap<>();
        trained.getPeers().forEach((name, peer) -> peers.put(name, Snapshot.of(peer.getNetwork())));
        return new Outcome(
                Snapshot.of(trained.getNetwork()),
                trained.getHistory().stream().map(Outcome::timeless).toList(),
                peers);
    }

    private static EpochResult timeless(EpochResult result) {
        return new EpochResult(
                result.stage(),
                result.stageName(),
                result.epoch(),
                result.learningRate(),
                result.loss(),
                result.terms(),
                result.validationAccuracy(),
                result.testAccuracy(),
                result.samples(),
                0,
                0);
    }

    /** The numbers of one that learned beside it. */
    public Snapshot peer(String name) {
        return Objects.requireNonNull(peers.get(name), name);
    }

    public void assertSame(Outcome other) {
        weights.assertSameBits(other.weights);
        assertEquals(other.history, history);
        assertEquals(other.peers.keySet(), peers.keySet());
        peers.forEach((name, peer) -> peer.assertSameBits(other.peer(name)));
    }
}
