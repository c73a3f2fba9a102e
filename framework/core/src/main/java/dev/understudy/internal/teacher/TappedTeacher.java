package dev.understudy.internal.teacher;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.identity.CodeDigest;
import dev.understudy.internal.identity.Fingerprints;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.Inference;
import dev.understudy.internal.network.NetworkDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network with sequential parts, each of which can be tapped.
 *
 * @param block the network
 * @param owner owns its arrays; DJL frees them when nobody refers to it
 */
public record TappedTeacher(Block block, Model owner) implements TeacherNetwork {

    @Override
    public @Nullable Long parameterCount() {
        return Blocks.countOrNone(block);
    }

    @Override
    public String fingerprint() {
        NetworkDescription text = NetworkDescription.of(block);
        return Sha256.of(Fingerprints.of(block) + " " + text.text() + " "
                + CodeDigest.of(text.classes()).digests());
    }

    @Override
    public void find(String path) {
        BlockPaths.resolve(block, "teacher", path);
    }

    @Override
    public Sight open(NDManager manager, Map<TeacherTap, String> places, boolean logits) {
        List<TeacherTap> order = new ArrayList<>(places.keySet());
        List<String> paths = places.values().stream()
                .map(path -> BlockPaths.resolve(block, "teacher", path))
                .toList();
        Inference inference = Inference.of(block, paths, logits, manager);
        return new Sight(
                input -> {
                    NDList result = inference.forward(input);
                    Map<TeacherTap, NDArray> found = new LinkedHashMap<>();
                    for (int i = 0; i < order.size(); i++) {
                        found.put(order.get(i), result.get(i));
                    }
                    return new Activations<>("teacher", found, logits ? result.get(order.size()) : null);
                },
                inference::close);
    }

    @Override
    public void close() {
        owner.close();
    }
}
