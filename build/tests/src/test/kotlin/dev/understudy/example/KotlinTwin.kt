package dev.understudy.example

import ai.djl.Device
import ai.djl.Model
import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDList
import ai.djl.ndarray.types.Shape
import ai.djl.nn.Activation
import ai.djl.nn.Block
import ai.djl.nn.Blocks
import ai.djl.nn.SequentialBlock
import ai.djl.nn.convolutional.Conv2d
import ai.djl.nn.core.Linear
import ai.djl.nn.pooling.Pool
import ai.djl.training.DefaultTrainingConfig
import ai.djl.training.ParameterStore
import ai.djl.training.dataset.Dataset
import dev.understudy.Checkpoints
import dev.understudy.Distillation
import dev.understudy.Needs
import dev.understudy.Objective
import dev.understudy.Stage
import dev.understudy.Student
import dev.understudy.StudentGroup
import dev.understudy.StudentTap
import dev.understudy.Teacher
import dev.understudy.TeacherTap
import dev.understudy.TrainedStudent
import dev.understudy.TrainingData
import dev.understudy.dataset.Augmentation
import dev.understudy.dataset.DataOptions
import dev.understudy.dataset.Datasets
import dev.understudy.dataset.LabeledImageDataset
import dev.understudy.network.PaperNetworks
import dev.understudy.objective.Correlation
import dev.understudy.objective.CrossEntropy
import dev.understudy.objective.Norm
import dev.understudy.objective.logits.SoftTargets
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.Task
import java.nio.file.Path
import java.time.Duration

private val CONV4 = PaperNetworks.GUIDED
private val CONV8 = PaperNetworks.GUIDING

/** [OwnRecipe] in Kotlin. */
class KotlinRecipe : Recipe {
    override fun name() = "mine-in-kotlin"

    override fun description() = "two convolutions, given the correlation between channels"

    override fun student(task: Task): Student = Student.of("tiny") { network(task.classes) }

    override fun teacher(task: Task): Student = PaperNetworks.teacher(task)

    override fun stages(task: Task, values: OptionValues): List<Stage> = listOf(
        Stage.whole(values.epochs)
            .objective("labels", 1.0, CrossEntropy())
            .objective("channel", 10.0, Correlation.channel(StudentTap("05Conv2d"), TeacherTap("conv8"))),
    )

    private fun network(classes: Int): Block = SequentialBlock()
        .add(convolution(8))
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(Shape(4, 4), Shape(4, 4)))
        .add(Activation.reluBlock())
        .add(convolution(16))
        .add(Pool.globalAvgPool2dBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(classes.toLong()).build())

    private fun convolution(filters: Int): Block =
        Conv2d.builder().setKernelShape(Shape(3, 3)).optPadding(Shape(1, 1)).setFilters(filters).build()
}

object KotlinExamples {
    fun forDays(distillation: Distillation, trainingData: TrainingData, folder: Path) {
        distillation
            .checkpoints(Checkpoints.at(folder.resolve("checkpoints")).every(Duration.ofMinutes(5)))
            .train(trainingData)
            .use { it.save(folder.resolve("student.safetensors")) }
    }

    fun twoStages(teacher: Teacher, task: Task, trainingData: TrainingData, epochs: Int): TrainedStudent =
        Distillation.of(teacher, PaperNetworks.student(task))
            .stage(Stage.upTo(CONV4, epochs).objective("channel", 1.0, Correlation.channel(CONV4, CONV8)))
            .stage(
                Stage.whole(epochs)
                    .objective("labels", 0.3, CrossEntropy())
                    .objective("soft targets", 0.7, SoftTargets(4.0)),
            )
            .seed(42)
            .train(trainingData) {}

    fun data(images: Int): TrainingData {
        val splits = Datasets.open("shapes", DataOptions.defaults().trainSize(images))
        val train = LabeledImageDataset.of(splits.train, 128)
            .shuffled(42)
            .augmented(Augmentation.cropAndFlip(4))
            .normalized(splits.normalization)
        return TrainingData.of(splits.train.shape(), train::at)
            .test(LabeledImageDataset.of(splits.test, 500).normalized(splits.normalization))
    }

    fun ownObjective(epochs: Int): Stage {
        val sameMean = Objective.reading(Needs.nothing().with(CONV4).with(CONV8)) {
            val own = it.student[CONV4].mean(intArrayOf(1))
            val wanted = it.teacher[CONV8].mean(intArrayOf(1))
            Norm.SQUARED.compare(own, wanted)
        }
        return Stage.whole(epochs)
            .objective("labels", 1.0, CrossEntropy())
            .objective("same mean", 10.0, sameMean)
            .objective("calm", 0.001) { it.student.logits.square().mean() }
    }

    fun ownTeachers(network: Student, weights: Path, script: Path, image: Shape): List<Teacher> {
        val ours = Teacher.load(network, weights, image, Device.cpu()) // .safetensors, or DJL's .params
        val traced = Teacher.torchScript("resnet", script, listOf("conv8", "logits"), Device.cpu())
        return listOf(ours, traced)
    }

    fun classify(weights: Path, task: Task, image: NDArray): Long =
        TrainedStudent.load(PaperNetworks.student(task), weights, task.input, Device.cpu()).use { student ->
            val parameters = ParameterStore(image.manager, false)
            val logits = student.network.forward(parameters, NDList(image), false)
            logits.singletonOrThrow().argMax(1).getLong(0)
        }

    fun plainDjl(model: Model, teacher: Block, dataset: Dataset) {
        val loss = SoftTargets.standard().asLoss("soft targets")
        model.newTrainer(DefaultTrainingConfig(loss)).use { trainer ->
            for (batch in trainer.iterateDataset(dataset)) {
                val target = teacher.forward(ParameterStore(batch.manager, false), batch.data, false)
                trainer.newGradientCollector().use { collector ->
                    collector.backward(loss.evaluate(target, trainer.forward(batch.data)))
                }
                trainer.step()
                batch.close()
            }
        }
    }

    fun calm(teacher: Teacher, task: Task, trainingData: TrainingData): TrainedStudent {
        val student = Distillation.of(teacher, PaperNetworks.student(task))
            .stage(Stage.whole(1)
                .objective("labels", 1.0, CrossEntropy())
                .objective("calm", 0.001) { it.student.logits.square().mean() })
            .seed(42)
            .train(trainingData) { event -> println(event) }
        return student
    }

    fun together(alone: Distillation, channel: Distillation, trainingData: TrainingData): Map<String, TrainedStudent> {
        val students = mutableMapOf<String, TrainedStudent>()
        StudentGroup.empty()
            .with("alone", alone) {}
            .with("channel", channel) {}
            .workers(2)
            .train(trainingData) { name, student -> students[name] = student }
        return students
    }
}
