package dev.understudy.names

import ai.djl.Device
import ai.djl.Model
import ai.djl.ndarray.NDArray
import ai.djl.ndarray.NDList
import ai.djl.ndarray.NDManager
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
import dev.understudy.optimizer.ParameterGroup
import dev.understudy.optimizer.UpdateRule
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
import dev.understudy.batch.BatchTransform
import dev.understudy.batch.CutMix
import dev.understudy.batch.Mixup
import dev.understudy.batch.StepRandom
import dev.understudy.batch.TrainingBatch
import dev.understudy.engine.Engines
import dev.understudy.engine.NativeHeap
import dev.understudy.engine.NativeSetup
import dev.understudy.format.NameMap
import dev.understudy.format.NetworkFileType
import dev.understudy.format.Renormalization
import dev.understudy.measure.CorrelationMatrices
import dev.understudy.measure.Evaluation
import dev.understudy.measure.Inspection
import dev.understudy.measure.Predictions
import dev.understudy.measure.Profiler
import dev.understudy.measure.WeightCheck
import dev.understudy.objective.ClassCenters
import dev.understudy.objective.Norm
import dev.understudy.recipe.ChoiceOption
import dev.understudy.recipe.CommonOptions
import dev.understudy.recipe.NumberOption
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeBook
import dev.understudy.recipe.RecipeOption
import dev.understudy.recipe.Task
import dev.understudy.recipe.WholeNumberOption
import dev.understudy.recipe.YesNoOption
import dev.understudy.result.GradientShare
import dev.understudy.result.Provenance
import dev.understudy.source.Sources
import dev.understudy.source.WeightAverage
import java.io.IOException
import java.nio.file.Path
import java.time.Duration
import java.util.Optional

/*
 * Every public name of dev.understudy, as one writes it in Kotlin: compiled, never run.
 */

fun activations(it: Activations<StudentTap>, ndArray: NDArray) = listOf<Any?>(
    Activations("text", mapOf(StudentTap("conv4") to ndArray), ndArray), StudentTap("conv4") in it,
    it[StudentTap("conv4")], it.hasLogits(), it.logits, it.asSource("second"),
    it.mapLogits { logits -> logits.softmax(1) },
)

fun predictions(it: Predictions, answer: Predictions.Answer) = listOf<Any?>(
    Predictions(listOf(answer)), it.accuracy(), it.each, it.quality(1, it),
)

fun predictionsAnswer(it: Predictions.Answer) = listOf<Any?>(
    Predictions.Answer(1, 0.5, 1), it.confidence, it.guess, it.label, it.right(),
)

fun choiceOption(it: ChoiceOption<String>) = listOf<Any?>(
    it.byDefault("text"), it.check("text"), it.default, it.describedAs("text"), it.description, it.name, it.parse("text"),
    it.range, it.words, it.write("text"),
)

fun commonOptions() =
    listOf<Any?>(CommonOptions.EPOCHS, CommonOptions.LEARNING_RATE, CommonOptions.MOST_EPOCHS)

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

fun correlationMatrices(block: Block, ndArray: NDArray, teacher: Teacher) = listOf<Any?>(
    CorrelationMatrices.of("text", block, StudentTap("conv4"), ndArray, listOf("text"), listOf("text")),
    CorrelationMatrices.of("text", teacher, TeacherTap("conv8"), ndArray, listOf("text"), listOf("text")),
)

fun trainingData(it: TrainingData, dataset: Dataset, fixed: TrainingData.FixedAugmentations) = listOf<Any?>(
    TrainingData.of(Shape(3, 32, 32)) { dataset }, it.input, it.seed, it.test, it.train, it.validation, it.fixedAugmentations,
    it.seed(2), it.test(dataset), it.validation(dataset), it.fixedAugmentations(fixed), it.fingerprint("text"), it.fingerprint,
    it.test(dataset, "text"), it.validation(dataset, "text"), it.testFingerprint, it.validationFingerprint,
)

fun trainingDataEpochs(it: TrainingData.Epochs) = listOf<Any?>(it.at(1))

