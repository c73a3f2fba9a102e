package dev.understudy.internal.checkpoint;

import static org.testng.Assert.assertEquals;

import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What of a changed training is a choice of somebody, and what is only what files hold. */
public final class SettingDifferencesTest {

    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);

    @DataProvider
    public static Object[][] initialWeights() {
        return new Object[][] {
            {"[a file " + ONE + "]", "[a file " + TWO + "]", true},
            {"[a file " + ONE + " by the names " + ONE + "]", "[a file " + TWO + " by the names " + ONE + "]", true},
            {"[a file " + ONE + " by the names " + ONE + "]", "[a file " + ONE + " by the names " + TWO + "]", false},
            {"[a file " + ONE + "]", "[a file " + ONE + " by the names " + ONE + "]", false},
            {"[a file " + ONE + "]", "[conv1: a file " + ONE + "]", false},
            {"[a file " + ONE + "]", "[the teacher]", false},
        };
    }

    @Test(dataProvider = "initialWeights")
    public void initialWeightsAreAChoiceWhateverTheirFilesHold(String there, String here, boolean contents) {
        SettingDifferences differences =
                SettingDifferences.of(Map.of("initial weights", there), Map.of("initial weights", here));
        assertEquals(differences.areOfContentsAlone(), contents);
    }

    @Test
    public void whatViewsHoldIsNoChoice() {
        for (String name : new String[] {"view strong", "training set in order", "training set"}) {
            assertEquals(
                    SettingDifferences.of(Map.of(name, ONE), Map.of(name, TWO)).areOfContentsAlone(), true, name);
        }
        assertEquals(
                SettingDifferences.of(Map.of("seed", "1"), Map.of("seed", "2")).areOfContentsAlone(), false);
    }
}
