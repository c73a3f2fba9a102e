package dev.understudy.internal.timing;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How busy a Linux machine is with other processes. */
public final class OtherLoad {

    private static final Path STAT = Path.of("/proc/stat");
    private static final long SAMPLE_MILLIS = 100;
    private static final double TICKS_PER_SECOND = 100;

    /** Where {@code /proc/stat} counts idle time and waiting for disks; all else is work. */
    private static final int IDLE = 3;

    private static final int DISK = 4;
    private static final int COUNTED = 8;

    private OtherLoad() {}

    /**
     * Looks for a tenth of a second.
     *
     * @return how many processors others kept busy meanwhile, on average; 0 where it cannot be known
     */
    public static double processors() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try {
            long begin = System.nanoTime();
            double busy = busySeconds();
            long own = system.getProcessCpuTime();
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
            double others = busySeconds() - busy - (system.getProcessCpuTime() - own) / 1e9;
            return Math.max(0, others / ((System.nanoTime() - begin) / 1e9));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static double busySeconds() throws IOException {
        String all = Files.readAllLines(STAT).get(0);
        long[] ticks = Arrays.stream(all.split("\\s+"))
                .skip(1)
                .limit(COUNTED)
                .mapToLong(Long::parseLong)
                .toArray();
        return (Arrays.stream(ticks).sum() - ticks[IDLE] - ticks[DISK]) / TICKS_PER_SECOND;
    }
}
