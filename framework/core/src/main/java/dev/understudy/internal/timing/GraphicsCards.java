package dev.understudy.internal.timing;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of the graphics cards that compute: in words, and how much of their memory is in use. */
public final class GraphicsCards {

    private static final int SECONDS = 5;

    /** They change what a multiplication rounds to. */
    private static final List<String> SWITCHES = List.of("NVIDIA_TF32_OVERRIDE", "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE");

    private GraphicsCards() {}

    /** Asked at the first look alone: cards stay. */
    private static final class Asked {
        private static final List<NvidiaSmi.Card> CARDS = NvidiaSmi.ask(NvidiaSmi.COMMAND, SECONDS);
        private static final String CUDA = cuda();
    }

    /**
     * Of these devices.
     *
     * @param devices any devices
     * @return in one line; nothing where none of them is a GPU
     */
    public static Optional<String> describe(List<Device> devices) {
        long count = gpus(devices).count();
        return count == 0 ? Optional.empty() : Optional.of(describe(count, Asked.CARDS, Asked.CUDA, System.getenv()));
    }

    /** Cards of several kinds are all named: CUDA counts them in another order than NVIDIA's program. */
    static String describe(long count, List<NvidiaSmi.Card> cards, String cuda, Map<String, String> environment) {
        String kinds = cards.stream().map(NvidiaSmi.Card::describe).distinct().collect(Collectors.joining(" or "));
        return (count == 1 ? "GPU " : count + " GPUs ")
                + (kinds.isEmpty() ? "of an unknown name, unknown memory, driver unknown" : kinds)
                + ", " + cuda + ", " + rounding(environment);
    }

    /** DJL has no call for either: what PyTorch begins with holds, unless the environment says otherwise. */
    static String rounding(Map<String, String> environment) {
        String set = SWITCHES.stream()
                .filter(environment::containsKey)
                .map(name -> name + "=" + environment.get(name))
                .collect(Collectors.joining(", "));
        if ("0".equals(environment.get(SWITCHES.get(0)))) {
            return "TF32 off (" + set + ")";
        }
        return "TF32 as PyTorch begins: on for convolutions, off for matrix products"
                + (set.isEmpty() ? "" : ", but for " + set);
    }

    /**
     * How much of the memory of these devices is in use now: of the whole cards, by whatever program.
     *
     * @param devices any devices
     * @return bytes; nothing where none is a GPU, or the engine's CUDA library does not tell
     */
    public static OptionalLong inUse(List<Device> devices) {
        return sum(devices, MemoryUsage::getUsed);
    }

    /**
     * How much memory these devices have.
     *
     * @param devices any devices
     * @return bytes; nothing where none is a GPU, or the engine's CUDA library does not tell
     */
    public static OptionalLong memory(List<Device> devices) {
        return sum(devices, MemoryUsage::getMax);
    }

    private static OptionalLong sum(List<Device> devices, ToLongFunction<MemoryUsage> number) {
        List<Device> gpus = gpus(devices).toList();
        return gpus.isEmpty()
                ? OptionalLong.empty()
                : told(() -> OptionalLong.of(gpus.stream()
                                .map(CudaUtils::getGpuMemory)
                                .mapToLong(number)
                                .sum()))
                        .orElse(OptionalLong.empty());
    }

    private static Stream<Device> gpus(List<Device> devices) {
        return devices.stream().filter(Device::isGpu).distinct();
    }

    private static String cuda() {
        int version = told(CudaUtils::getCudaVersion).orElse(0);
        String capability = told(() -> CudaUtils.getComputeCapability(0)).orElse("");
        return (version <= 0
                        ? "CUDA unknown"
                        : String.format(Locale.ROOT, "CUDA %d.%d", version / 1000, version % 1000 / 10))
                + ", compute capability "
                + (capability.matches("\\d{2,3}") ? capability.replaceFirst("(\\d)$", ".$1") : "unknown");
    }

    /** DJL throws of all kinds where there is no card or no library. */
    private static <T> Optional<T> told(Supplier<T> question) {
        try {
            return Optional.ofNullable(question.get());
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return Optional.empty();
        }
    }
}
