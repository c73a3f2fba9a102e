package dev.understudy.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark in the process of the tests, where the driver is its own executor; one for all of them, as Spark wants it. */
public final class LocalContext {

    private LocalContext() {}

    /** It ends with the process. */
    public static JavaSparkContext get() {
        return JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(new SparkConf(false)
                .setMaster("local[1]")
                .setAppName("tests")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")));
    }
}
