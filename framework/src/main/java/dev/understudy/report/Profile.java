package dev.understudy.report;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What training by one recipe costs, measured alone with one student at a time, and how its objectives pull at the start.
 *
 * @param format the version of this format, {@value #FORMAT}
 * @param recipe the recipe with its options as the user names it
 * @param stages each stage's step
 * @param stepsPerEpoch how many steps an epoch has
 * @param extraParameters how many numbers are trained along and dropped afterwards
 * @param peakBytes the most native memory that was in use during steps beside what was there before the student was made;
 *     null where the C library does not tell it
 * @param shares how the objectives pull, stage by stage
 * @param provenance where it was measured
 */
public record Profile(
        int format,
        String recipe,
        List<StageCost> stages,
        long stepsPerEpoch,
        long extraParameters,
        @JsonSetter(nulls = Nulls.SET) @Nullable Long peakBytes,
        List<GradientShare> shares,
        Provenance provenance) {

    /** The version of the format that this project writes. */
    public static final int FORMAT = 1;

    /**
     * One stage.
     *
     * @param name the stage's name
     * @param epochs how long it is
     * @param stepMilliseconds the median time of a step
     */
    public record StageCost(String name, int epochs, double stepMilliseconds) {}

    /** Refuses a format that is not known here. */
    public Profile {
        Checks.format(format, FORMAT);
        stages = List.copyOf(stages);
        shares = List.copyOf(shares);
        Checks.positive("stepsPerEpoch", stepsPerEpoch);
        Checks.notNegative("extraParameters", (double) extraParameters);
        if (peakBytes != null) {
            Checks.notNegative("peakBytes", (double) peakBytes);
        }
    }

    /**
     * How many steps the training has.
     *
     * @return over all stages
     */
    public long steps() {
        return stepsPerEpoch * stages.stream().mapToLong(StageCost::epochs).sum();
    }

    /**
     * How long the training takes, evaluation left out.
     *
     * @return seconds
     */
    public double seconds() {
        return stepsPerEpoch
                * stages.stream()
                        .mapToDouble(stage -> stage.epochs() * stage.stepMilliseconds())
                        .sum()
                / 1e3;
    }

    /**
     * The time of a step, averaged over all steps.
     *
     * @return milliseconds
     */
    public double stepMilliseconds() {
        return 1e3 * seconds() / steps();
    }

    /**
     * Writes this profile as JSON, whole or not at all.
     *
     * @param file the file to write
     * @throws ReportException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads a profile back.
     *
     * @param file the file to read
     * @return the profile
     * @throws ReportException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static Profile read(Path file) {
        return Json.read(file, Profile.class, FORMAT);
    }
}
