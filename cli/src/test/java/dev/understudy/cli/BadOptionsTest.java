package dev.understudy.cli;

import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testng.SkipException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class BadOptionsTest {

    @DataProvider
    public Object[][] options() {
        return new Object[][] {
            {"channel --epochs 0", "--epochs must be from 1 to 100000, got 0"},
            {"channel --epochs -1", "--epochs must be from 1 to 100000, got -1"},
            {"channel --epochs abc", "'--epochs': 'abc'"},
            {"channel --teacher-epochs 0", "--teacher-epochs must be from 1 to 100000, got 0"},
            {"channel --width 0", "--width must be above 0 and at most 16, got 0.0"},
            {"channel --width -1", "--width must be above 0 and at most 16, got -1.0"},
            {"channel --width NaN", "--width must be above 0 and at most 16, got NaN"},
            {"channel --width 1e9", "--width must be above 0 and at most 16, got 1.0E9"},
            {"channel --width wide", "'--width': 'wide'"},
            {"channel --seeds 0", "--seeds must be from 1 to 1000, got 0"},
            {"channel --seed 1.5", "'--seed': '1.5'"},
            {"channel --seed 9223372036854775807 --seeds 2", "--seed must be at most 9223372036854775805"},
            {"channel --batch 0", "--batch must be from 1 to 65536, got 0"},
            {"channel --fixed-augmentations -1", "--fixed-augmentations must be from 0 to 100000, got -1"},
            {"channel --keep-teacher 4g", "--keep-teacher 4g: images that are augmented afresh in each epoch"},
            {
                "channel --fixed-augmentations 1 --keep-teacher lots",
                "--keep-teacher must be a size such as 500m or 4g, got \"lots\""
            },
            {
                "channel --fixed-augmentations 1 --keep-teacher 0g",
                "--keep-teacher must be a size such as 500m or 4g, got \"0g\""
            },
            {
                "channel --fixed-augmentations 1 --keep-teacher -1",
                "--keep-teacher must be a size such as 500m or 4g, got \"-1\""
            },
            {
                "student --fixed-augmentations 1 --keep-teacher 1g --train-size 100",
                "--keep-teacher 1g: none of these recipes has a"
            },
            {"channel --train-size -1", "--train-size must be 0 (all) or more, got -1"},
            {"channel --train-size 1000000", "shapes: wanted at most 50000 images, got 1000000"},
            {"channel --train-size 99999999999", "'--train-size': '99999999999'"},
            {"channel --size 0", "--size must be from 1 to 1024 pixels, got 0"},
            {"channel --norm nonsense", "--norm must be squared, absolute or euclidean, got \"nonsense\""},
            {"channel --stages three", "--stages must be single or two, got \"three\""},
            {"channel --scale huge", "--scale must be class or knowledge, got \"huge\""},
            {"channel --learning-rate 0", "--learning-rate must be a number above 0, got \"0\""},
            {"channel --learning-rate fast", "--learning-rate must be a number above 0, got \"fast\""},
            {"channel --temperature -1", "--temperature must be a number above 0, got \"-1\""},
            {"channel --alpha 1.5", "--alpha must be a number from 0 to 1, got \"1.5\""},
            {"channel --alpha NaN", "--alpha must be a number from 0 to 1, got \"NaN\""},
            {"channel --beta 0", "--beta must be a number above 0, got \"0\""},
            {"channel --first-stage Infinity", "--first-stage must be a number above 0, got \"Infinity\""},
            {"channel:beta=0", "In \"channel:beta=0\": beta must be a number above 0, got \"0\""},
            {
                "student channel:depth=3",
                "In \"channel:depth=3\": Recipe \"channel\" has no option \"depth\"; it has stages (single or two), soft-t"
            },
            {"kd:norm=absolute", "In \"kd:norm=absolute\": Recipe \"kd\" has no option \"norm\"; it has epochs (a whole"
            },
            {
                "student kd --norm absolute",
                "--norm: none of these recipes has this option; there are student with --epochs, --learning-rate, --schedule,"
                        + " --nesterov; kd with --epochs, --learning-rate, --temperature, --alpha, --schedule, --nesterov"
            },
            {
                "student --benchmark crd --networks vgg8:vgg8",
                "No published setting named \"crd\"; there are [repdistiller,"
            },
            {"student --benchmark mlkd", "--benchmark mlkd is of a pair of networks; add --networks TEACHER:STUDENT"},
            {"kd --schedule linear", "--schedule must be cosine or steps, got \"linear\""},
            {"student teacher --soft-targets", "there are student, teacher with --epochs, --learning-rate, --schedule"},
            {"channel --temperature", "'--temperature'"},
            {"channel --temperature=", "--temperature must be a number above 0, got \"\""},
            {"channel --temperature 2 --temperature 3", "option '--temperature' (VALUE) should be specified only once"},
            {"channel --learning-rate=1e999", "--learning-rate must be a number above 0, got \"1e999\""},
            {"channel --temperature 1,5", "--temperature must be a number above 0, got \"1,5\""},
            {"chanel:stages=two", "No recipe named \"chanel\"; there are ["},
            {"channel --teacher-network resnet18", "--teacher-std say how --teacher FILE is to be read, which is not"},
            {"channel --teacher x.safetensors --teacher-mean 0.5", "standard deviations above 0; got [0.5] and []"},
            {"channel --teacher x.safetensors --teacher-network vgg12", "No network named \"vgg12\"; there are [vgg11, "
            },
            {"channel --engine Torch", "No engine named \"Torch\"; there are ["},
            {
                "channel --device quantum",
                "--device must be cpu, gpu or gpu with a number, several of them with commas between, or gpus for all, got \"quantum\""
            },
            {"channel --device gpu12345678901", "--device must be cpu, gpu or gpu with a number"},
            {"channel --device cpu,gpu", "--device must be cpu, gpu or gpu with a number, several of them"},
            {"channel --device gpu,", "--device must be cpu, gpu or gpu with a number, several of them"},
            {"channel --device gpu0,gpu999", "--device gpu0,gpu999: the engine sees "},
            {"channel --device gpus", "--device gpus: the engine sees 0 GPUs"},
            {"channel --device gpu999", "--device gpu999: the engine sees "},
            {"channel --dataset shapez", "No dataset named \"shapez\"; there are [shapes, cifar10, cifar100"},
            {"channel --nonsense", "Unknown option: '--nonsense'"},
            {"channel --teacher", "'--teacher' (FILE)"},
            {"chanel", "student, student-augmented, teacher, kd, channel, spatial"},
            {"channel augmented-channel --train-size 100 --width 0.03125", "several: [teacher, teacher-augmented]"},
            {"student --teacher none.pt --train-size 100", "--teacher none.pt: none of these recipes has a teacher"},
        };
    }

    @Test(dataProvider = "options")
    public void nonsenseIsRefusedInOneLineAndLeavesNoFolder(String words, String message) {
        Path folder = Cli.fresh();
        List<String> all = new ArrayList<>(List.of("train", "--output", folder.toString()));
        all.addAll(Arrays.asList(words.split(" ", -1)));
        Cli.run(all).refused(message);
        assertFalse(Files.exists(folder));
    }

    @DataProvider
    public Object[][] commands() {
        return new Object[][] {
            {
                "trian channel",
                "No command named \"trian\"; there are [quickstart, recipes, train, resume, evaluate, export"
            },
            {"--nonsense", "Unknown option: '--nonsense'"},
            {"train", "'RECIPE'"},
            {"evaluate", "'RUN'"},
            {"inspect", "'RECIPE'"},
            {"inspect chanel", "No recipe named \"chanel\"; there are ["},
            {"inspect channel --width 0 --train-size 10", "--width must be above 0"},
            {"inspect channel --dataset shapez", "No dataset named \"shapez\"; there are [shapes"},
            {"table", "'NUMBER'"},
            {"table 7", "Table 7 is not here; there are 2, 3 and 4"},
            {"table two", "'two'"},
            {"recipes more", "No recipe named \"more\"; there are ["},
            {"recipes kd more", "'more'"},
            {"recipes kd:norm=absolute", "Recipe \"kd\" has no option \"norm\"; it has epochs (a whole number from 1 to"
            },
            {"table 3 --stages two", "--stages tells the columns of table 3 apart; it has all of them"},
            {"table 4 --no-soft-targets", "--soft-targets tells the columns of table 4 apart; it has all of them"},
            {"table 2 --norm absolute", "Table 2 counts parameters and takes no options, got --norm"},
            {"compare student kd --norm absolute --train-size 10", "--norm: none of these recipes has this option"},
            {"quickstart --seeds 0", "--seeds must be from 1 to 1000, got 0"},
        };
    }

    @Test(dataProvider = "commands")
    public void aCommandThatCannotBeIsRefusedInOneLine(String words, String message) {
        Cli.run(words).refused(message);
    }

    @Test
    public void aGpuIsRefusedWhereThereIsNone() {
        Path folder = Cli.fresh();
        Cli.Result result = Cli.run(Cli.train(folder, "student", "--width", "0.03125", "--device", "gpu"));
        if (result.status() == 0) {
            throw new SkipException("This machine has a GPU");
        }
        result.refused("--device gpu: the engine sees 0 GPUs");
        assertFalse(Files.exists(folder));
    }

    @Test
    public void anOutputThatIsAFileIsRefusedAndStaysAsItIs() throws IOException {
        Path file = Files.writeString(Cli.fresh(), "mine");
        Cli.run(Cli.train(file, "student")).refused("--output " + file + " is a file, a folder is wanted");
        assertTrue(Files.readString(file).equals("mine"));
        Path below = file.resolve("run");
        Cli.run(Cli.train(below, "student")).refused("--output " + below + " cannot be made");
        assertTrue(Files.readString(file).equals("mine"));
    }

    @Test
    public void anOutputWithAFinishedRunIsRefusedAndStaysAsItIs() throws IOException {
        Path run = Cli.finished();
        List<String> before = Cli.names(run);
        String log = Files.readString(run.resolve("log.txt"));
        Cli.run(Cli.train(run, "student")).refused("--output " + run + " holds a finished run already");
        assertTrue(before.equals(Cli.names(run)) && log.equals(Files.readString(run.resolve("log.txt"))));
    }

    @Test
    public void anOutputThatCannotBeWrittenIsRefused() throws IOException {
        Path folder = Cli.folder();
        if (!folder.toFile().setWritable(false) || Files.isWritable(folder)) {
            throw new SkipException("This user may write everywhere");
        }
        try {
            Cli.run(Cli.train(folder, "student")).refused("--output " + folder + " cannot be written: no permission");
            Path below = folder.resolve("run");
            Cli.run(Cli.train(below, "student")).refused("--output " + below + " cannot be made: no permission");
        } finally {
            assertTrue(folder.toFile().setWritable(true));
        }
    }

    @Test
    public void aRefusedRunLeavesAFolderThatWasThereWithoutItsOwnFiles() throws IOException {
        Path folder = Cli.folder();
        Cli.run(Cli.train(folder, "channel", "--teacher", "none.safetensors"))
                .refused("No weights at none.safetensors");
        assertTrue(Cli.names(folder).isEmpty(), Cli.names(folder).toString());
    }
}
