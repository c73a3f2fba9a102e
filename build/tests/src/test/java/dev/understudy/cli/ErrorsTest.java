package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * What the user can do wrong, command by command: one line that names the option or file, what was wanted and what was
 * got; exit status 2; and nothing on the disk that was not there before. {@link BadOptionsTest} and {@link BadFilesTest}
 * have the options that say how to train and the files of data sets and teachers.
 */
public class ErrorsTest {

    private static final String MISSING = "target/nowhere";

    private final Path files = Cli.folder();

    /** A run with files that are spoilt in one way each, {@code @NAME} in the words of a test. */
    @BeforeClass
    public void spoil() throws IOException {
        Path run = Cli.finished();
        Files.createDirectory(files.resolve("empty"));
        Files.writeString(files.resolve("file"), "mine");
        Files.writeString(files.resolve("list.json"), "[]");
        Files.writeString(files.resolve("garbage.json"), "hello");
        Files.writeString(files.resolve("garbage.onnx"), "hello");
        Files.writeString(files.resolve("garbage.safetensors"), "hello");
        Files.writeString(files.resolve("names.txt"), "01conv1 and that");
        Files.createDirectory(files.resolve("folder.safetensors"));
        Files.createDirectory(files.resolve("folder.onnx"));
        Files.createDirectory(files.resolve("folder.pt"));
        Files.createDirectories(files.resolve("full").resolve("inside"));
        Path python = Files.writeString(files.resolve("python"), "#!/bin/sh\necho no module named torch\n");
        assertTrue(python.toFile().setExecutable(true));
        Files.copy(run.resolve("channel-seed1.json"), files.resolve("alone.json"));
        Path damaged = Files.createDirectory(files.resolve("damaged"));
        copy(run, damaged, "channel-seed1", "", "");
        Cli.damage(damaged.resolve("channel-seed1.safetensors"));
        copy(run, Files.createDirectory(files.resolve("unknown")), "channel-seed1", "\"channel\"", "\"chanel\"");
        copy(run, Files.createDirectory(files.resolve("elsewhere")), "channel-seed1", "\"shapes\"", "\"shapez\"");
        copy(run, Files.createDirectory(files.resolve("gray")), "channel-seed1", "[ 3, 32, 32 ]", "[ 32, 32 ]");
    }

