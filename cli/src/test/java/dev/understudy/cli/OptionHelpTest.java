package dev.understudy.cli;

import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What the command line says of recipes' options, and of those that a recipe of one's own declares. */
public class OptionHelpTest {

    @Test
    public void theOptionsOfARecipeAreListed() {
        String listed = Cli.run("recipes channel").succeeded().out();
        for (String part : List.of(
                "channel: the student is given the correlation between channels",
                "Student: student. Teacher: teacher. It takes others: --networks TEACHER:STUDENT.",
                "  stages         single or two; default: single",
                "  norm           squared, absolute or euclidean; default: squared",
                "  temperature    a number above 0; default: 4",
                "  alpha          a number from 0 to 1; default: 0.3",
                "  epochs         a whole number from 1 to 100000; default: 30")) {
            assertTrue(listed.lines().anyMatch(part::equals), part + " in " + listed);
        }
        String own = Cli.run("recipes " + OwnOptionsTest.TUNABLE).succeeded().out();
        for (String part : List.of(
                "Student: student. It learns without a teacher.",
                "  labels-weight  a number above 0; default: 1",
                "                 what the labels weigh",
                "  before         a whole number from 0 to 5; default: 0",
                "  calm           yes or no; default: yes",
                "  layer          conv3 or conv4; default: conv4")) {
            assertTrue(own.lines().anyMatch(part::equals), part + " in " + own);
        }
        assertTrue(Cli.run("recipes " + OwnOptionsTest.Forgetful.class.getName())
                .succeeded()
                .out()
                .contains("a whole number from 1 to 100000; default: 200"));
    }

    @DataProvider
    public Object[][] texts() {
        return new Object[][] {
            {"recipes"},
            {"recipes channel"},
            {"recipes self-guided-attention:stages=two"},
            {"recipes " + OwnOptionsTest.TUNABLE},
            {"recipes student"},
            {"train --help"},
            {"compare --help"},
            {"table --help"},
            {"train " + OwnOptionsTest.TUNABLE + " --help"},
            {"recipes --help"},
        };
    }

    /** A class's name may be longer than a line. */
    @Test(dataProvider = "texts")
    public void nothingIsWiderThanATerminal(String words) {
        Cli.run(words)
                .succeeded()
                .out()
                .lines()
                .filter(line -> !line.contains("OwnOptionsTest"))
                .forEach(line -> assertTrue(line.length() <= 80, line.length() + ": " + line));
    }

    @Test
    public void helpNamesTheOptionsOfEachFamilyOfRecipes() {
        String help = Cli.run("train --help").succeeded().out();
        assertTrue(help.contains("  kd: --temperature=NUMBER --alpha=NUMBER"), help);
        assertTrue(help.contains("channel, spatial, both and 12 more: --stages=single|two"), help);
        String own = Cli.run("train " + OwnOptionsTest.TUNABLE + " --help")
                .succeeded()
                .out();
        assertTrue(own.contains("  tunable: --labels-weight=NUMBER --before=N --no-calm --layer=conv3|conv4"), own);
        assertNotEquals(own, help);
        assertTrue(Cli.run("help compare").succeeded().out().contains("--stages=single|two"));
    }
}
