package dev.understudy.spark

import dev.understudy.Distillation
import dev.understudy.Stage
import dev.understudy.Student
import dev.understudy.dataset.DataOptions
import dev.understudy.dataset.Datasets
import dev.understudy.experiment.Experiment
import dev.understudy.network.PaperNetworks
import dev.understudy.objective.CrossEntropy
import dev.understudy.recipes.ImageData
import dev.understudy.result.Comparison
import java.nio.file.Path
import org.apache.spark.api.java.JavaSparkContext

class KotlinFactory : ExperimentFactory {
    override fun experiment(place: ExperimentPlace): Experiment {
        val images = ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(200)))
        val student = PaperNetworks.student(images.task(place.words[0].toDouble()))
        return Experiment.of { seed -> images.trainingData(64, seed) }
            .with("short", alone(student, 1).device(place.device))
            .with("long", alone(student, 2).device(place.device))
            .seeds(1, 2)
            .workers(place.cores)
            .images(images.summary(), images.splits().test().classNames())
    }

    private fun alone(student: Student, epochs: Int) =
        Distillation.alone(student).stage(Stage.whole(epochs).objective("labels", 1.0, CrossEntropy()))
}

fun twoLengths(context: JavaSparkContext, folder: Path): Comparison =
    SparkExperiment.on(context)
        .folder(folder)
        .log(::println)
        .compare("Two lengths", KotlinFactory::class.java, "0.0625")

/** Each name once. */
fun names(context: JavaSparkContext, place: ExperimentPlace): List<Any> =
    listOf(SparkExperiment.on(context).engine("PyTorch").gpu(false).mixed(false), place.words, place.cores, place.devices, place.device)
