package dev.understudy.spark.internal.cluster;

import dev.understudy.InputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which GPU a task has by the addresses that Spark gave it. An address is the card's number; where a worker's discovery
 * script names shares of a card, so that several executors work on it, a dot and the share's number follow, as in {@code 1.0}
 * and {@code 1.1}.
 */
public final class GpuAddresses {

    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})(?:\\.\\d{1,3})?");

    private GpuAddresses() {}

    /**
     * The device of a task.
     *
     * @param addresses what Spark gave to it
     * @return such as {@code gpu1}; with several addresses the devices that share each batch, {@code gpu0,gpu1}; the first
     *     card where Spark gave none
     * @throws InputException when an address is no card's number
     */
    public static String device(List<String> addresses) {
        if (addresses.isEmpty()) {
            return "gpu0";
        }
        return String.join(
                ",", addresses.stream().map(GpuAddresses::card).distinct().toList());
    }

    private static String card(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw new InputException("Spark's discovery script calls a GPU \"" + address
                    + "\"; its number is wanted, such as 0, or 0.1 for a share of it");
        }
        return "gpu" + Integer.parseInt(matcher.group(1));
    }
}
