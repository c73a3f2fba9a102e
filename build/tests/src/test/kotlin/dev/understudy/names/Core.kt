package dev.understudy.names

import ai.djl.Device
import ai.djl.Model
import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDList
import ai.djl.ndarray.types.Shape
import ai.djl.nn.Block
import ai.djl.training.dataset.Dataset
import ai.djl.training.initializer.UniformInitializer
import dev.understudy.Activations
import dev.understudy.AuxiliaryModule
import dev.understudy.AuxiliaryModules
import dev.understudy.Checkpoints
import dev.understudy.Distillation
import dev.understudy.EpochResult
import dev.understudy.Event
import dev.understudy.FirstWeights
import dev.understudy.Identity
import dev.understudy.InitialWeights
import dev.understudy.InputException
import dev.understudy.Needs
import dev.understudy.Objective
import dev.understudy.Observer
import dev.understudy.Schedule
import dev.understudy.Stage
import dev.understudy.StepContext
import dev.understudy.Student
import dev.understudy.StudentGroup
import dev.understudy.StudentTap
import dev.understudy.Tap
import dev.understudy.Teacher
import dev.understudy.TeacherTap
import dev.understudy.TrainedStudent
import dev.understudy.TrainingData
import dev.understudy.TrainingException
import dev.understudy.TrainingProgress
import dev.understudy.batch.Mixup
import dev.understudy.batch.StepRandom
import dev.understudy.format.NameMap
import dev.understudy.objective.ClassCenters
import dev.understudy.optimizer.ParameterGroup
import dev.understudy.optimizer.UpdateRule
import dev.understudy.source.Sources
import dev.understudy.source.WeightAverage
import java.io.IOException
import java.nio.file.Path
import java.time.Duration
import java.util.Optional

/*
 * Every public name of dev.understudy but teachers, as one writes it in Kotlin: compiled, never run.
 */

fun activations(it: Activations<StudentTap>, ndArray: NDArray) = listOf<Any?>(
    Activations("text", mapOf(StudentTap("conv4") to ndArray), ndArray), StudentTap("conv4") in it,
    it[StudentTap("conv4")], it.hasLogits(), it.logits, it.asSource("second"),
    it.mapLogits { logits -> logits.softmax(1) },
)

fun studentGroup(it: StudentGroup, trainingData: TrainingData, distillation: Distillation) = listOf<Any?>(
    StudentGroup.empty(), it.train(trainingData) { _, student -> student.close() },
    it.with("text", distillation) { event -> println(event) }, it.workers(1),
)

fun studentGroupResultHandler(
    it: StudentGroup.ResultHandler,
    trainingException: TrainingException,
    trainedStudent: TrainedStudent,
) = listOf<Any?>(
    it.failed("text", trainingException), it.finished("text", trainedStudent),
)

fun studentGroupMember(it: StudentGroup.Member, distillation: Distillation) = listOf<Any?>(
    StudentGroup.Member("text", distillation) { event -> println(event) }, it.distillation, it.name, it.observer,
)

fun trainingData(it: TrainingData, dataset: Dataset, fixed: TrainingData.FixedAugmentations) = listOf<Any?>(
    TrainingData.of(Shape(3, 32, 32)) { dataset }, it.input, it.seed, it.test, it.train, it.validation, it.fixedAugmentations,
    it.seed(2), it.test(dataset), it.validation(dataset), it.fixedAugmentations(fixed), it.fingerprint("text"), it.fingerprint,
    it.test(dataset, "text"), it.validation(dataset, "text"), it.testFingerprint, it.validationFingerprint,
)

fun trainingDataEpochs(it: TrainingData.Epochs) = listOf<Any?>(it.at(1))

fun trainingDataFixedAugmentations(
    it: TrainingData.FixedAugmentations,
    dataset: Dataset,
    batches: TrainingData.InBatches,
) = listOf<Any?>(
    TrainingData.FixedAugmentations(1, 1, "text") { dataset }, it.count, it.fingerprint, it.inOrder, it.samples,
    TrainingData.FixedAugmentations(1, 1, "text", { dataset }, batches), it.inBatches(batches), it.inBatches,
)

