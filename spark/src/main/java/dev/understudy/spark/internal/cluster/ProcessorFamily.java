package dev.understudy.spark.internal.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The kind of a processor, as far as an engine's libraries choose by it how they compute: its maker, the vector instructions
 * that it has, and what the environment says of those that are to be used.
 */
final class ProcessorFamily {

    private static final Path INFO = Path.of("/proc/cpuinfo");

    /** By these the kernels of PyTorch, oneDNN and MKL are chosen. */
    private static final List<String> INSTRUCTIONS = List.of(
            "avx",
            "avx2",
            "fma",
            "avx512f",
            "avx512bw",
            "avx512dq",
            "avx512vl",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "avx_vnni",
            "amx_tile",
            "amx_bf16",
            "amx_int8",
            "asimd",
            "sve",
            "sve2",
            "bf16");

    /** By these somebody has the libraries choose otherwise. */
    private static final List<String> CHOICES = List.of(
            "ATEN_CPU_CAPABILITY",
            "DNNL_DEFAULT_FPMATH_MODE",
            "DNNL_MAX_CPU_ISA",
            "MKL_CBWR",
            "MKL_ENABLE_INSTRUCTIONS",
            "ONEDNN_DEFAULT_FPMATH_MODE",
            "ONEDNN_MAX_CPU_ISA");

    private ProcessorFamily() {}

    /**
     * This machine's.
     *
     * @return in one line
     */
    static String here() {
        String architecture = System.getProperty("os.arch", "");
        try {
            return of(architecture, Files.exists(INFO) ? Files.readAllLines(INFO) : List.of(), System.getenv());
        } catch (IOException e) {
            return of(architecture, List.of(), System.getenv());
        }
    }

    static String of(String architecture, List<String> information, Map<String, String> environment) {
        String maker = value(information, "vendor_id");
        if (maker.isEmpty()) {
            maker = value(information, "CPU implementer");
        }
        String flags = value(information, "flags") + " " + value(information, "Features");
        Set<String> there = new TreeSet<>(Arrays.asList(flags.strip().split("\\s+", -1)));
        List<String> known = INSTRUCTIONS.stream().filter(there::contains).toList();
        String chosen = CHOICES.stream()
                .filter(environment::containsKey)
                .map(name -> name + "=" + environment.get(name))
                .collect(Collectors.joining(" "));
        return String.join(" ", architecture, maker, String.join(" ", known), chosen)
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** The first processor's; all of a machine are alike. */
    private static String value(List<String> information, String name) {
        return information.stream()
                .filter(line -> line.matches(name + "\\s*:.*"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
