package dev.understudy.spark;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The examples of the page about clusters. */
final class LargeSets {

    private LargeSets() {}

    static List<Path> kept(JavaSparkContext context, String... words) {
        return SparkTeacher.on(context).log(System.out::println).keep(words);
    }

    static Dataset<Row> unreadable(SparkSession spark, Path network, String images) {
        Dataset<Row> answers = SparkEvaluation.of(spark, network).answers(images);
        return answers.filter("answer is null").select("path", "reason");
    }
}