fun trainingDataInBatches(it: TrainingData.InBatches) = listOf<Any?>(it.size(), it.at(1, 0, 1))

fun distillation(
    it: Distillation,
    student: Student,
    teacher: Teacher,
    stage: Stage,
    trainingData: TrainingData,
) = listOf<Any?>(
    Distillation.alone(student), Distillation.of(teacher, student), it.check(), it.device(Device.cpu()),
    it.devices(listOf(Device.cpu())), it.initialWeights(InitialWeights.ofTeacher()), it.initialWeights,
    it.device, it.devices, it.keeping, it.seed, it.stages, it.student, it.teacher, it.keeping(Path.of("folder"), 2),
    it.keeping(Path.of("folder"), 2, 1), it.seed(2), it.stage(stage), it.stages(listOf(stage)), it.transform(Mixup(0.2)), it.train(trainingData) { event -> println(event) },
    it.checkpoints(Checkpoints.at(Path.of("folder"))), it.checkpoints, it.sources, it.teacher("second", teacher),
    it.average("average", WeightAverage.of(0.99)), it.with(Sources.none()), it.peer("second", student),
)

fun checkpoints(it: Checkpoints) = listOf<Any?>(
    Checkpoints.at(Path.of("folder")), it.every(Duration.ofMinutes(1)), it.everySteps(1), it.folder, it.pause, it.steps,
    it.holdAny(), it.remove(),
)

fun distillationKeeping(it: Distillation.Keeping) = listOf<Any?>(
    Distillation.Keeping(Path.of("folder"), 2, 1), it.folder, it.mostBytes, it.mostBytesPerFile,
    Distillation.Keeping.BYTES_PER_FILE,
)

fun epochResult(it: EpochResult) = listOf<Any?>(
    EpochResult(1, "text", 1, 0.5, 0.5, mapOf("text" to 0.5), 0.5, 0.5, 2, 0.5, 0.5), it.epoch, it.learningRate,
    it.loss, it.samples, it.seconds, it.stage, it.stageName, it.terms, it.testAccuracy, it.trainSeconds,
    it.validationAccuracy,
)

fun event(it: Event): Int = when (it) {
    is Event.StageBegun -> it.stage
    is Event.StepDone -> it.epoch
    is Event.EpochDone -> it.result.epoch
    is Event.Evaluated -> it.epoch
    is Event.Resumed -> it.epoch
}

fun eventEvaluated(it: Event.Evaluated) = listOf<Any?>(Event.Evaluated(1, 1, 2), it.epoch, it.epochs, it.samples)

fun eventResumed(it: Event.Resumed) = listOf<Any?>(
    Event.Resumed(1, 1, 2, Path.of("folder")), it.epoch, it.epochs, it.step, it.checkpoint,
)

fun eventEpochDone(it: Event.EpochDone, epochResult: EpochResult) = listOf<Any?>(
    Event.EpochDone(epochResult, 1), it.epochs, it.result,
)

fun eventStageBegun(it: Event.StageBegun) = listOf<Any?>(
    Event.StageBegun(1, 1, "text", 1), it.epochs, it.name, it.stage, it.stages,
)

fun eventStepDone(it: Event.StepDone) = listOf<Any?>(
    Event.StepDone(1, 1, 2, 2), it.epoch, it.epochs, it.samples, it.total,
)

fun initialWeights(it: InitialWeights, names: NameMap) = listOf<Any?>(
    InitialWeights.ofFile(Path.of("folder")), InitialWeights.ofFile(Path.of("folder"), names), InitialWeights.ofTeacher(),
    InitialWeights.ofTeacherAfter(TeacherTap("conv8")), it.into("classes"), it.into, it.file, it.names, it.after,
)

