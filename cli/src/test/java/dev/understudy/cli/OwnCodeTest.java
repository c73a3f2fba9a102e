package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A recipe of the user's that throws ends a command with one line that names it, and what and where in their code. */
public class OwnCodeTest {

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {
                "Throwing",
                "Recipe \"theirs.Mistaken$Throwing\": The objective \"mine\" of the stage \"whole\" threw"
                        + " IllegalStateException: step context 0 (at theirs.Mistaken.bug(Mistaken.java:"
            },
            {
                "Scaling",
                "Recipe \"theirs.Mistaken$Scaling\": The objective \"mine\" of the stage \"whole\" gives other gradients"
            },
            {"Staging", "threw UnsupportedOperationException: not yet (at theirs.Mistaken$Staging.stages(Mistaken.java:"
            },
            {
                "Building",
                "The supplier of the student \"built\" threw NoClassDefFoundError: theirs/Network (at theirs.Mistaken$"
            },
            {
                "Loading",
                "The class theirs.Mistaken$Loading cannot be loaded: NumberFormatException: For input string: \"three\""
            },
        };
    }

    @Test(dataProvider = "mistakes")
    public void trainNamesIt(String recipe, String said) {
        Cli.Result result = Cli.run(Cli.train(Cli.fresh(), "theirs.Mistaken$" + recipe));
        assertEquals(result.status(), Main.MISTAKE, result.err());
        List<String> lines = result.err().lines().toList();
        assertTrue(lines.get(lines.size() - 1).contains(said), result.err());
        assertFalse(result.err().contains("our mistake"), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
    }
}
