package dev.understudy.spark.internal.cluster;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SparkSettingsTest {

    private static SparkConf conf(String master, String... settings) {
        SparkConf conf = new SparkConf(false).setMaster(master);
        for (String setting : settings) {
            conf.set(setting.split("=", 2)[0], setting.split("=", 2)[1]);
        }
        return conf;
    }

    @DataProvider
    public Object[][] refusals() {
        return new Object[][] {
            {conf("local[1]", "spark.speculation=true"), "spark.speculation=true starts a training twice"},
            {conf("spark://a:7077"), "spark.executor.cores is not said"},
            {conf("local[2]"), "would take 2 tasks: spark.task.cpus=2 is wanted, as spark.executor.cores is 2"},
            {conf("local-cluster[2,4,1024]"), "would take 4 tasks: spark.task.cpus=4 is wanted"},
            {
                conf("yarn", "spark.executor.cores=6", "spark.task.cpus=0"),
                "spark.task.cpus=0: 1 or more is wanted; spark.executor.cores is 6"
            },
            {conf("yarn", "spark.executor.cores=6", "spark.task.cpus=3"), "would take 2 tasks: spark.task.cpus=6"},
            {
                conf(
                        "yarn",
                        "spark.executor.cores=8",
                        "spark.executor.resource.gpu.amount=1",
                        "spark.task.resource.gpu.amount=0.25"),
                "would take 4 tasks"
            },
        };
    }

    @Test(dataProvider = "refusals")
    public void whatTrainingsCannotHaveIsRefused(SparkConf conf, String line) {
        InputException refusal = Assert.expectThrows(InputException.class, () -> SparkSettings.check(conf));
        assertTrue(String.valueOf(refusal.getMessage()).contains(line), refusal.getMessage());
    }

    @DataProvider
    public Object[][] fine() {
        return new Object[][] {
            {conf("local")},
            {conf("local[2]", "spark.task.cpus=2")},
            {conf("local-cluster[2,1,1024]")},
            {conf("yarn")},
            {conf("k8s://https://a:6443", "spark.executor.cores=4", "spark.task.cpus=4")},
            {conf("yarn", "spark.executor.cores=4", "spark.task.cpus=3")},
            // One task at a time for each GPU.
            {
                conf(
                        "yarn",
                        "spark.executor.cores=8",
                        "spark.executor.resource.gpu.amount=1",
                        "spark.task.resource.gpu.amount=1")
            },
        };
    }

    @Test(dataProvider = "fine")
    public void oneTaskForEachExecutorIsFine(SparkConf conf) {
        SparkSettings.check(conf);
        assertTrue(SparkSettings.executorCores(conf) >= 1);
    }

    @Test
    public void aTaskHasAllCoresOfAnExecutorUnlessSomebodySaysOtherwise() {
        assertEquals(
                SparkSettings.submitted(conf("yarn", "spark.executor.cores=6")).get("spark.task.cpus"), "6");
        assertEquals(
                SparkSettings.submitted(conf("yarn", "spark.executor.cores=6", "spark.task.cpus=5"))
                        .get("spark.task.cpus"),
                "5");
        assertFalse(SparkSettings.submitted(conf("spark://a:7077")).contains("spark.task.cpus"));
    }

    @Test
    public void aClusterOnThisMachineIsClosedToOthers() {
        SparkConf conf = SparkSettings.started(new SparkConf(false), "local-cluster[2,3,512]");
        assertEquals(conf.get("spark.master"), "local-cluster[2,3,512]");
        assertEquals(conf.get("spark.executor.cores"), "3");
        assertEquals(conf.get("spark.task.cpus"), "3");
        assertEquals(conf.get("spark.executor.memory"), "512m");
        assertEquals(conf.get("spark.ui.enabled"), "false");
        assertEquals(conf.get("spark.driver.bindAddress"), "127.0.0.1");
        assertEquals(conf.get("spark.authenticate"), "true");
        assertEquals(conf.get("spark.authenticate.secret").length(), 64);
        assertNotEquals(
                SparkSettings.started(new SparkConf(false), "local-cluster[2,3,512]")
                        .get("spark.authenticate.secret"),
                conf.get("spark.authenticate.secret"));
        SparkSettings.check(conf);
    }

    @DataProvider
    public Object[][] masters() {
        return new Object[][] {
            {"nowhere", "No Spark master is called \"nowhere\"; wanted spark://HOST:PORT"},
            {"local-cluster[2,1]", "No Spark master is called \"local-cluster[2,1]\""},
            {"local-cluster[0,1,1024]", "No Spark master is called \"local-cluster[0,1,1024]\""},
            {"local-cluster[2,0,1024]", "No Spark master is called \"local-cluster[2,0,1024]\""},
            {"local[0]", "No Spark master is called \"local[0]\""},
            {"http://a:7077", "No Spark master is called \"http://a:7077\""},
            {"spark://a", "Spark's master \"spark://a\": wanted spark://HOST:PORT"},
        };
    }

    @Test(dataProvider = "masters")
    public void aMasterThatThereIsNotIsRefused(String master, String line) {
        InputException refusal =
                Assert.expectThrows(InputException.class, () -> SparkSettings.started(new SparkConf(false), master));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(line), refusal.getMessage());
    }

    @Test
    public void aMasterThatDoesNotAnswerIsRefusedAtOnce() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        InputException refusal = Assert.expectThrows(
                InputException.class, () -> SparkSettings.started(new SparkConf(false), "spark://127.0.0.1:" + port));
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .startsWith("No Spark master answers at spark://127.0.0.1:" + port + " ("),
                refusal.getMessage());
    }
}