fun auxiliaryModule(it: AuxiliaryModule) = listOf<Any?>(
    AuxiliaryModule.of("text") { Optional.empty() }, it.builder, it.name, it.frozen(), it.isFrozen,
    AuxiliaryModule.buffer("text", { shapes -> Shape(shapes.samples, shapes.classes) }, UniformInitializer(0.1f)),
    AuxiliaryModule.teacherFrom(TeacherTap("conv8")), AuxiliaryModule.teacherParameter("classes/weight"),
)

fun auxiliaryModuleBuilder(it: AuxiliaryModule.Builder, shapes: AuxiliaryModule.Shapes) = listOf<Any?>(it.build(shapes))

fun auxiliaryModuleBuilt(it: AuxiliaryModule.Built, block: Block) = listOf<Any?>(
    AuxiliaryModule.Built.of({ block }, Shape(1, 3, 32, 32)), AuxiliaryModule.Built.shared(block), it.block, it.inputs,
    it.isShared,
)

fun auxiliaryModuleShapes(it: AuxiliaryModule.Shapes) = listOf<Any?>(
    it.at(StudentTap("conv4")), it.at(TeacherTap("conv8")), it.input, it.classes, it.samples, it.teacher,
    it.at("second", TeacherTap("conv8")), it.getTeacher("second"),
)

fun auxiliaryModules(it: AuxiliaryModules, ndArray: NDArray) = listOf<Any?>(
    AuxiliaryModules.NONE, it.forward("text", ndArray), it.forward("text", NDList(ndArray)),
    it.forward("text", NDList(ndArray), false), it.buffer("text"), it.afterStep { it.buffer("text").addi(1) },
)

fun inputException() = listOf<Any?>(InputException("text"), InputException("text", IOException("text")))

fun identity(
    it: Identity,
    distillation: Distillation,
    trainingData: TrainingData,
    student: Student,
    loader: ClassLoader,
) = listOf<Any?>(
    Identity.of(distillation, trainingData), Identity.of(distillation.stages[0]), Identity.of(student, Shape(3, 32, 32)), it.network, it.settings, it.unknown,
    it.with("name", "value"), Identity.change(it.settings, it.settings), Identity.codeChange(it.settings, loader),
)

fun stepContext(
    it: StepContext,
    ofStudent: Activations<StudentTap>,
    ofTeacher: Activations<TeacherTap>,
    ndArray: NDArray,
    progress: TrainingProgress,
    modules: AuxiliaryModules,
) = listOf<Any?>(
    StepContext.of(ofStudent, ofTeacher, ndArray), it.indices(ndArray), it.indices { ndArray }, it.modules(modules),
    it.progress(progress), it.indices, it.labels, it.modules, it.progress, it.student, it.teacher,
    it.input(ndArray), it.input { ndArray }, it.softLabels(ndArray), it.samples(3), it.random(StepRandom.of(1)),
    it.input, it.softLabels, it.classes, it.samples, it.random, it.view("strong", it), it.getView("strong"),
    it.precomputed("centres", ndArray), it.getPrecomputed("centres"),
    StepContext.of(ofStudent, mapOf("second" to ofTeacher), ndArray), it.getSource("second"), it.teacherAs("second"),
    it.peer("second", it), it.getPeer("second"), it.mapLogits { logits -> logits.softmax(1) },
)

fun moreTrainingData(it: TrainingData, dataset: Dataset) = listOf<Any?>(
    it.view("strong") { dataset }, it.view("strong", { dataset }, "text"), it.getView("strong"), it.viewNames,
    it.getViewFingerprint("strong"), it.inOrder(dataset), it.inOrder(dataset, "text"), it.inOrder, it.inOrderFingerprint,
)

fun needs(it: Needs, module: AuxiliaryModule) = listOf<Any?>(
    Needs.nothing(), it.and(it), it.modules, it.readsStudent(), it.readsStudentLogits(), it.readsTeacher(),
    it.readsTeacherLogits(), it.studentTaps, it.teacherTaps, it.with(module), it.with(StudentTap("conv4")), it.with(TeacherTap("conv8")),
    it.withStudentLogits(), it.withTeacherLogits(), it.getTaps("second"), it.readsLogits("second"), it.sources,
    it.teacherAs("second"), it.with("second", TeacherTap("conv8")), it.withLogits("second"),
    it.withView("strong", it), it.views, it.everywhere(), it.with(ClassCenters(TeacherTap("flatten"))), it.precomputed,
    it.withPeer("second", it), it.ofStudent(), it.peers, it.ofPeer("second"),
)

