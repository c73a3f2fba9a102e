package dev.understudy.experiment;

import ai.djl.Device;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.TrainingData;
import dev.understudy.engine.Engines;
import dev.understudy.internal.identity.SplitDigests;
import dev.understudy.internal.text.RecipeCall;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What the students of each seed are shown, and what they are thereby. */
final class SeedData {

    /** In the settings of a student of which something cannot be told: no other call finds it. */
    private static final String UNKNOWN = "known to";

    private final LongFunction<TrainingData> byOrder;
    private final @Nullable Long order;
    private final boolean digested;
    private final Map<Long, Shown> shown = new LinkedHashMap<>();
    private final Map<ExperimentEntry, Identity> identities = new LinkedHashMap<>();
    private final String here = UUID.randomUUID().toString();

    /**
     * What is shown.
     *
     * @param byOrder by the seed that the order of the images follows from
     * @param order the one order for all seeds; null where each has its own
     * @param digested whether splits without a fingerprint are read for one
     */
    SeedData(LongFunction<TrainingData> byOrder, @Nullable Long order, boolean digested) {
        this.byOrder = byOrder;
        this.order = order;
        this.digested = digested;
    }

    /**
     * What one seed is shown.
     *
     * @param trainingData all of it
     * @param test its test split
     * @param testKey tells test splits apart
     */
    record Shown(TrainingData trainingData, Dataset test, String testKey) {}

    /** The seed that the order of a student's images follows from. */
    long order(long seed) {
        return order == null ? seed : order;
    }

    Shown of(long seed) throws IOException {
        long key = order(seed);
        Shown known = shown.get(key);
        if (known == null) {
            TrainingData data = byOrder.apply(key);
            Dataset test = data.getTest();
            if (test == null) {
                throw new InputException("An experiment wants training data with a test split");
            }
            data = digested ? SplitDigests.known(data, Device.cpu()) : data;
            String digest = data.getTestFingerprint();
            known = new Shown(data, test, digest.isBlank() ? "of seed " + key : digest);
            shown.put(key, known);
        }
        return known;
    }

    /** All that a student depends on, beside the machine. Networks and objectives are looked at once for all seeds. */
    Identity identity(ExperimentEntry entry, long seed) throws IOException {
        TrainingData data = of(seed).trainingData;
        Identity known = identities.get(entry);
        if (known == null) {
            known = RecipeCall.of(entry.getRecipe(), () -> find(entry, data));
            identities.put(entry, known);
        }
        return known.at(seed, data);
    }

    private Identity find(ExperimentEntry entry, TrainingData data) {
        Distillation distillation = entry.getDistillation();
        Identity identity = Identity.of(distillation, data)
                .with("engine", Engines.current())
                .with("device", distillation.getDevices().toString())
                .with("recipe", entry.getRecipe());
        for (Map.Entry<String, String> setting : entry.getSettings().entrySet()) {
            identity = identity.with(setting.getKey(), setting.getValue());
        }
        return identity.getUnknown().isEmpty() ? identity : identity.with(UNKNOWN, here);
    }
}
