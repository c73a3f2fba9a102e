package dev.understudy.cli.print;

import dev.understudy.EpochResult;
import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.cli.run.RunLog;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a training: a bar on a terminal, a line an epoch elsewhere; and lets Ctrl-C end it between steps. */
public final class ProgressPrinter implements Observer, AutoCloseable {

    /** Set by the launcher where standard error is a terminal. */
    private static final boolean TERMINAL = Boolean.getBoolean("understudy.terminal");

    private final String title;
    private final RunLog log;
    private @Nullable ProgressBar bar;

    public ProgressPrinter(String title, RunLog log) {
        this.title = title;
        this.log = log;
    }

    @Override
    public void on(Event event) {
        Interrupt.check();
        if (event instanceof Event.StepDone step) {
            step(step);
        } else if (event instanceof Event.EpochDone epoch) {
            epoch(epoch);
        } else if (event instanceof Event.Resumed resumed) {
            log.line(title + PrintedRun.goesOn(resumed));
        }
    }

    private void step(Event.StepDone step) {
        if (TERMINAL) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName(title)
                        .setInitialMax(step.total() * step.epochs())
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUnit(" images", 1)
                        .hideEta()
                        .build();
            }
            bar.stepTo(step.total() * (step.epoch() - 1) + step.samples());
        }
    }

    private void epoch(Event.EpochDone done) {
        String line = line(done);
        log.note(line);
        if (bar != null) {
            bar.setExtraMessage(tested(done.result()));
        } else {
            log.out().println(line);
        }
    }

    private String line(Event.EpochDone done) {
        EpochResult result = done.result();
        StringBuilder terms = new StringBuilder();
        for (Map.Entry<String, Double> term : result.terms().entrySet()) {
            terms.append(String.format(Locale.ROOT, "  %s %.4f", term.getKey(), term.getValue()));
        }
        return String.format(
                Locale.ROOT,
                "%s  epoch %d/%d (%s)%s%s  %.1f s",
                title,
                result.epoch(),
                done.epochs(),
                result.stageName(),
                terms,
                tested(result),
                result.seconds());
    }

    private static String tested(EpochResult result) {
        Double accuracy = result.testAccuracy();
        return accuracy == null ? "" : String.format(Locale.ROOT, "  test %.2f %%", accuracy);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
