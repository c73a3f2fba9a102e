package dev.understudy.spark.internal.grid;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which parts are being trained where, by what their tasks tell. */
final class PartPlaces {

    private static final Pattern BEGINS = Pattern.compile("(part \\d+/\\d+): on (\\S+), executor .*");

    private final Map<String, String> places = new TreeMap<>();

    void heard(String line) {
        Matcher begins = BEGINS.matcher(line);
        if (begins.matches()) {
            places.put(begins.group(1), begins.group(2));
        }
    }

    void ended(String part) {
        places.remove(part);
    }

    /** How far a plan is, in one line. */
    String describe(int done, int all) {
        int waiting = all - done - places.size();
        String running = places.entrySet().stream()
                .map(entry -> entry.getKey() + " on " + entry.getValue())
                .collect(Collectors.joining(", "));
        return done + " of " + all + " parts are done" + (running.isEmpty() ? "" : "; " + running)
                + (waiting == 0 ? "" : "; " + waiting + (waiting == 1 ? " waits" : " wait"));
    }
}
