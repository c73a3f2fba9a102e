package dev.understudy.spark;

import dev.understudy.result.Comparison;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** What the guide shows. */
final class SparkExamples {

    private SparkExamples() {}

    static Comparison twoLengths(JavaSparkContext context, Path folder) throws IOException {
        return SparkExperiment.on(context)
                .folder(folder)
                .log(System.out::println)
                .compare("Two lengths", ShapesFactory.class, "0.0625");
    }
}
