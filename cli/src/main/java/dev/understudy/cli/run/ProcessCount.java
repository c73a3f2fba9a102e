package dev.understudy.cli.run;

import ai.djl.Device;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.internal.timing.GraphicsCards;
import dev.understudy.result.Profile;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How many processes train at once where the user leaves it open: as many as the graphics card has memory for, each with a core
 * that nobody else uses. On a processor one, whose workers fill it.
 *
 * @param count at least 1
 * @param reason what it follows from, in words
 */
record ProcessCount(int count, String reason) {

    /** Of the card's memory; the rest is lost between what allocators hold. */
    private static final double USABLE = 0.9;

    private static final double GIBIBYTE = 1 << 30;

    /** What the machine has room for now. */
    static ProcessCount of(ExperimentPlan plan, Collection<Profile> profiles, List<Device> devices) {
        if (devices.stream().noneMatch(Device::isGpu)) {
            return new ProcessCount(1, "its workers fill the processor");
        }
        long peak = profiles.stream()
                .map(Profile::devicePeakBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        int students =
                plan.parts().stream().mapToInt(part -> part.students().size()).sum();
        return of(
                GraphicsCards.memory(devices).orElse(0),
                peak,
                students,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /**
     * By memory and cores.
     *
     * @param memory of the card, in bytes; 0 where it is not known
     * @param peak the most that a student takes of it, in bytes; 0 where it is not known
     * @param students how many are to be trained
     * @param cores of the machine
     * @param load how many of them others use; below 0 where it is not known
     */
    static ProcessCount of(long memory, long peak, int students, int cores, double load) {
        if (memory <= 0 || peak <= 0) {
            return new ProcessCount(1, "how much memory the graphics card has for more is not known");
        }
        // The process that has planned keeps its teachers there.
        long room = (long) (USABLE * memory / peak) - 1;
        long free = cores - Math.max(0, Math.round(load));
        int count = (int) Math.max(1, Math.min(students, Math.min(room, free)));
        return new ProcessCount(
                count,
                String.format(
                        Locale.ROOT,
                        "%.1f GiB on the graphics card, at most %.1f GiB for a student; %d cores, a load of %.1f",
                        memory / GIBIBYTE,
                        peak / GIBIBYTE,
                        cores,
                        Math.max(0, load)));
    }
}
