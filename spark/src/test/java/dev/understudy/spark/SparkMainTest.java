package dev.understudy.spark;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkConf;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SparkMainTest {

    @DataProvider
    public Object[][] refusals() {
        return new Object[][] {
            {"local[1]", "", "On a cluster there are [compare, evaluate, keep-teacher, table]"},
            {"local[1]", "train student", "got \"train\"; the launcher has the other commands"},
            {"", "compare student", "Spark's master is not known"},
            {"local[1]", "compare student --spark yarn", "spark-submit --master says which cluster"},
            {"local[1]", "evaluate run --data a --output b --threads -1", "--threads must be from 1 to 1024"},
            {"local[1]", "evaluate run --data a --output b --range 0", "--range must be 1 or more, got 0"},
            {"local[1]", "compare student --spark=yarn", "spark-submit --master says which cluster"},
        };
    }

    @Test(dataProvider = "refusals")
    public void whatCannotBeMeantIsRefusedInOneLine(String master, String words, String line) {
        SparkConf conf = new SparkConf(false);
        if (!master.isEmpty()) {
            conf.set("spark.master", master);
        }
        StringWriter err = new StringWriter();
        int status = Main.run(
                conf,
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                words.isEmpty() ? new String[0] : words.split(" ", -1));
        assertEquals(status, 2);
        assertEquals(err.toString().lines().count(), 1);
        assertTrue(err.toString().contains(line), err.toString());
    }
}