fun trainingDataFixedAugmentations(it: TrainingData.FixedAugmentations, dataset: Dataset) = listOf<Any?>(
    TrainingData.FixedAugmentations(1, 1, "text") { dataset }, it.count, it.fingerprint, it.inOrder, it.samples,
)

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
    it.seed(2), it.stage(stage), it.stages(listOf(stage)), it.train(trainingData) { event -> println(event) },
    it.checkpoints(Checkpoints.at(Path.of("folder"))), it.checkpoints, it.sources, it.teacher("second", teacher),
    it.average("average", WeightAverage.of(0.99)), it.with(Sources.none()), it.peer("second", student),
)

fun sources(it: Sources, teacher: Teacher, student: Student) = listOf<Any?>(
    Sources.TEACHER, Sources.none(), it.names, it.teachers, "second" in it, it.teacher("second", teacher),
    it.average("average", WeightAverage.of(0.99)), it.averages, it.shipped, Sources.STUDENT, it.peer("second", student),
    it.peers,
)

fun weightAverage(it: WeightAverage) = listOf<Any?>(
    WeightAverage.of(0.99), it.inferenceMode(), it.shipped(), it.decay, it.isInferenceMode, it.isShipped,
)

fun checkpoints(it: Checkpoints) = listOf<Any?>(
    Checkpoints.at(Path.of("folder")), it.every(Duration.ofMinutes(1)), it.everySteps(1), it.folder, it.pause, it.steps,
    it.holdAny(), it.remove(),
)

fun distillationKeeping(it: Distillation.Keeping) = listOf<Any?>(
    Distillation.Keeping(Path.of("folder"), 2), it.folder, it.mostBytes,
)

fun epochResult(it: EpochResult) = listOf<Any?>(
    EpochResult(1, "text", 1, 0.5, 0.5, mapOf("text" to 0.5), 0.5, 0.5, 2, 0.5, 0.5), it.epoch, it.learningRate,
    it.loss, it.samples, it.seconds, it.stage, it.stageName, it.terms, it.testAccuracy, it.trainSeconds,
    it.validationAccuracy,
)

fun evaluation(block: Block, dataset: Dataset, ndManager: NDManager, teacher: Teacher) = listOf<Any?>(
    Evaluation.accuracy(block, dataset, ndManager), Evaluation.accuracy(teacher, dataset, ndManager),
    Evaluation.answers(block, dataset, ndManager), Evaluation.answers(teacher, dataset, ndManager),
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
    Identity.of(distillation, trainingData), Identity.of(student, Shape(3, 32, 32)), it.network, it.settings, it.unknown,
    it.with("name", "value"), Identity.change(it.settings, it.settings), Identity.codeChange(it.settings, loader),
)

fun inspection(student: Student, place: Inspection.Place) = listOf<Any?>(
    Inspection.of(student, Shape(3, 32, 32)), Inspection.pairs(listOf(place), listOf(place)),
    Inspection.parameters(student, Shape(3, 32, 32)),
)

fun inspectionPair(it: Inspection.Pair) = listOf<Any?>(
    Inspection.Pair(StudentTap("conv4"), TeacherTap("conv8"), Shape(3, 32, 32)), it.shape, it.student,
    it.teacher,
)

