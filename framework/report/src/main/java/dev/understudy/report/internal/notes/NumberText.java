package dev.understudy.report.internal.notes;

import dev.understudy.report.Difference;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.Profile;
import dev.understudy.result.Spread;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. */
public final class NumberText {
    public static final String NONE = "–";
    static final String UNKNOWN = "unknown";
    private static final String MINUS = "−";

    private NumberText() {}

    public static String decimal(double value) {
        return String.format(Locale.US, "%.2f", value);
    }

    public static String decimal(Spread spread) {
        return spread.text();
    }

    public static String signed(double value) {
        String size = decimal(Math.abs(value));
        return size.equals("0.00") ? size : (value < 0 ? MINUS : "+") + size;
    }

    /** With its interval where there is one, each end with its sign. */
    public static String difference(Difference difference) {
        return signed(difference.mean())
                + (difference.low() == null || difference.high() == null
                        ? ""
                        : " [" + signed(difference.low()) + ", " + signed(difference.high()) + "]");
    }

    /** Milliseconds, with the lowest and highest round where there are several. */
    public static String step(Profile profile) {
        MeasurementSession session = profile.session();
        return decimal(profile.stepMilliseconds())
                + (session == null || session.rounds().size() == 1
                        ? ""
                        : " (" + decimal(session.step().lowest()) + " to "
                                + decimal(session.step().highest()) + ")");
    }

    public static String count(long value) {
        return String.format(Locale.US, "%,d", value);
    }

    /** A loss, which may be of any size: four digits that count. */
    public static String loss(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return Double.toString(value);
        }
        return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4
                ? String.format(Locale.US, "%." + Math.max(0, 3 - exponent(value)) + "f", value)
                : String.format(Locale.US, "%.3e", value);
    }

    private static int exponent(double value) {
        return (int) Math.floor(Math.log10(Math.abs(value)));
    }

    public static String size(long parameters) {
        if (parameters >= 1_000_000) {
            return String.format(Locale.US, "%.2f million", parameters / 1e6);
        }
        return count(parameters);
    }

    /** What is not known is said to be so. */
    public static String countOrUnknown(@Nullable Long value) {
        return value == null ? UNKNOWN : count(value);
    }

    public static String sizeOrUnknown(@Nullable Long parameters) {
        return parameters == null ? "an unknown number of" : size(parameters);
    }

    static String memoryOrNone(@Nullable Long bytes) {
        return bytes == null ? NONE : memory(bytes);
    }

    public static String memory(long bytes) {
        double mebibytes = bytes / 1024.0 / 1024;
        return mebibytes < 1024
                ? String.format(Locale.US, "%.1f MiB", mebibytes)
                : String.format(Locale.US, "%.2f GiB", mebibytes / 1024);
    }

    /** The beginning of a long checksum, enough to tell it from others; any other text as it is. */
    public static String fingerprint(String value) {
        return value.matches("[0-9a-f]{40,}") ? value.substring(0, 12) : value;
    }

    public static String share(long part, long whole) {
        return String.format(Locale.US, "%.1f %%", 100.0 * part / whole);
    }

    public static String yes(boolean value) {
        return value ? "yes" : "no";
    }

    public static String orNone(String value) {
        return value.isBlank() ? NONE : value;
    }

    public static String decimalOrNone(@Nullable Double value) {
        return value == null ? NONE : decimal(value);
    }

    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return String.format(Locale.US, "%.1f s", seconds);
        }
        return whole < 3600
                ? String.format(Locale.US, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.US, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
