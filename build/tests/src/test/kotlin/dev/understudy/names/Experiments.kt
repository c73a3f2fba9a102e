package dev.understudy.names

import dev.understudy.Distillation
import dev.understudy.Identity
import dev.understudy.Observer
import dev.understudy.TrainedStudent
import dev.understudy.TrainingData
import dev.understudy.experiment.Experiment
import dev.understudy.experiment.ExperimentEntry
import dev.understudy.experiment.ExperimentFolder
import dev.understudy.experiment.ExperimentObserver
import dev.understudy.experiment.ExperimentPlan
import dev.understudy.experiment.ExperimentRun
import dev.understudy.experiment.PlannedStudent
import dev.understudy.experiment.TablePlace
import dev.understudy.experiment.WeightsWriter
import dev.understudy.result.DatasetSummary
import dev.understudy.result.Profile
import java.nio.file.Path

/*
 * Every public name of dev.understudy.experiment, as one writes it in Kotlin: compiled, never run.
 */

fun experiment(it: Experiment, trainingData: TrainingData, distillation: Distillation, dataset: DatasetSummary) =
    listOf<Any?>(
        Experiment.of { trainingData }, it.with("name", distillation), it.seeds(1, 2), it.folder(Path.of("folder")),
        it.compare("title", dataset, listOf("class")), it.weights(false), it.retry(true), it.student("name", 1),
        it.images(dataset, listOf("class")), it.workers(2), it.sameOrder(true), it.oneByOne(), it.withoutGaps(),
    )

fun experimentInDetail(it: Experiment, entry: ExperimentEntry, folder: ExperimentFolder, part: ExperimentPlan.Part) =
    listOf<Any?>(
        it.with(entry), it.places(listOf(TablePlace.of("kd"))), it.folder(folder), it.open(), it.train(part),
        it.weights { _, trained, file -> trained.save(file) }, it.checkpoints { kept -> kept.everySteps(100) },
        it.observer(ExperimentObserver.LOG), it.origin("command", mapOf("width" to "1")),
        it.asLongAs("student", { entry }, 100),
    )

fun experimentEntry(it: ExperimentEntry, distillation: Distillation) = listOf<Any?>(
    ExperimentEntry.of("kd", distillation), it.label("kd"), it.setting("width", "1"), it.recipe, it.label,
    it.distillation, it.settings,
)

fun experimentFolder(it: ExperimentFolder) = listOf<Any?>(
    ExperimentFolder.open(Path.of("folder")),
    ExperimentFolder.open("--output", Path.of("folder"), ExperimentFolder.Kind.RUN),
    ExperimentFolder.join(Path.of("folder"), ExperimentFolder.Kind.EXPERIMENT),
    ExperimentFolder.holdsCheckpoints(Path.of("folder")), ExperimentFolder.isCheckpoints(Path.of("folder")),
    it.path, it.kind, it.holdsAny(), it.finished(), it.giveBack(), it.close(),
    ExperimentFolder.Kind.COMPARISON.mark(), ExperimentFolder.Kind.values(), ExperimentFolder.Kind.valueOf("RUN"),
)

fun experimentPlan(it: ExperimentPlan, part: ExperimentPlan.Part, student: PlannedStudent) = listOf<Any?>(
    ExperimentPlan(ExperimentPlan.FORMAT, listOf(part), 0, listOf(student)), it.format, it.parts, it.finished, it.gaps,
    it.split(2), it.write(Path.of("plan.json")), ExperimentPlan.read(Path.of("plan.json")), ExperimentPlan.Part(1, listOf(student)),
    part.order, part.students, PlannedStudent("kd", 1, mapOf()), student.recipe, student.seed, student.settings,
    student.name(),
)

fun experimentRun(it: ExperimentRun, part: ExperimentPlan.Part, student: PlannedStudent) = listOf<Any?>(
    it.measure(), it.plan(), it.train(part), it.unfinished(part), it.failed(part, "reason"),
    it.result(student), it.collect("title"), it.finished(), it.close(),
)

fun experimentObserver(
    it: ExperimentObserver, part: ExperimentPlan.Part, student: PlannedStudent, trained: TrainedStudent, profile: Profile,
): Observer {
    it.told("line")
    it.warned("line")
    it.measured(profile)
    it.stillMissing(student, "reason")
    it.begins(part)
    it.finished(student, trained)
    it.kept(student, trained)
    it.failed(student, "reason")
    return it.watch(student, 8)
}

fun tablePlace(it: TablePlace) = listOf<Any?>(
    TablePlace("row", TablePlace.ACCURACY, "kd", 67.4), it.row, it.column, it.recipe, it.paper,
)

fun weightsWriter(it: WeightsWriter, student: PlannedStudent, trained: TrainedStudent) =
    listOf<Any?>(WeightsWriter.PLAIN, it.write(student, trained, Path.of("weights.safetensors")))

fun identityOfASeed(it: Identity, trainingData: TrainingData) =
    listOf<Any?>(it.at(2, trainingData), Identity.network(it.settings))
