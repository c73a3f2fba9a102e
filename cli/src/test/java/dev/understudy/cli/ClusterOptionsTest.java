package dev.understudy.cli;

import static org.testng.Assert.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A comparison on a cluster, as far as it is refused where there is none. */
public class ClusterOptionsTest {

    private static List<String> compare(Path folder, String... more) {
        List<String> words = new ArrayList<>(Cli.tiny("compare", folder, "student"));
        words.addAll(List.of(more));
        return words;
    }

    @DataProvider
    public Object[][] refusals() {
        return new Object[][] {
            {new String[] {"--mixed"}, "--mixed is about the executors of a cluster; --spark names its master"},
            {
                new String[] {"--spark", "yarn", "--processes", "2"},
                "--processes 2: each executor of a cluster is one process"
            },
            {
                new String[] {"--spark", "yarn", "--device", "gpu1"},
                "--device gpu1: on a cluster Spark says which GPU a task has; cpu or gpu is wanted"
            },
            {
                new String[] {"--spark", "yarn", "--device", "gpus"},
                "--device gpus: on a cluster Spark says which GPU a task has"
            },
            {
                new String[] {"--spark", "yarn", "--data", "images"},
                "--data images: each machine of a cluster reads it; an absolute path is wanted, the same on all of them"
            },
            {
                new String[] {"--spark", "yarn", "--teacher", "mine.pt"},
                "--teacher mine.pt: each machine of a cluster reads it"
            },
            {new String[] {"--spark", "yarn", "--batch", "0"}, "--batch must be from 1 to 65536, got 0"},
        };
    }

    @Test(dataProvider = "refusals")
    public void nonsenseIsRefusedBeforeAnythingIsStarted(String[] words, String line) {
        Path folder = Cli.fresh();
        Cli.run(compare(folder, words)).refused(line);
        assertFalse(Files.exists(folder));
    }

    @Test
    public void withoutSparkOnTheClassPathItSaysWhatIsMissing() {
        Path folder = Cli.fresh();
        Cli.run(compare(folder, "--spark", "yarn"))
                .refused("--spark wants understudy-spark and Spark's own jars on the class path");
        assertFalse(Files.exists(folder));
    }
}
