package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.understudy.internal.arithmetic.OnHost;
import dev.understudy.internal.arithmetic.RepeatedNumbers;
import dev.understudy.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An array that is trained: that of one parameter, or one in which all parameters of a stage lie, so that a step changes
 * them by a handful of operations however many layers there are. The parameters themselves are then views of it, for
 * whoever reads them; what a step computes is computed from views of its own, which are part of the graph, and whose
 * gradients the engine puts together in one operation.
 */
final class TrainedArray implements AutoCloseable {

    private final NDArray array;
    private final NDManager owner;
    private final List<JointParameters> units;
    private final List<Long> cuts;

    /** Parameters that somebody reads by themselves, past the step's views, so that they have a gradient of their own. */
    private final List<TrainedParameter> direct = new ArrayList<>();

    private boolean settled;

    /** The array as it is in the graph of the step that is being taken. */
    private NDArray inGraph;

    private TrainedArray(NDArray array, List<JointParameters> units) {
        this.array = array;
        this.inGraph = array;
        this.owner = array.getManager();
        this.units = units;
        this.cuts = new ArrayList<>();
        long from = 0;
        for (JointParameters unit : units) {
            cuts.addAll(unit.cuts(from));
            from += unit.length();
        }
    }

    /** A parameter's own array, as it is. */
    static TrainedArray of(TrainedParameter parameter) {
        return new TrainedArray(parameter.parameter().getArray(), List.of(JointParameters.of(parameter)));
    }

    /**
     * Lays parameters into one array.
     *
     * @param parameters at least one, of float32, on one device
     * @param rule says which of them it changes together
     * @param manager owns the array and the parameters' views
     */
    static TrainedArray of(List<TrainedParameter> parameters, UpdateRule rule, NDManager manager) {
        List<JointParameters> units = units(parameters, rule);
        NDArray array;
        try (NDManager scope = manager.newSubManager()) {
            NDList pieces = new NDList();
            units.forEach(unit -> unit.lay(values(unit, scope), scope, pieces));
            array = NDArrays.concat(pieces);
            array.attach(manager);
        }
        TrainedArray joined = new TrainedArray(array, units);
        joined.move(parameters, true);
        return joined;
    }

    private static List<@Nullable NDArray> values(JointParameters unit, NDManager scope) {
        List<@Nullable NDArray> values = new ArrayList<>();
        unit.members().forEach(member -> values.add(outside(member.parameter().getArray(), scope)));
        return values;
    }

    /** What the rule changes together lies side by side. */
    private static List<JointParameters> units(List<TrainedParameter> parameters, UpdateRule rule) {
        Map<Object, List<TrainedParameter>> together = new LinkedHashMap<>();
        for (TrainedParameter each : parameters) {
            Object key = rule.together(each.info());
            List<@Nullable Object> settings = new ArrayList<>(List.of(key == null ? each : key, each.rate()));
            settings.add(each.decay());
            together.computeIfAbsent(settings, unused -> new ArrayList<>()).add(each);
        }
        return together.values().stream()
                .map(members -> new JointParameters(members, false))
                .toList();
    }

    /** Makes parameters views of the array. */
    private void move(List<TrainedParameter> some, boolean withGradient) {
        try (NDManager scope = owner.newSubManager()) {
            Map<TrainedParameter, NDArray> views = views(outside(array, scope));
            for (TrainedParameter member : some) {
                Parameter parameter = member.parameter();
                NDArray view = Objects.requireNonNull(views.get(member));
                parameter.close();
                parameter.setShape(null);
                view.attach(owner);
                parameter.setArray(view);
                view.setRequiresGradient(withGradient);
            }
        }
    }

    private Map<TrainedParameter, NDArray> views(NDArray of) {
        NDList pieces = JointParameters.cut(of, cuts);
        Map<TrainedParameter, NDArray> views = new LinkedHashMap<>();
        int piece = 0;
        for (JointParameters unit : units) {
            views.putAll(unit.views(pieces, piece));
            piece += unit.cuts(0).size();
        }
        return views;
    }

    /** The same numbers, not copied, outside any graph. */
    private static NDArray outside(NDArray array, NDManager scope) {
        NDArray view = array.stopGradient();
        view.attach(scope);
        return view;
    }

    boolean isJoint() {
        return !units.get(0).apart();
    }

    List<JointParameters> units() {
        return units;
    }

    /** The whole array as the step that is being taken computes with it. */
    NDArray inGraph() {
        return inGraph;
    }

    /**
     * What a step computes with, by parameter; part of the graph. Nothing for a parameter's own array. The joint array is new to
     * each step's graph: so its gradient is what the engine put together, and is not added to what was there before.
     */
    Map<Parameter, NDArray> inGraph(NDManager step) {
        Map<Parameter, NDArray> found = new LinkedHashMap<>();
        if (isJoint()) {
            inGraph = outside(array, step);
            inGraph.setRequiresGradient(true);
            views(inGraph).forEach((member, view) -> found.put(member.parameter(), view));
        }
        return found;
    }

    /** What belongs to each unit of an array like this one; views of it. */
    List<NDArray> byUnit(NDArray like) {
        if (units.size() == 1) {
            return List.of(like);
        }
        List<Long> ends = new ArrayList<>();
        long end = 0;
        for (JointParameters unit : units) {
            end += unit.length();
            ends.add(end);
        }
        return JointParameters.cut(like, ends);
    }

    /** The numbers themselves, to be changed in place. */
    List<NDArray> weights(NDManager scope) {
        return byUnit(outside(array, scope));
    }

    /** Looks which parameters have a gradient of their own, past the step's views; waits for the device. */
    private void findDirect() {
        members().filter(member -> !direct.contains(member)).forEach(member -> {
            try (NDArray own = member.parameter().getArray().getGradient();
                    NDArray size = own.abs();
                    NDArray sum = size.sum()) {
                if (OnHost.<Float>read(sum, NDArray::getFloat) > 0) {
                    direct.add(member);
                }
            }
        });
    }

    /** From now on only parameters that had a gradient of their own are looked at for one; the others' are freed. */
    void settle() {
        settled = true;
        move(members().filter(member -> !direct.contains(member)).toList(), false);
    }

    /** Those that lie in a joint array. */
    private Stream<TrainedParameter> members() {
        return isJoint() ? units.stream().flatMap(unit -> unit.members().stream()) : Stream.empty();
    }

    /** The gradient of the last backward pass, to be changed in place; belongs to the scope. */
    NDArray gradient(NDManager scope) {
        NDArray gradient = inGraph.getGradient();
        gradient.attach(scope);
        if (!settled) {
            findDirect();
        }
        if (!direct.isEmpty()) {
            Map<TrainedParameter, NDArray> parts = views(gradient);
            NDArray zero = scope.zeros(new Shape(1));
            for (TrainedParameter member : direct) {
                NDArray own = member.parameter().getArray().getGradient();
                own.attach(scope);
                Objects.requireNonNull(parts.get(member)).addi(own);
                own.muli(zero);
            }
        }
        return gradient;
    }

    /** Leaves no gradient to the next step. */
    void endStep(NDManager scope) {
        if (isJoint()) {
            inGraph.close();
        } else {
            zero(gradient(scope));
        }
    }

    /** Makes a gradient zero, where it lies. */
    static void zero(NDArray gradient) {
        gradient.muli(RepeatedNumbers.of(gradient, 0));
    }

    /** Lets go of the array; the parameters keep what they are, with a gradient each as after their initialisation. */
    @Override
    public void close() {
        members().forEach(member -> member.parameter().getArray().setRequiresGradient(true));
        if (isJoint()) {
            array.close();
        }
    }
}