fun inspectionPlace(it: Inspection.Place) = listOf<Any?>(
    Inspection.Place("text", Shape(3, 32, 32), 2, 2, true), it.multiplyAdds, it.output, it.parameters, it.part,
    it.path,
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

fun batchTransform(it: BatchTransform, batch: TrainingBatch, array: NDArray, dataset: Dataset) = listOf<Any?>(
    it.transform(batch, StepRandom.of(1)), Mixup(0.2).alpha, CutMix(1.0).alpha, Mixup(0.2).transform(batch, StepRandom.of(1)),
    TrainingBatch.of(array, array), batch.images(array), batch.softLabels(array), batch.images, batch.softLabels,
    batch.size, Stage.whole(1).transform { mixed, _ -> mixed }.transform,
    CutMix(1.0).transform(batch, StepRandom.of(1)),
)

fun moreTrainingData(it: TrainingData, dataset: Dataset) = listOf<Any?>(
    it.view("strong") { dataset }, it.view("strong", { dataset }, "text"), it.getView("strong"), it.viewNames,
    it.getViewFingerprint("strong"), it.inOrder(dataset), it.inOrder(dataset, "text"), it.inOrder, it.inOrderFingerprint,
)

fun stepRandom(it: StepRandom, manager: NDManager) = listOf<Any?>(
    StepRandom.of(1), it.nextDouble(), it.nextInt(2), it.nextNormal(), it.nextBeta(1.0, 1.0), it.permutation(3),
    it.uniform(manager, Shape(2)), it.normal(manager, Shape(2)), it.integers(manager, 3, Shape(2)),
)

fun nativeHeap() = listOf<Any?>(NativeHeap.bytes(), NativeHeap.isTold(), NativeHeap.settledBytes())

fun nativeSetup() = listOf<Any?>(NativeSetup.prepare(), NativeSetup.threads(1), NativeSetup.threads())

fun needs(it: Needs, module: AuxiliaryModule) = listOf<Any?>(
    Needs.nothing(), it.and(it), it.modules, it.readsStudent(), it.readsStudentLogits(), it.readsTeacher(),
    it.readsTeacherLogits(), it.studentTaps, it.teacherTaps, it.with(module), it.with(StudentTap("conv4")), it.with(TeacherTap("conv8")),
    it.withStudentLogits(), it.withTeacherLogits(), it.getTaps("second"), it.readsLogits("second"), it.sources,
    it.teacherAs("second"), it.with("second", TeacherTap("conv8")), it.withLogits("second"),
    it.withView("strong", it), it.views, it.everywhere(), it.with(ClassCenters(TeacherTap("flatten"))), it.precomputed,
    it.withPeer("second", it), it.peers, it.ofPeer("second"),
)

fun numberOption(it: NumberOption) = listOf<Any?>(
    it.above(0.5), it.atLeast(0.5), it.atMost(0.5), it.below(0.5), it.byDefault(0.5), it.check(0.5), it.default,
    it.describedAs("text"), it.description, it.name, it.parse("0.5"), it.range, it.write(0.5),
)

fun objective(it: Objective, needs: Needs, context: StepContext) = listOf<Any?>(
    Objective.from("second", it), Objective.named("mean") { it.student.logits.mean() }, Objective.reading(needs) { it.student.logits.mean() },
    it.loss(context), it.needs(),
)

fun observer(it: Observer, event: Event) = listOf<Any?>(Observer.NONE, it.on(event))

fun optionValues(it: OptionValues, option: NumberOption, recipe: Recipe) = listOf<Any?>(
    OptionValues.of(recipe), it[option], it.epochs, it.epochs(1), it.learningRate, it.learningRate(0.5),
    it.options, it.recipe, it.texts, it.with("text", "text"), it.with(option, 0.5),
)

fun profiler(distillation: Distillation, trainingData: TrainingData, provenance: Provenance) = listOf<Any?>(
    Profiler.ROUNDS, Profiler.measure("text", distillation, trainingData, provenance),
    Profiler.together(mapOf("text" to distillation), trainingData, provenance) { _, reason -> throw reason },
)

fun trainingProgress(it: TrainingProgress) = listOf<Any?>(
    TrainingProgress(1, 1, 2, 2), it.epoch, it.epochs, it.epochsDone(), it.fraction(), it.step, it.steps,
)

fun recipe(it: Recipe, task: Task, values: OptionValues) = listOf<Any?>(
    it.defaults(), it.description(), it.name(), it.options(), it.recipes(), it.stages(task, values), it.student(task),
    it.teacher(task), it.teachers(task), it.sources(task, values), it.traits(values),
)

fun recipeOption(it: RecipeOption<Double>) = listOf<Any?>(
    RecipeOption.number("text", 0.5), RecipeOption.oneOf("text", Norm.SQUARED),
    RecipeOption.oneOf("text", "a", listOf("a", "b")), RecipeOption.wholeNumber("text", 1),
    RecipeOption.yesNo("text", true), it.check(0.5), it.default, it.description, it.name, it.parse("0.5"), it.range,
    it.write(0.5),
)

fun recipeTraits(it: Recipe.Traits) = listOf<Any?>(
    Recipe.Traits("text", "text", true, true, "text"), it.knowledge, it.norm, it.selfTaught, it.softTargets,
    it.stages,
)

fun recipeBook(it: RecipeBook) = listOf<Any?>(it.recipes())

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

fun task(it: Task) =
    listOf<Any?>(Task(Shape(3, 32, 32), 1, 0.5), Task.MOST_WIDTH, it.classes, it.input, it.width)

fun firstWeights(it: Distillation) = listOf<Any?>(
    FirstWeights.PYTORCH, FirstWeights.GLOROT, FirstWeights.HE, FirstWeights.STANDARD, FirstWeights.HE.option(),
    it.firstWeights(FirstWeights.HE), it.firstWeights,
)

fun engines() = listOf<Any?>(
    Engines.PYTORCH, Engines.current(), Engines.isPyTorch(), Engines.learnSideBySide(Device.cpu()), Engines.requireTraining(),
    Engines.there(), Engines.use("MXNet"),
)

fun nameMap(it: NameMap) = listOf<Any?>(
    NameMap(mapOf("conv1" to "features.0")), NameMap.read(Path.of("file")), it.layers, it.theirs("conv1", "weight"),
)

fun renormalization(it: Renormalization) = listOf<Any?>(
    Renormalization(listOf(1.0), listOf(0.0)), Renormalization.between(listOf(0.0), listOf(1.0), listOf(0.0), listOf(1.0)),
    it.factors, it.offsets,
)

fun teacherFitted(it: Teacher, student: Student, names: NameMap, renormalization: Renormalization) = listOf<Any?>(
    Teacher.load(student, Path.of("file"), names, Shape(3, 32, 32), Device.cpu()), it.withAlias("conv8", "layer2"),
    it.withNormalization(renormalization), Teacher.onnx("text", Path.of("file"), Device.cpu()),
    Teacher.onnx("text", Path.of("file"), listOf("conv8", "logits"), Device.cpu()),
)

fun networkFileType(it: NetworkFileType) = listOf<Any?>(
    NetworkFileType.ONNX, NetworkFileType.PARAMS, NetworkFileType.SAFETENSORS, NetworkFileType.TORCH_SCRIPT,
    NetworkFileType.of(Path.of("file")), it.require(Path.of("file")),
)

fun teacher(it: Teacher, student: Student, block: Block, model: Model, ndManager: NDManager) = listOf<Any?>(
    Teacher.LOGITS, Teacher.load(student, Path.of("folder"), Shape(3, 32, 32), Device.cpu()),
    Teacher.of("text", block, model), Teacher.of(model), it.withClasses(listOf("cat", "dog"), listOf("dog")),
    Teacher.torchScript("text", Path.of("folder"), listOf("text"), Device.cpu()), it.close(), it.fingerprint(),
    it.name, it.network, it.parameterCount, it.open(ndManager, setOf(TeacherTap("conv8")), true),
    it.partAfter(TeacherTap("conv8")),
)

fun teacherView(it: Teacher.View, ndList: NDList) = listOf<Any?>(it.close(), it.forward(ndList))

fun teacherTap(it: TeacherTap) = listOf<Any?>(TeacherTap("text"), it.path)

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

fun weightCheck(distillation: Distillation, trainingData: TrainingData, gradientShare: GradientShare) = listOf<Any?>(
    WeightCheck.of(distillation, trainingData), WeightCheck.warnings(listOf(gradientShare)),
)

fun distillationInShort(it: Distillation, trainingData: TrainingData) = listOf<Any?>(it.train(trainingData))

fun recipeDistillation(it: Recipe, task: Task, values: OptionValues, teacher: Teacher?) =
    listOf<Any?>(it.distillation(task, values, teacher), it.withTeachers(task, values, mapOf()))

fun trainedStudentAsRows(it: TrainedStudent, student: Student) = listOf<Any?>(
    TrainedStudent.untrained(student, Shape(3, 32, 32), 1, Device.cpu()), it.rows("recipe", 1, "student"),
    it.testAccuracies, it.peers(mapOf("second" to it)), it.peers,
)

fun wholeNumberOption(it: WholeNumberOption) = listOf<Any?>(
    it.atLeast(1), it.atMost(1), it.byDefault(1), it.check(1), it.default, it.describedAs("text"), it.description, it.name,
    it.parse("1"), it.range, it.write(1),
)

fun yesNoOption(it: YesNoOption) = listOf<Any?>(
    it.byDefault(true), it.check(true), it.default, it.describedAs("text"), it.description, it.name, it.parse("yes"),
    it.range, it.write(true),
)
