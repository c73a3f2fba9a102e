package dev.understudy.internal.timing;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testng.annotations.Test;

/** Works that are looked at in turns; how long they take is made up. */
public final class RoundsTest {

    private final List<String> order = new ArrayList<>();

    /** A work of so many milliseconds, on a machine that gets slower and slower. */
    private Rounds.Work work(String name, double milliseconds) {
        return () -> {
            order.add(name);
            double slow = 1 + 0.1 * order.size();
            return List.of(milliseconds * slow, 2 * milliseconds * slow);
        };
    }

    private static List<List<Double>> of(Map<String, List<List<Double>>> looks, String name) {
        return Objects.requireNonNull(looks.get(name));
    }

    @Test
    public void eachHasItsTurnInEachRound() throws IOException {
        order.clear();
        Map<String, Rounds.Work> works = new LinkedHashMap<>();
        works.put("alone", work("alone", 10));
        works.put("other", work("other", 10));
        Rounds rounds = new Rounds(() -> order.size());
        Map<String, List<List<Double>>> looks = rounds.take(works, 3, (name, reason) -> {
            throw reason;
        });
        assertEquals(order, List.of("alone", "other", "alone", "other", "alone", "other", "alone", "other"));
        assertEquals(looks.keySet(), works.keySet());
        assertEquals(of(looks, "alone").get(0), List.of(13.0, 26.0), "the first round does not count");
        assertEquals(of(looks, "other").size(), 3);
        assertEquals(rounds.otherWork(), 4.0, "asked before each round that counts: 2, 4, 6");
    }

    /** One after the other it would be 14 ms beside 20; in turns the same work costs the same within a tenth. */
    @Test
    public void theSameWorkCostsTheSameOnAMachineThatGetsSlower() throws IOException {
        order.clear();
        Map<String, Rounds.Work> works = new LinkedHashMap<>();
        works.put("once", work("once", 10));
        works.put("again", work("again", 10));
        Map<String, List<List<Double>>> looks =
                new Rounds(() -> 0).take(works, 5, (name, reason) -> assertEquals(name, "none"));
        for (int round = 0; round < 5; round++) {
            double ratio = of(looks, "again").get(round).get(0)
                    / of(looks, "once").get(round).get(0);
            assertEquals(ratio, 1, 0.1);
        }
    }

    @Test
    public void oneThatFailsHasNoTurnAnyMoreAndTheOthersGoOn() throws IOException {
        order.clear();
        Map<String, Rounds.Work> works = new LinkedHashMap<>();
        works.put("bad", () -> {
            order.add("bad");
            throw new IllegalStateException("not today");
        });
        works.put("good", work("good", 1));
        List<String> failed = new ArrayList<>();
        Map<String, List<List<Double>>> looks =
                new Rounds(() -> 0).take(works, 2, (name, reason) -> failed.add(name + ": " + reason.getMessage()));
        assertEquals(failed, List.of("bad: not today"));
        assertEquals(order, List.of("bad", "good", "good", "good"));
        assertEquals(List.copyOf(looks.keySet()), List.of("good"));
        assertThrows(IllegalStateException.class, () -> new Rounds(() -> 0).take(works, 1, (name, reason) -> {
            throw reason;
        }));
    }
}
