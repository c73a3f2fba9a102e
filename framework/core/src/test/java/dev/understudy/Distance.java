package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Map;

/** How far a network came out from another, in parts of the way that the other went: for devices that round otherwise. */
public final class Distance {

    private Distance() {}

    /**
     * Over all parameters together.
     *
     * @param start where both began
     * @param wanted where one ended, which has to have moved
     * @param found where the other ended
     * @param share what part of the one's way may lie between both ends
     */
    public static void assertClose(Snapshot start, Snapshot wanted, Snapshot found, double share) {
        double way = between(start, wanted);
        double apart = between(wanted, found);
        assertTrue(way > 0, "nothing moved");
        assertTrue(apart <= share * way, apart + " apart after a way of " + way);
    }

    private static double between(Snapshot one, Snapshot other) {
        assertEquals(other.values().keySet(), one.values().keySet());
        double sum = 0;
        for (Map.Entry<String, float[]> entry : one.values().entrySet()) {
            float[] ours = entry.getValue();
            float[] theirs = other.get(entry.getKey());
            assertEquals(theirs.length, ours.length, entry.getKey());
            for (int i = 0; i < ours.length; i++) {
                sum += (ours[i] - theirs[i]) * (ours[i] - theirs[i]);
            }
        }
        return Math.sqrt(sum);
    }
}
