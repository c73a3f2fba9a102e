package dev.understudy.spark.internal.cluster;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;

/** Prints what a JVM has to be started with to be Spark's driver; spark-submit does that itself. */
public final class JavaOptions {

    private JavaOptions() {}

    /**
     * Prints the options in one line.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println(Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
                .filter(option -> !option.isBlank() && !option.startsWith("--add-modules"))
                .collect(Collectors.joining(" ")));
    }
}
