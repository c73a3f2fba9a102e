package dev.understudy.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.bench.group.LossMemory;
import dev.understudy.bench.group.MemoryGroup;
import dev.understudy.bench.group.TableGroup;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.engine.NativeSetup;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * What a fresh JVM measures of itself, for {@code understudy bench} alone: its first word says what, its last words
 * printed are the numbers.
 */
public final class BenchChild {

    private BenchChild() {}

    /**
     * Measures, prints the numbers in one line, and ends the JVM.
     *
     * @param args what to measure, then whether everything is tiny, then its own words
     * @throws IOException when memory cannot be read
     */
    public static void main(String[] args) throws IOException {
        BenchSizes sizes = BenchSizes.of(Boolean.parseBoolean(args[1]));
        List<String> words = Arrays.asList(args).subList(2, args.length);
        if (!args[0].equals("engine")) {
            NativeSetup.prepare();
        }
        String answer =
                switch (args[0]) {
                    case "engine" -> engine();
                    case "loss" -> LossMemory.child(words);
                    case "step" -> MemoryGroup.peak(sizes, words);
                    case "table" -> table(sizes, words);
                    case "long" -> MemoryGroup.longRun(sizes);
                    default -> throw new IllegalArgumentException("Not known: " + args[0]);
                };
        System.out.println(answer);
        System.exit(0);
    }

    /** The engine has to know its number of threads before it is loaded. */
    private static String table(BenchSizes sizes, List<String> words) throws IOException {
        NativeSetup.threads(Integer.parseInt(words.get(1)));
        return TableGroup.child(sizes, words);
    }

    /** The engine and its first array. */
    private static String engine() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            manager.zeros(new Shape(1));
            return Integer.toString(Engine.getInstance().getGpuCount());
        }
    }
}
