package dev.understudy.cli.option;

import dev.understudy.Checkpoints;
import dev.understudy.InputException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often there is a checkpoint, as it is typed: {@code 30s}, {@code 10m}, {@code 2h}, or {@code 500} steps. */
public record CheckpointInterval(String typed) {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})([smh]?)");

    public CheckpointInterval {
        if (!FORM.matcher(typed).matches()) {
            throw new InputException("--checkpoint-every must be a time such as 30s, 10m or 2h, or a number of steps,"
                    + " from 1 on, got \"" + typed + "\"");
        }
    }

    public Checkpoints of(Checkpoints checkpoints) {
        Matcher form = FORM.matcher(typed);
        if (!form.matches()) {
            throw new IllegalStateException(typed);
        }
        int count = Integer.parseInt(form.group(1));
        return switch (form.group(2)) {
            case "s" -> checkpoints.every(Duration.ofSeconds(count));
            case "m" -> checkpoints.every(Duration.ofMinutes(count));
            case "h" -> checkpoints.every(Duration.ofHours(count));
            default -> checkpoints.everySteps(count);
        };
    }
}