    private static void copy(Path from, Path to, String name, String what, String by) throws IOException {
        String card = Files.readString(from.resolve(name + ".json"));
        Files.writeString(to.resolve(name + ".json"), card.replace(what, by));
        Files.copy(from.resolve(name + ".safetensors"), to.resolve(name + ".safetensors"));
    }

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {"help nonsense", "nonsense"},
            {"--engine Torch recipes", "No engine named \"Torch\"; there are ["},
            {"recipes --width 1", "Unknown option", "--width"},
            {"quickstart --seeds 1001", "--seeds must be from 1 to 1000, got 1001"},
            {"quickstart --seeds many", "'--seeds': 'many'"},
            {"quickstart --seeds 1 --output @file", "--output @file is a file, a folder is wanted"},
            {"quickstart channel", "channel"},
            {"train channel --seeds 1001", "--seeds must be from 1 to 1000, got 1001"},
            {"train channel --batch 65537", "--batch must be from 1 to 65536, got 65537"},
            {"train channel --epochs 100001", "--epochs must be from 1 to 100000, got 100001"},
            {"train channel --fixed-augmentations 100001", "--fixed-augmentations must be from 0 to 100000, got 100001"
            },
            {"train channel --threads -1", "--threads must be from 1 to 1024, or 0 for one for each core, got -1"},
            {"train channel --threads 1025", "--threads must be from 1 to 1024", "got 1025"},
            {"train channel --size 1025", "--size must be from 1 to 1024 pixels, got 1025"},
            {"train channel --epochs", "Expected parameter for option '--epochs'"},
            {"train channel --workers 2", "Unknown option", "--workers"},
            {"train channel:stages", "In \"channel:stages\": an option is NAME=VALUE, got \"stages\"; the names are ["},
            {"train channel:stages=two,stages=two", "In \"channel:stages=two,stages=two\": stages is given twice"},
            {"train channel:stages=three", "In \"channel:stages=three\": stages must be single or two", "got \"three\""
            },
            {
                "train channel:soft-targets=maybe",
                "In \"channel:soft-targets=maybe\": soft-targets must be yes or no",
                "got \"maybe\""
            },
            {
                "train channel:epochs=0",
                "In \"channel:epochs=0\": epochs must be a whole number from 1 to 100000, got \"0\""
            },
            {
                "train channel:epochs=long",
                "In \"channel:epochs=long\": epochs must be a whole number from 1 to 100000",
                "got \"long\""
            },
            {"train channel:norm=", "In \"channel:norm=\": norm must be squared, absolute or euclidean", "got \"\""},
            {"train java.lang.String", "The class java.lang.String does not implement dev.understudy.recipe.Recipe"},
            {"train no.such.Recipe", "No recipe and no class named \"no.such.Recipe\"", "UNDERSTUDY_CLASSPATH"},
            {"train channel --teacher @folder.safetensors", "No weights at @folder.safetensors"},
            {"train channel --teacher @folder.pt", "No TorchScript file at @folder.pt"},
            {"train channel --teacher @folder.onnx", "No ONNX file at @folder.onnx"},
            {"train channel --teacher @garbage.onnx", "@garbage.onnx is not a whole ONNX file"},
            {"train channel --teacher nowhere.onnx", "No ONNX file at nowhere.onnx"},
            {"train channel --teacher @garbage.json", "@garbage.json is not a whole safetensors file"},
            {"train channel --teacher x.safetensors --teacher-names nowhere.txt", "nowhere.txt: no such file or folder"
            },
            {"train channel --teacher @garbage.safetensors --teacher-names @names.txt", "@names.txt, line 1: wanted"},
            {"train channel --teacher @file", "@file is not a whole safetensors file"},
            {"compare", "'RECIPE'"},
            {"compare chanel", "No recipe named \"chanel\"; there are ["},
            {"compare channel --workers -1", "--workers must be from 1 to 1024", "got -1"},
            {"compare channel --workers 1025", "--workers must be from 1 to 1024", "got 1025"},
            {"compare channel --epochs 0", "--epochs must be from 1 to 100000, got 0"},
            {"compare channel --dataset shapez", "No dataset named \"shapez\"; there are [shapes"},
            {"compare channel --output @file", "--output @file is a file, a folder is wanted"},
            {
                "compare channel --device gpu:1",
                "--device must be cpu, gpu or gpu with a number, several of them with commas between, or gpus for all, got \"gpu:1\""
            },
            {"table 2 --epochs 3", "Table 2 counts parameters and takes no options, got --epochs"},
            {"table 3 --stages two", "--stages tells the columns of table 3 apart; it has all of them"},
            {"table 4 --soft-targets", "--soft-targets tells the columns of table 4 apart; it has all of them"},
            {"table 3 --workers -1", "--workers must be from 1 to 1024", "got -1"},
            {"table 3 --width 17", "--width must be above 0 and at most 16, got 17.0"},
            {"table 4 --dataset shapez", "No dataset named \"shapez\"; there are [shapes"},
            {"table 3 --output @file", "--output @file is a file, a folder is wanted"},
            {"table -1", "Table -1 is not here; there are 2, 3 and 4"},
            {"inspect channel student", "student"},
            {"inspect channel --size 0", "--size must be from 1 to 1024 pixels, got 0"},
            {"inspect channel --width 17", "--width must be above 0 and at most 16, got 17.0"},
            {"inspect channel --train-size -5", "--train-size must be 0 (all) or more, got -5"},
            {"inspect channel --dataset folder --data " + MISSING, MISSING + ": wanted a folder, there is none"},
            {"inspect java.lang.String", "The class java.lang.String does not implement dev.understudy.recipe.Recipe"},
            {"evaluate", "'RUN'"},
            {"evaluate " + MISSING, "No run at " + MISSING + ": a folder that \"understudy train\" wrote is wanted"},
            {"evaluate @empty", "No students in @empty: no .json beside summary.json"},
            {"evaluate @garbage.json", "@garbage.json: wanted JSON, got something else: "},
            {"evaluate @list.json", "@list.json: wanted a JSON object, got another value or nothing"},
            {"evaluate @file", "@file: wanted JSON, got something else: "},
            {"evaluate @alone.json", "No weights at ", "which @alone.json names"},
            {"evaluate @damaged", "channel-seed1.safetensors is damaged: its SHA-256 should be "},
            {"evaluate @unknown", "@unknown/channel-seed1.json: No recipe named \"chanel\"; there are ["},
            {"evaluate @elsewhere", "@elsewhere/channel-seed1.json: No dataset named \"shapez\"; there are ["},
            {"evaluate @gray", "@gray/channel-seed1.json: An image's shape is (channels, height, width), got (32, 32)"},
            {"evaluate @garbage.onnx", "@garbage.onnx is not a whole ONNX file"},
            {"evaluate @folder.onnx", "No students in @folder.onnx"},
            {"evaluate nowhere.onnx", "No run at nowhere.onnx"},
            {"evaluate @run --width 1", "Unknown option", "--width"},
            {"export", "'RUN'"},
            {"export " + MISSING, "No run at " + MISSING + ": a folder that \"understudy train\" wrote is wanted"},
            {"export @empty", "No students in @empty: no .json beside summary.json"},
            {"export @damaged", "channel-seed1.safetensors is damaged: its SHA-256 should be "},
            {"export @unknown", "@unknown/channel-seed1.json: No recipe named \"chanel\"; there are ["},
            {"export @gray", "@gray/channel-seed1.json: An image's shape is (channels, height, width), got (32, 32)"},
            {"export @garbage.onnx", "@garbage.onnx holds a network; wanted is its student's .json"},
            {"export @run --format pdf", "'--format': expected one of [ONNX]", "'pdf'"},
            {"export @run --output @file", "--output @file is a file; a folder is wanted for the students of @run"},
            {"export @run/channel-seed1.json --output @empty", "--output @empty is a folder; a file is wanted for one"},
            {"export @run/channel-seed1.json --output " + MISSING + "/x.onnx", MISSING + "/x.onnx"},
            {"export @run --output @file/below", "--output @file/below cannot be made: "},
            {"latency", "'RUN'"},
            {"latency " + MISSING, "No run at " + MISSING},
            {"latency @empty", "No students in @empty: no .json beside summary.json"},
            {"latency @damaged", "channel-seed1.safetensors is damaged: its SHA-256 should be "},
            {"latency @garbage.onnx", "@garbage.onnx is not a whole ONNX file"},
            {"latency @run --batch 0", "--batch must be from 1 to 65536, got 0"},
            {"latency @run --batch 1001", "--batch 1001: there are 1000 test images"},
            {"latency @run --seconds 0", "--seconds must be above 0 and at most 3600, got 0.0"},
            {"latency @run --seconds NaN", "--seconds must be above 0 and at most 3600, got NaN"},
            {"latency @run --threads -1", "--threads must be from 1 to 1024", "got -1"},
            {"latency @run --json @empty", "--json @empty: a file in a folder that can be written is wanted"},
            {"latency @run --json @file/x.json", "--json @file/x.json: a file in a folder that can be written"},
            {"bench losess", "No group of benchmarks named \"losess\"; there are [losses, "},
            {"bench losses --rounds 0", "--rounds must be from 1 to ", "got 0"},
            {"bench losses --rounds x", "'--rounds': 'x'"},
            {"bench losses --output @empty", "--output @empty: a file in a folder that can be written is wanted"},
            {"bench losses --output " + MISSING + "/x.json", "--output " + MISSING + "/x.json: a file in a folder"},
            {"bench losses --output @file/x.json", "--output @file/x.json: a file in a folder"},
            {
                "bench losses --python nowhere",
                "--python nowhere: a Python interpreter is wanted, there is no such program"
            },
            {"bench steps --quick --python @python", "--python @python: a Python with PyTorch is wanted, it "},
            {"new", "'DIR'"},
            {"new @file", "DIR @file is a file; wanted a new or empty folder"},
            {"new @file/below", "DIR ", "/file/below cannot be made: "},
            {"new @full", "DIR @full is not empty; wanted a new or empty folder"},
            {"new @empty/" + "x".repeat(250), "DIR ", "x cannot be made: "},
            {"new .", "DIR must be a new folder inside another; got ."},
            {"new /", "DIR must be a new folder inside another; got /"},
            {"new @empty/123", "No package can be named after the folder \"123\"; give --package NAME"},
            {"new @empty/mine --package My.Own", "--package must be lower-case names", "got \"My.Own\""},
            {"new @empty/mine --package java.mine", "--package must be", "none of [java, kotlin, dev.understudy]"},
            {"new @empty/mine --package fun.mine", "--package must be", "got \"fun.mine\""},
            {"new @empty/mine --java", "Unknown option", "--java"},
        };
    }

    @Test(dataProvider = "mistakes")
    public void aMistakeIsSaidInOneLineAndLeavesNothing(String words, String... parts) throws IOException {
        List<String> typed = new ArrayList<>(List.of(placed(words).split(" ", -1)));
        if (Set.of("train", "compare").contains(typed.get(0)) && !typed.contains("--output")) {
            typed = Cli.tiny(typed.get(0), Cli.fresh(), typed.stream().skip(1).toArray(String[]::new));
        }
        Set<Path> before = Cli.everything();
        Cli.run(typed).refused(Arrays.stream(parts).map(this::placed).toArray(String[]::new));
        assertEquals(Cli.everything(), before);
        assertEquals(Files.readString(files.resolve("file")), "mine");
    }

    @Test
    public void aHomeThatCannotBeMadeIsRefused() throws IOException {
        System.setProperty("understudy.home", files.resolve("file").toString());
        try {
            List<String> typed = Cli.train(Cli.fresh(), "channel");
            Set<Path> before = Cli.everything();
            Cli.run(typed)
                    .refused(
                            "The folder " + placed("@file/teachers") + " cannot be made: ", "UNDERSTUDY_HOME may name");
            assertEquals(Cli.everything(), before);
        } finally {
            System.setProperty("understudy.home", Cli.HOME.toString());
        }
    }

    private String placed(String words) {
        return words.replace("@run", Cli.finished().toString()).replace("@", files + "/");
    }
}
