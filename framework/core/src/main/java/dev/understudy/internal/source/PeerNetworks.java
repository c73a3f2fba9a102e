package dev.understudy.internal.source;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.Distillation;
import dev.understudy.Student;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.InitialValues;
import dev.understudy.internal.text.UserCall;
import java.util.LinkedHashMap;
import java.util.Map;

/** The networks that are trained beside a student, with first weights that follow from the seed and their names. */
public final class PeerNetworks {

    private PeerNetworks() {}

    /**
     * Makes them.
     *
     * @param distillation whose peers they are
     * @param manager owns their arrays
     * @param input the shape of a batch of one
     * @return fresh networks, by name
     */
    public static Map<String, Block> of(Distillation distillation, NDManager manager, Shape input) {
        Map<String, Block> networks = new LinkedHashMap<>();
        for (Map.Entry<String, Student> peer :
                distillation.getSources().getPeers().entrySet()) {
            Block network = UserCall.<Block>made(
                    () -> "The supplier of the peer \"" + peer.getKey() + "\"",
                    peer.getValue().network());
            InitialValues first = InitialValues.ofModule(
                    "peer " + peer.getKey(), distillation.getSeed(), distillation.getFirstWeights());
            Blocks.initialize(network, manager, first, input);
            networks.put(peer.getKey(), network);
        }
        return networks;
    }
}
