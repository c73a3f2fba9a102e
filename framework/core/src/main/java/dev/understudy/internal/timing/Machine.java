package dev.understudy.internal.timing;

import ai.djl.Device;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Describes the machine by what makes it fast or slow, never by its name. */
public final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final double GIB = 1024.0 * 1024 * 1024;

    private Machine() {}

    /**
     * This machine.
     *
     * @param devices what computes; GPUs are told of
     * @return in one line
     */
    public static String describe(List<Device> devices) {
        return describe()
                + GraphicsCards.describe(devices).map(gpus -> ", " + gpus).orElse("");
    }

    private static String describe() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return String.format(
                Locale.ROOT,
                "%s %s, %s, %d logical cores, %.1f GiB memory",
                system.getName(),
                system.getArch(),
                processor(),
                system.getAvailableProcessors(),
                system.getTotalMemorySize() / GIB);
    }

    private static String processor() {
        try {
            return Files.isReadable(CPU_INFO) ? model(Files.readAllLines(CPU_INFO)) : "processor unknown";
        } catch (IOException e) {
            return "processor unknown";
        }
    }

    public static String model(List<String> cpuInfo) {
        return cpuInfo.stream()
                .filter(line -> line.startsWith("model name") && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("processor unknown");
    }
}
