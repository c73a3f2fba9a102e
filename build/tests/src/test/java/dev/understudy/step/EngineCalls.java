package dev.understudy.step;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a program asks of PyTorch, counted call by call; {@link CountedEngine} makes the engine tell. */
public final class EngineCalls {

    /** From the program's memory to the device. */
    private static final Set<String> TRANSFERS = Set.of("createNdFromByteBuffer", "set", "createSparseCoo");

    /** From the device to the program, which waits until all before is done. */
    private static final Set<String> WAITS = Set.of("getByteBuffer", "booleanMask", "nonZeros", "isTensorEqual");

    /** Which leave the device in peace: other views of the same numbers, and questions about arrays. */
    private static final String QUIET = "get(Shape|Device|DataType|SparseFormat|Layout|Gradient|NumThreads|Features"
            + "|NumInteropThreads|Item)|index|split|reshape|detachGradient|attachGradient|requireGrad|transpose|squeeze"
            + "|unsqueeze|expandDims|broadcast|deleteNDArray|deleteModule|isGradMode|setGradMode|isSparse|isContiguous"
            + "|flatten|createEmptyNdArray|setSeed|setGraphExecutorOptimize|setThreads|backward|view";

    private static final Map<String, Integer> COUNTS = new HashMap<>();

    private EngineCalls() {}

    /**
     * Called by the engine.
     *
     * @param name the method
     */
    public static synchronized void add(String name) {
        COUNTS.merge(name, 1, Integer::sum);
    }

    /** What was called so far, by name. */
    static synchronized Map<String, Integer> counts() {
        return new TreeMap<>(COUNTS);
    }

    static int transfers(Map<String, Integer> counts) {
        return sum(counts, TRANSFERS);
    }

    static int waits(Map<String, Integer> counts) {
        return sum(counts, WAITS);
    }

    private static int sum(Map<String, Integer> counts, Set<String> names) {
        return names.stream().mapToInt(name -> counts.getOrDefault(name, 0)).sum();
    }

    /** Operations that were sent to the device, but for those of the way back, which PyTorch sends by itself. */
    static int operations(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().matches(QUIET))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
