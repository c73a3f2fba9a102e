package dev.understudy.internal.update;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that a rule changes in one call: one with its own shape, or several that lie one behind the other in one array.
 *
 * @param members in the order in which they lie
 * @param apart whether it is one parameter with its own shape
 */
record JointParameters(List<TrainedParameter> members, boolean apart) {

    /** Where engines' kernels like an array to begin, in float32: 64 bytes. */
    private static final long ALIGNMENT = 16;

    /** One parameter. */
    static JointParameters of(TrainedParameter parameter) {
        return new JointParameters(List.of(parameter), true);
    }

    /** The one that stands for all where a rule asks which parameter it is. */
    TrainedParameter first() {
        return members.get(0);
    }

    /** The shape of what the rule sees. */
    Shape shape() {
        return apart ? shape(first()) : new Shape(length());
    }

    /** How many numbers of the array they take, with what lies between them. */
    long length() {
        return members.stream().mapToLong(JointParameters::room).sum();
    }

    /** How many numbers of an array a parameter takes. */
    private static long room(TrainedParameter parameter) {
        long size = shape(parameter).size();
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static Shape shape(TrainedParameter parameter) {
        return parameter.parameter().getArray().getShape();
    }

    /** Where each parameter ends, and where the next one begins. */
    List<Long> cuts(long from) {
        List<Long> cuts = new ArrayList<>();
        long place = from;
        for (TrainedParameter member : members) {
            long end = place + shape(member).size();
            cuts.add(end);
            place += room(member);
            if (place > end) {
                cuts.add(place);
            }
        }
        return cuts;
    }

    /** The parameters' arrays one behind the other, with zeros between them; a null stands for zeros. */
    void lay(List<@Nullable NDArray> arrays, NDManager scope, NDList into) {
        for (int i = 0; i < members.size(); i++) {
            long size = shape(members.get(i)).size();
            NDArray array = arrays.get(i);
            into.add(array == null ? scope.zeros(new Shape(size)) : array.reshape(-1));
            long rest = room(members.get(i)) - size;
            if (rest > 0) {
                into.add(scope.zeros(new Shape(rest)));
            }
        }
    }

    /** From what {@link #shape} says, put together of the members' arrays, which belongs to the scope. */
    NDArray joined(List<@Nullable NDArray> arrays, NDManager scope) {
        if (apart) {
            NDArray only = arrays.get(0);
            return only == null ? scope.zeros(shape()) : only.duplicate();
        }
        NDList pieces = new NDList();
        lay(arrays, scope, pieces);
        return NDArrays.concat(pieces);
    }

    /** What {@link #joined} put together, by parameter; views of it. */
    Map<TrainedParameter, NDArray> split(NDArray joined) {
        return apart ? Map.of(first(), joined) : views(cut(joined, cuts(0)), 0);
    }

    /** An array of one dimension in pieces, views of it. */
    static NDList cut(NDArray array, List<Long> cuts) {
        long whole = array.size();
        return array.split(cuts.stream()
                .filter(cut -> cut < whole)
                .mapToLong(Long::longValue)
                .toArray());
    }

    /** The parameters' pieces in their own shapes, from the piece of the first on. */
    Map<TrainedParameter, NDArray> views(NDList pieces, int from) {
        Map<TrainedParameter, NDArray> views = new LinkedHashMap<>();
        int piece = from;
        for (TrainedParameter member : members) {
            Shape shape = shape(member);
            views.put(member, pieces.get(piece).reshape(shape));
            piece += room(member) > shape.size() ? 2 : 1;
        }
        return views;
    }
}
