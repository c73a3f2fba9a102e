package dev.understudy.internal.update;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.internal.text.UserCall;
import dev.understudy.optimizer.ParameterGroup;
import dev.understudy.optimizer.ParameterInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A student's parameters as a stage's groups see them. */
public final class StageParameters {

    private final Map<Parameter, ParameterInfo> infos = new LinkedHashMap<>();

    /**
     * Looks at all parameters.
     *
     * @param network the student's network, initialised
     * @param peers the networks beside it; a group sees them by their own paths, as it sees the student
     * @param modules its auxiliary modules
     */
    public StageParameters(Block network, Map<String, Block> peers, Map<String, Block> modules) {
        collect(null, "", network);
        peers.values().forEach(peer -> collect(null, "", peer));
        modules.forEach((name, module) -> collect(name, "", module));
    }

    private void collect(@Nullable String module, String path, Block block) {
        block.getDirectParameters().forEach(entry -> {
            Parameter parameter = entry.getValue();
            infos.put(
                    parameter,
                    new ParameterInfo(module, path + entry.getKey(), parameter.getType(), parameter.getShape()));
        });
        block.getChildren().forEach(child -> collect(module, path + child.getKey() + "/", child.getValue()));
    }

    /** Refuses a group of a path or a name that takes nothing, which is a mistake in it. */
    public void check(Stage stage) {
        for (ParameterGroup group : stage.getGroups()) {
            if (group.getName().contains("\"") && infos.values().stream().noneMatch(info -> isIn(group, info))) {
                throw new InputException(
                        "The parameter group " + group.getName() + " takes no parameter; there are " + infos.values());
            }
        }
    }

    /** What the stage's groups freeze. */
    public Set<Parameter> frozen(Stage stage) {
        return infos.entrySet().stream()
                .filter(entry ->
                        stage.getGroups().stream().anyMatch(group -> group.isFrozen() && isIn(group, entry.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * How the stage trains its parameters.
     *
     * @param stage the stage
     * @param parameters all of the student's, by their names in checkpoints
     * @param trained those that the stage trains
     * @return in the order of the names
     */
    public List<TrainedParameter> trained(Stage stage, Map<String, Parameter> parameters, Set<Parameter> trained) {
        List<TrainedParameter> all = new ArrayList<>();
        parameters.forEach((name, parameter) -> {
            ParameterInfo info = infos.get(parameter);
            if (info != null && trained.contains(parameter)) {
                all.add(of(stage, name, parameter, info));
            }
        });
        return all;
    }

    private static TrainedParameter of(Stage stage, String name, Parameter parameter, ParameterInfo info) {
        double rate = 1;
        Double decay = null;
        for (ParameterGroup group : stage.getGroups()) {
            if (isIn(group, info)) {
                rate *= group.getLearningRate();
                decay = group.getWeightDecay() == null ? decay : group.getWeightDecay();
            }
        }
        return new TrainedParameter(name, parameter, info, rate, decay);
    }

    private static boolean isIn(ParameterGroup group, ParameterInfo info) {
        Predicate<ParameterInfo> members = group.getMembers();
        return UserCall.<Boolean>call(() -> "The parameter group " + group.getName(), () -> members.test(info));
    }
}