fun objective(it: Objective, needs: Needs, context: StepContext) = listOf<Any?>(
    Objective.from("second", it), Objective.named("mean") { it.student.logits.mean() }, Objective.reading(needs) { it.student.logits.mean() },
    it.loss(context), it.needs(),
)

fun observer(it: Observer, event: Event) = listOf<Any?>(Observer.NONE, it.on(event))

fun trainingProgress(it: TrainingProgress) = listOf<Any?>(
    TrainingProgress(1, 1, 2, 2), it.epoch, it.epochs, it.epochsDone(), it.fraction(), it.step, it.steps,
)

fun schedule(it: Schedule, progress: TrainingProgress) = listOf<Any?>(
    Schedule.constant(0.5), Schedule.cosine(0.5), Schedule.steps(0.5, 0.5, 1, 2), Schedule.linear(0.5, 0.5), it.at(progress), it.during(1, 2),
    it.warmUp(0.5),
)

fun stage(it: Stage, rule: UpdateRule, group: ParameterGroup) = listOf<Any?>(
    Stage.upTo(StudentTap("conv4"), 1), Stage.whole(1), Stage.modules(1), it.epochs(2), it.tested(), it.isTested,
    it.trainsStudent(), it.end, it.epochs, it.name, it.objectives, it.optimizer, it.schedule, it.needs(),
    Stage.LEARNING_RATE, it.objective("text", 0.5) { it.student.logits.mean() },
    it.objective("text", 0.5, Schedule.linear(0.0, 1.0)) { it.student.logits.mean() }, it.optimizer(rule),
    it.schedule { 1 - it.fraction() }, it.group(group), it.groups, it.clipNorm(0.5), it.clipNorm, it.clipValue(0.5),
    it.clipValue,
)

fun stageWeighted(it: Stage.Weighted, progress: TrainingProgress) = listOf<Any?>(
    Stage.Weighted(0.5) { it.student.logits.mean() }, Stage.Weighted(0.5, Schedule.constant(0.5), it.objective),
    it.objective, it.weight, it.factor, it.isFixed, it.weightAt(progress),
)

fun student(it: Student, block: Block) = listOf<Any?>(
    Student("text") { block }, Student.of("text") { block }, it.name, it.network,
)

fun studentTap(it: StudentTap) = listOf<Any?>(StudentTap("text"), it.path)

fun tap(it: Tap) = listOf<Any?>(it.path())

fun firstWeights(it: Distillation) = listOf<Any?>(
    FirstWeights.PYTORCH, FirstWeights.GLOROT, FirstWeights.HE, FirstWeights.STANDARD, FirstWeights.HE.option(),
    it.firstWeights(FirstWeights.HE), it.firstWeights,
)

fun trainedStudent(
    it: TrainedStudent,
    model: Model,
    block: Block,
    epochResult: EpochResult,
    student: Student,
) = listOf<Any?>(
    TrainedStudent("text", model, block, listOf(epochResult)),
    TrainedStudent.load(student, Path.of("folder"), Shape(3, 32, 32), Device.cpu()), it.asTeacher(), it.close(),
    it.bestAccuracy, it.history, it.imagesPerSecond, it.lastAccuracy, it.name, it.network, it.parameterCount,
    it.save(Path.of("folder")),
)

fun trainingException() = listOf<Any?>(TrainingException("text"))

fun distillationInShort(it: Distillation, trainingData: TrainingData) = listOf<Any?>(it.train(trainingData))

fun trainedStudentAsRows(it: TrainedStudent, student: Student) = listOf<Any?>(
    TrainedStudent.untrained(student, Shape(3, 32, 32), 1, Device.cpu()), it.rows("recipe", 1, "student"),
    it.testAccuracies, it.peers(mapOf("second" to it)), it.peers,
)
