package dev.understudy.spark

import java.nio.file.Path
import org.apache.spark.api.java.JavaSparkContext
import org.apache.spark.sql.Dataset
import org.apache.spark.sql.Row
import org.apache.spark.sql.SparkSession

fun kept(context: JavaSparkContext, vararg words: String): List<Path> =
    SparkTeacher.on(context).log(::println).keep(*words)

fun unreadable(spark: SparkSession, network: Path, images: String): Dataset<Row> {
    val answers = SparkEvaluation.of(spark, network).answers(images)
    return answers.filter("answer is null").select("path", "reason")
}

/** Each name once. */
fun largeSetNames(context: JavaSparkContext, evaluation: SparkEvaluation): List<Any> =
    listOf(
        SparkTeacher.on(context).mixed(false),
        evaluation.engine("PyTorch").threads(1).gpu(false).upright(false).mixed(false).images(100).write("images", "answers"),
    )
