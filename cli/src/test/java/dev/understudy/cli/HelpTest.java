package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

public class HelpTest {

    @DataProvider
    public Object[][] helps() {
        return new Object[][] {
            {"--help", "quickstart recipes train evaluate export latency inspect keep-teacher compare table new help"},
            {"quickstart --help", "--output --seeds --device"},
            {"recipes --help", "--help"},
            {
                "train --help",
                "RECIPE --dataset --data --train-size --size --exif-orientation --crop --crop-scale --flip --color-jitter"
                        + " --rand-augment --cutout --mixup --cutmix --width --epochs --seed --seeds --stages --soft-targets"
                        + " --norm --scale --learning-rate --temperature --alpha --beta --first-stage --batch --fixed-augmentations --keep-teacher --teacher --teacher-outputs --teacher-epochs "
                        + "--teacher-seed --device --output"
            },
            {"evaluate --help", "RUN --data --exif-orientation --device"},
            {"export --help", "RUN --format --output"},
            {"latency --help", "RUN --data --device --batch --seconds --threads --json"},
            {"inspect --help", "RECIPE --dataset --data --width"},
            {"keep-teacher --help", "RECIPE --range --dataset --data --width --fixed-augmentations --keep-teacher"},
            {"compare --help", "RECIPE --dataset --width --epochs --seeds --teacher --workers --same-order --output"},
            {"table --help", "NUMBER --dataset --width --epochs --seeds --norm --workers --same-order --output"},
            {"new --help", "DIR --package --kotlin"},
            {"help train", "--soft-targets"},
        };
    }

    @Test(dataProvider = "helps")
    public void helpNamesEveryOption(String words, String options) {
        String help = Cli.run(words).succeeded().out();
        assertTrue(help.contains("Usage: understudy"), help);
        for (String option : options.split(" ", -1)) {
            assertTrue(help.matches("(?s).*(?<![\\w-])" + option + "(?![\\w-]).*"), option + " in " + help);
        }
    }

    @DataProvider
    public Object[][] seeds() {
        return new Object[][] {{"train", 1}, {"compare", 3}, {"table", 3}, {"quickstart", 3}};
    }

    @Test(dataProvider = "seeds")
    public void theNumberOfSeedsThatIsSaidIsTheOneThatIsTaken(String command, int seeds) {
        String help = Cli.run(command + " --help").succeeded().out().replaceAll("\\s+", " ");
        String option = help.substring(help.lastIndexOf("--seeds=N"));
        assertTrue(option.matches("[^.]*?default: " + seeds + "\\. .*"), option);
        CommandLine line = Main.commandLine();
        String[] words = command.equals("table")
                ? new String[] {command, "3"}
                : command.equals("quickstart") ? new String[] {command} : new String[] {command, "student"};
        CommandLine.ParseResult parsed = line.parseArgs(words).subcommand();
        assertEquals(parsed.commandSpec().findOption("--seeds").<Integer>getValue(), Integer.valueOf(seeds));
    }

    /** "default: 30" in words of its own must be the option's own default. */
    @Test
    public void everyNumberThatIsSaidToBeADefaultIsOne() {
        List<String> wrong = new ArrayList<>();
        Main.commandLine().getSubcommands().forEach((name, command) -> {
            for (OptionSpec option : command.getCommandSpec().options()) {
                Matcher said = Pattern.compile("default: (-?\\d[\\w.]*\\w|\\d)")
                        .matcher(String.join(" ", option.description()));
                if (said.find() && !said.group(1).equals(option.defaultValueString(false))) {
                    wrong.add(name + " " + option.longestName() + ": " + said.group(1));
                }
            }
        });
        // A teacher learns four times as long as its students, whatever that is.
        wrong.removeIf(each -> each.endsWith("--teacher-epochs: 4"));
        assertEquals(wrong.toString(), "[]");
    }

    @Test
    public void noWordsAtAllShowTheUsage() {
        Cli.Result result = Cli.run(List.of());
        assertEquals(result.status(), Main.MISTAKE);
        assertTrue(result.out().contains("Usage: understudy"), result.out());
        assertTrue(result.out().contains("quickstart"), result.out());
    }

    @Test
    public void theVersionNamesTheProjectAndJava() {
        String version = Cli.run("--version").succeeded().out();
        assertTrue(version.startsWith("Understudy "), version);
        assertTrue(version.contains("Java " + Runtime.version().feature()), version);
    }

    @Test
    public void theRecipesAreListedWithWhatTheyDo() {
        String listed = Cli.run("recipes").succeeded().out();
        for (String name : List.of(
                "student",
                "student-augmented",
                "teacher",
                "kd",
                "channel",
                "spatial",
                "both",
                "activation",
                "attention",
                "augmented-channel",
                "self-guided-channel",
                "self-guided-attention")) {
            assertTrue(listed.lines().anyMatch(line -> line.matches(name + " +\\S.*")), name + " in " + listed);
        }
        assertTrue(listed.contains("--stages single|two, --soft-targets and --norm"), listed);
    }

    @Test
    public void tableTwoHasTheEightCountsBesideThePapers() {
        List<String> lines = Cli.run("table 2")
                .succeeded()
                .out()
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
        for (String row : List.of(
                "teacher 7,648,458 7.65M 7,694,628 7.69M",
                "student 1,558,986 1.56M 1,605,156 1.61M",
                "teacher-augmented 11,189,450 11.19M 11,235,620 11.23M",
                "student-augmented 2,745,802 2.75M 2,838,052 2.84M")) {
            assertTrue(lines.contains(row), row + " in " + lines);
        }
    }

    @Test
    public void inspectShowsThePlacesTheirCostAndThePairs() {
        String shown = Cli.run("inspect channel --train-size 10").succeeded().out();
        for (String part : List.of(
                "Student \"student\": 1,558,986 parameters, 58,397,696 multiply-adds an image",
                "Teacher \"teacher\": 7,648,458 parameters, 284,890,112 multiply-adds an image",
                "conv4 -> conv8  (1, 512, 4, 4)",
                "conv3 -> conv5  (1, 256, 8, 8)")) {
            assertTrue(shown.contains(part), part + " in " + shown);
        }
        assertTrue(
                shown.lines().anyMatch(line -> line.strip()
                        .replaceAll(" +", " ")
                        .equals("conv4/weights (1, 512, 4, 4) 1,179,648 18,874,368")),
                shown);
    }

    @Test
    public void inspectShowsTheGuidedChannelsOfASelfGuidedStudent() {
        String shown = Cli.run("inspect self-guided-channel --width 0.0625 --train-size 10")
                .succeeded()
                .out();
        assertTrue(shown.contains("conv4/guided -> conv8  (1, 32, 4, 4)"), shown);
        assertTrue(shown.contains("conv4/selfTaught"), shown);
        assertTrue(!shown.contains("conv4/selfTaught -> "), shown);
    }

    @Test
    public void inspectShowsAStudentWithoutATeacherByItself() {
        String shown = Cli.run("inspect student --width 0.0625 --train-size 10")
                .succeeded()
                .out();
        assertTrue(shown.contains("Student \"student\""), shown);
        assertTrue(!shown.contains("Teacher"), shown);
    }
}
