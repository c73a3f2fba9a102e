package dev.understudy.measure;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.Student;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.SelfGuided;
import dev.understudy.block.Tappable;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.ForwardPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a network is made of: every place that can be tapped, with its shape and its cost. */
public final class Inspection {

    private Inspection() {}

    /**
     * A place in a network.
     *
     * @param path the path that a tap takes
     * @param output the shape of its output for a batch of one
     * @param parameters how many numbers it holds
     * @param multiplyAdds how many multiplications with a weight one sample takes; convolutions and fully connected
     *     layers alone count
     * @param part whether it is a part that holds no further tapped parts
     */
    public record Place(String path, Shape output, long parameters, long multiplyAdds, boolean part) {}

    /**
     * A student's and a teacher's place that can be compared without a connector.
     *
     * @param student the student's tap
     * @param teacher the teacher's tap
     * @param shape the shape of both
     */
    public record Pair(StudentTap student, TeacherTap teacher, Shape shape) {}

    /**
     * Every place of a network, in the order of running.
     *
     * @param network makes the network
     * @param input the shape of one sample
     * @return the places
     */
    public static List<Place> of(Student network, Shape input) {
        Block block = network.network().get();
        Shape one = new Shape(1).addAll(input);
        try (Model model = Model.newInstance(network.name(), Device.cpu());
                NDManager scope = model.getNDManager().newSubManager()) {
            Blocks.initialize(block, model.getNDManager(), 0, one);
            Map<String, Block> blocks = BlockPaths.of(block);
            List<String> paths = new ArrayList<>(blocks.keySet());
            NDList outputs = ForwardPlan.through(block, paths, false)
                    .run(new ParameterStore(scope, false), new NDList(scope.zeros(one)), false);
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < paths.size(); i++) {
                String path = paths.get(i);
                Block part = blocks.get(path);
                if (part != null) {
                    boolean within = isWithin(path, part, blocks);
                    boolean leaf = !within
                            && (part instanceof Tappable
                                    || paths.stream().noneMatch(other -> other.startsWith(path + "/")));
                    long own = leaf ? multiplyAdds(part, outputs.get(i)) : 0;
                    places.add(new Place(
                            BlockPaths.shortest(path),
                            outputs.get(i).getShape(),
                            within ? 0 : Blocks.parameterCount(part),
                            own,
                            leaf));
                }
            }
            return places;
        }
    }

    /** Whether it is a value within a block, rather than a block's output. */
    private static boolean isWithin(String path, Block part, Map<String, Block> blocks) {
        int slash = path.lastIndexOf('/');
        return part instanceof Tappable && slash >= 0 && part.equals(blocks.get(path.substring(0, slash)));
    }

    /**
     * How many numbers a network holds, batch norm counted with its four vectors.
     *
     * @param network makes the network
     * @param input the shape of one sample
     * @return the number of parameters
     */
    public static long parameters(Student network, Shape input) {
        Block block = network.network().get();
        try (Model model = Model.newInstance(network.name(), Device.cpu())) {
            Blocks.initialize(block, model.getNDManager(), 0, new Shape(1).addAll(input));
            return Blocks.parameterCount(block);
        }
    }

    /**
     * Places of two networks that have the same shape {@code [batch, channels, height, width]}: for each of the
     * student's last places of a shape, the teacher's first and last of it. Self-taught channels are given no knowledge.
     *
     * @param student the student's places
     * @param teacher the teacher's places
     * @return the pairs, deepest first
     */
    public static List<Pair> pairs(List<Place> student, List<Place> teacher) {
        List<Pair> pairs = new ArrayList<>();
        List<Place> guidable = student.stream()
                .filter(place -> !place.path().contains("/" + SelfGuided.SELF_TAUGHT))
                .toList();
        for (int i = guidable.size() - 1; i >= 0; i--) {
            Place own = guidable.get(i);
            boolean last = guidable.subList(i + 1, guidable.size()).stream()
                    .noneMatch(later -> later.output().equals(own.output()));
            if (own.output().dimension() == 4 && last) {
                List<Place> same = teacher.stream()
                        .filter(place -> !place.part() && place.output().equals(own.output()))
                        .toList();
                if (!same.isEmpty()) {
                    pairs.add(pair(own, same.get(0)));
                }
                if (same.size() > 1) {
                    pairs.add(pair(own, same.get(same.size() - 1)));
                }
            }
        }
        return pairs;
    }

    private static Pair pair(Place own, Place other) {
        return new Pair(new StudentTap(own.path()), new TeacherTap(other.path()), own.output());
    }

    private static long multiplyAdds(Block part, NDArray output) {
        long weights = part.getParameters().values().stream()
                .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
        Shape shape = output.getShape();
        return switch (shape.dimension()) {
            case 4 -> weights * shape.get(2) * shape.get(3);
            case 3 -> weights * shape.get(1);
            default -> weights;
        };
    }
}
