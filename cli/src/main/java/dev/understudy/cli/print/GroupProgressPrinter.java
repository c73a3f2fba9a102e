package dev.understudy.cli.print;

import dev.understudy.EpochResult;
import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.cli.run.RunLog;
import dev.understudy.internal.text.Counts;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Shows a pass of many students: a line an epoch for all of them on the terminal, a line each in the log; and lets Ctrl-C
 * end it between steps.
 */
public final class GroupProgressPrinter {

    private final String title;
    private final RunLog log;
    private final Map<String, Integer> epochs = new LinkedHashMap<>();
    private final Map<String, EpochResult> done = new LinkedHashMap<>();
    private long begin = System.nanoTime();

    public GroupProgressPrinter(String title, RunLog log) {
        this.title = title;
        this.log = log;
    }

    /** Watches one student. */
    public Observer of(String name, int length) {
        epochs.put(name, length);
        return event -> {
            Interrupt.check();
            if (event instanceof Event.EpochDone epoch) {
                epoch(name, epoch.result());
            } else if (event instanceof Event.Resumed resumed) {
                log.line(name + PrintedRun.goesOn(resumed));
            }
        };
    }

    /** Waits for a student no longer. */
    public void forget(String name) {
        epochs.remove(name);
    }

    private void epoch(String name, EpochResult result) {
        log.note(String.format(
                Locale.ROOT, "%s  %s  epoch %d/%d%s", title, name, result.epoch(), epochs.get(name), tested(result)));
        done.put(name, result);
        long expected = epochs.values().stream()
                .filter(length -> length >= result.epoch())
                .count();
        if (done.size() == expected) {
            all(result.epoch());
            done.clear();
            begin = System.nanoTime();
        }
    }

    private void all(int epoch) {
        DoubleSummaryStatistics tested = done.values().stream()
                .map(EpochResult::testAccuracy)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        log.line(String.format(
                Locale.ROOT,
                "%s  epoch %d/%d  %s%s  %.1f s",
                title,
                epoch,
                epochs.values().stream().mapToInt(Integer::intValue).max().orElse(epoch),
                Counts.of(done.size(), "student"),
                tested.getCount() == 0
                        ? ""
                        : String.format(Locale.ROOT, "  test %.2f to %.2f %%", tested.getMin(), tested.getMax()),
                (System.nanoTime() - begin) / 1e9));
    }

    private static String tested(EpochResult result) {
        Double accuracy = result.testAccuracy();
        return accuracy == null ? "" : String.format(Locale.ROOT, "  test %.2f %%", accuracy);
    }
}
