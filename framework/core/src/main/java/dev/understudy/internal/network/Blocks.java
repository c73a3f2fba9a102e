package dev.understudy.internal.network;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.Dropout;
import dev.understudy.FirstWeights;
import dev.understudy.InputException;
import dev.understudy.internal.text.ErrorLine;
import dev.understudy.internal.text.UserCall;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What DJL's blocks do not say of themselves. */
public final class Blocks {

    /** What PyTorch says where a pool or a convolution leaves nothing of an image. */
    private static final Pattern TOO_SMALL =
            Pattern.compile("size is too small|Kernel size can't be greater than actual input size");

    private static final List<String> KNOWN = List.of("ai.djl.nn.", "dev.understudy.block.", "dev.understudy.network.");

    /** Its blocks drop out by themselves. */
    private static final String RECURRENT = "ai.djl.nn.recurrent";

    private Blocks() {}

    /**
     * Whether a block keeps nothing of what it is shown and puts out: DJL's and ours, with all that is in them. What lies
     * between two of those is let go at once, as it is in Python, and not at the end of the step: an engine still holds what it
     * needs for the way back, and the rest is memory for the next layers, some 30 % of a training step's. A user's block may
     * keep what it sees.
     */
    static boolean keepsNothing(Block block) {
        return isKnown(block) && block.getChildren().values().stream().allMatch(Blocks::keepsNothing);
    }

    /**
     * Whether a block is known to draw no random numbers: it is DJL's or ours, with all that is in it, and none of it drops
     * anything out. A user's block may draw what it likes.
     *
     * @param block any block
     * @return false also where nothing is known
     */
    public static boolean drawsNothing(Block block) {
        boolean dropsOut =
                block instanceof Dropout || block.getClass().getPackageName().equals(RECURRENT);
        return !dropsOut
                && isKnown(block)
                && block.getChildren().values().stream().allMatch(Blocks::drawsNothing);
    }

    /** Whether a block or a function is DJL's or ours; a lambda block is what its function is, also where DJL wraps it. */
    private static boolean isKnown(Object part) {
        String name = part.getClass().getName();
        return name.startsWith(LambdaBlock.class.getName())
                ? isKnownWithin(part)
                : KNOWN.stream().anyMatch(name::startsWith);
    }

    private static boolean isKnownWithin(Object wrapper) {
        List<Field> functions = Arrays.stream(wrapper.getClass().getDeclaredFields())
                .filter(field -> Function.class.isAssignableFrom(field.getType()))
                .toList();
        try {
            for (Field each : functions) {
                each.setAccessible(true);
                if (!isKnown(each.get(wrapper))) {
                    return false;
                }
            }
            return !functions.isEmpty();
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /** Whether a block is DJL's ReLU, which is a lambda block of its function and of this name. */
    static boolean isRelu(Block block) {
        return isLambda(block, "ReLU");
    }

    /** Whether a block is DJL's max pool of images. */
    static boolean isMaxPool(Block block) {
        return isLambda(block, "maxPool2d");
    }

    private static boolean isLambda(Block block, String name) {
        return block instanceof LambdaBlock lambda && lambda.getName().equals(name) && isKnown(lambda);
    }

    /**
     * How many numbers a block holds, batch norm counted with its four vectors.
     *
     * @param block an initialised block
     * @return the number
     */
    public static long parameterCount(Block block) {
        return block.getParameters().values().stream()
                .mapToLong(parameter -> shape(parameter).size())
                .sum();
    }

    /** The same; null where a block does not show what it holds. */
    public static @Nullable Long countOrNone(Block block) {
        long count = parameterCount(block);
        return count == 0 ? null : count;
    }

    /** Parameters of a TorchScript block have arrays and no shapes. */
    private static Shape shape(Parameter parameter) {
        return parameter.isInitialized() ? parameter.getArray().getShape() : parameter.getShape();
    }

    /**
     * Initialises a block with standard first weights.
     *
     * @param block an uninitialised block
     * @param manager holds its arrays
     * @param seed the seed
     * @param inputs the shape of each of its inputs, batch 1
     * @throws InputException when the block cannot take such an input
     */
    public static void initialize(Block block, NDManager manager, long seed, Shape... inputs) {
        initialize(block, manager, new InitialValues(seed, FirstWeights.STANDARD), inputs);
    }

    /**
     * Initialises a block with weights that follow from a seed.
     *
     * @param block an uninitialised block
     * @param manager holds its arrays
     * @param first its first values
     * @param inputs the shape of each of its inputs, batch 1
     * @throws InputException when the block cannot take such an input
     */
    public static void initialize(Block block, NDManager manager, InitialValues first, Shape... inputs) {
        first.seed(block);
        try {
            block.initialize(manager, DataType.FLOAT32, inputs);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            String reason = ErrorLine.of(e);
            String advice = TOO_SMALL.matcher(reason).find() ? "; it needs larger images" : "";
            throw new InputException(
                    "The network cannot take an input of shape "
                            + (inputs.length == 1 ? inputs[0] : Arrays.toString(inputs)) + ": " + reason + advice
                            + UserCall.where(e),
                    e);
        }
    }

    /**
     * Freezes all parameters but some. Running statistics are never trained; what the user froze is not to be among those.
     *
     * @param block the block
     * @param trained which are to be trained
     */
    public static void train(Block block, Set<Parameter> trained) {
        for (Parameter parameter : block.getParameters().values()) {
            boolean frozen = isStatistic(parameter) || !trained.contains(parameter);
            if (parameter.requiresGradient() == frozen) {
                parameter.freeze(frozen);
            }
        }
    }

    /** Whether there is a batch norm in a block, or it is one. */
    static boolean holdsNorm(Block block) {
        return block.getParameters().values().stream().anyMatch(Blocks::isStatistic);
    }

    /** Whether a parameter is a running statistic, which no gradient reaches. */
    public static boolean isStatistic(Parameter parameter) {
        Parameter.Type type = parameter.getType();
        return type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR;
    }
}
