package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import dev.understudy.internal.text.Checks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What training by one recipe costs, measured with one student at a time, in turns with the recipes that it is compared
 * with, and what part of the gradient each of its objectives has at the start.
 *
 * @param format the version of this format, {@value #FORMAT}
 * @param recipe the recipe with its options as the user names it
 * @param stages each stage's step
 * @param stepsPerEpoch how many steps an epoch has
 * @param extraParameters how many numbers are trained along and dropped afterwards
 * @param peakBytes the most memory of the C library that was in use during steps beside what was there before the student
 *     was made, without Java's heap and the memory of a GPU; null where the C library does not tell it, and for a training
 *     on a GPU
 * @param gradientShares what part of the gradient each objective has, stage by stage
 * @param provenance where it was measured
 * @param session how, with the spread; null in what earlier versions measured
 * @param devicePeakBytes for a training on GPUs, the most memory of the whole cards that was in use during steps: other
 *     programs' and what the engine keeps from before are in it; null elsewhere, where the engine does not tell it and in
 *     what earlier versions measured
 */
public record Profile(
        int format,
        String recipe,
        List<StageCost> stages,
        long stepsPerEpoch,
        long extraParameters,
        @JsonSetter(nulls = Nulls.SET) @Nullable Long peakBytes,
        @JsonAlias("shares") List<GradientShare> gradientShares,
        Provenance provenance,

        @JsonAlias("sitting") @JsonSetter(nulls = Nulls.SET) @Nullable
        MeasurementSession session,

        @JsonSetter(nulls = Nulls.SET) @Nullable Long devicePeakBytes) {

    /** The version of the format that this project writes. */
    public static final int FORMAT = 1;

    /**
     * One stage.
     *
     * @param name the stage's name
     * @param epochs how long it is
     * @param stepMilliseconds the time of a step, the median of all rounds
     */
    public record StageCost(String name, int epochs, double stepMilliseconds) {}

    /** Refuses a format that is not known here. */
    public Profile {
        Checks.format(format, FORMAT);
        stages = List.copyOf(stages);
        gradientShares = List.copyOf(gradientShares);
        Checks.positive("stepsPerEpoch", stepsPerEpoch);
        Checks.notNegative("extraParameters", (double) extraParameters);
        if (peakBytes != null) {
            Checks.notNegative("peakBytes", (double) peakBytes);
        }
        if (devicePeakBytes != null) {
            Checks.notNegative("devicePeakBytes", (double) devicePeakBytes);
        }
    }

    /**
     * A cost without a spread, as earlier versions measured it.
     *
     * @param format the version of this format
     * @param recipe the recipe with its options
     * @param stages each stage's step
     * @param stepsPerEpoch how many steps an epoch has
     * @param extraParameters how many numbers are trained along and dropped
     * @param peakBytes memory of the C library; null where it is not known
     * @param gradientShares what part of the gradient each objective has
     * @param provenance where it was measured
     */
    public Profile(
            int format,
            String recipe,
            List<StageCost> stages,
            long stepsPerEpoch,
            long extraParameters,
            @Nullable Long peakBytes,
            List<GradientShare> gradientShares,
            Provenance provenance) {
        this(format, recipe, stages, stepsPerEpoch, extraParameters, peakBytes, gradientShares, provenance, null, null);
    }

    /**
     * How many times as long as another training this one takes.
     *
     * @param other the other
     * @return the median of the rounds in which both had their turn, with the lowest and the highest; from the costs alone
     *     where they were not measured together
     */
    public Measurement timesAsLong(Profile other) {
        List<Double> ratios = new ArrayList<>();
        if (isMeasuredWith(other)) {
            List<Double> own = Objects.requireNonNull(session).rounds();
            List<Double> others = Objects.requireNonNull(other.session).rounds();
            for (int round = 0; round < own.size(); round++) {
                ratios.add(own.get(round) * steps() / (others.get(round) * other.steps()));
            }
        } else {
            ratios.add(seconds() / other.seconds());
        }
        return Measurement.of("times as long", ratios);
    }

    /**
     * Whether both were measured together.
     *
     * @param other the other
     * @return true where both are of one session
     */
    public boolean isMeasuredWith(Profile other) {
        return session != null
                && other.session != null
                && session.id().equals(other.session.id())
                && session.rounds().size() == other.session.rounds().size();
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
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads a profile back.
     *
     * @param file the file to read
     * @return the profile
     * @throws ResultException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static Profile read(Path file) {
        return Json.read(file, Profile.class, FORMAT);
    }
}
