package dev.understudy.result;

import dev.understudy.internal.text.Checks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a cost was measured: together with those of other recipes, in turns and in several rounds, so that whatever else the
 * machine did fell on all of them alike.
 *
 * @param id the same for all that were measured together
 * @param rounds this recipe's time of a step in each round, averaged over its training, in milliseconds
 * @param seconds how long it took to measure all of them
 * @param otherProcessors how many processors other programs kept busy between the rounds, on average; 0 where it cannot be
 *     known
 */
public record MeasurementSession(String id, List<Double> rounds, double seconds, double otherProcessors) {

    /** Refuses a session without rounds, and times that cannot have been measured. */
    public MeasurementSession {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("rounds: wanted at least one, got none");
        }
        rounds.forEach(round -> Checks.notNegative("rounds", round));
        Checks.notNegative("seconds", seconds);
        Checks.notNegative("otherProcessors", otherProcessors);
    }

    /** Rounds that differ by more make a cost rough. */
    private static final double STEADY = 1.25;

    /** Other programs that keep more than this much of a processor busy are noticed in times. */
    private static final double BUSY = 0.25;

    /**
     * What speaks against costs that are to be compared: other programs at work, rounds that differ, several sessions.
     *
     * @param profiles the costs
     * @return one sentence each; none where nothing does
     */
    public static List<String> doubts(Collection<Profile> profiles) {
        List<String> doubts = new ArrayList<>();
        List<MeasurementSession> sessions =
                profiles.stream().map(Profile::session).filter(Objects::nonNull).toList();
        if (sessions.size() < profiles.size()
                || sessions.stream().map(MeasurementSession::id).distinct().count() > 1) {
            doubts.add("Not all costs were measured together, so that they do not compare well.");
        }
        sessions.stream().mapToDouble(MeasurementSession::otherProcessors).max().stream()
                .filter(busy -> busy > BUSY)
                .forEach(busy -> doubts.add(String.format(
                        Locale.US,
                        "While costs were measured, other programs kept %.1f processors busy: times are too long, and"
                                + " rough.",
                        busy)));
        // What is derived of another's cost, such as the student alone for longer, has the same rounds.
        Set<MeasurementSession> seen = new HashSet<>();
        String rough = profiles.stream()
                .flatMap(profile -> Stream.ofNullable(profile.session())
                        .filter(session -> seen.add(session) && !session.isSteady())
                        .map(session -> profile.recipe() + " " + range(session)))
                .collect(Collectors.joining(", "));
        if (!rough.isEmpty()) {
            doubts.add("The time of a step differed by more than a quarter from round to round, so that it is rough: "
                    + rough + ".");
        }
        return doubts;
    }

    private boolean isSteady() {
        return step().highest() <= STEADY * step().lowest();
    }

    private static String range(MeasurementSession session) {
        Measurement step = session.step();
        return String.format(Locale.US, "(%.1f to %.1f ms)", step.lowest(), step.highest());
    }

    /**
     * The spread of the rounds.
     *
     * @return their median, lowest and highest, in milliseconds a step
     */
    public Measurement step() {
        return Measurement.of("ms a step", rounds);
    }
}
