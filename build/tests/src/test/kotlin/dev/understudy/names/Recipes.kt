package dev.understudy.names

import ai.djl.ndarray.NDManager
import ai.djl.ndarray.types.Shape
import dev.understudy.StudentTap
import dev.understudy.Teacher
import dev.understudy.TeacherTap
import dev.understudy.dataset.Augmentation
import dev.understudy.dataset.Images
import dev.understudy.dataset.Normalization
import dev.understudy.dataset.Splits
import dev.understudy.objective.Norm
import dev.understudy.recipe.ChoiceOption
import dev.understudy.recipe.CommonOptions
import dev.understudy.recipe.NetworkPair
import dev.understudy.recipe.NumberOption
import dev.understudy.recipe.OptionValues
import dev.understudy.recipe.Recipe
import dev.understudy.recipe.RecipeBook
import dev.understudy.recipe.RecipeOption
import dev.understudy.recipe.Task
import dev.understudy.recipe.WholeNumberOption
import dev.understudy.recipe.YesNoOption
import dev.understudy.recipes.FeatureRecipes
import dev.understudy.recipes.ImageData
import dev.understudy.recipes.KnowledgeKind
import dev.understudy.recipes.LogitRecipes
import dev.understudy.recipes.PaperOptions
import dev.understudy.recipes.PaperRecipes
import dev.understudy.recipes.PaperStages
import dev.understudy.recipes.PaperTables
import dev.understudy.recipes.PublishedRecipes
import dev.understudy.recipes.Recipes
import dev.understudy.recipes.RelationRecipes
import dev.understudy.recipes.SampleSelection
import dev.understudy.recipes.SgdOptions
import dev.understudy.recipes.SourceRecipes
import dev.understudy.recipes.TeacherFreeRecipes
import dev.understudy.recipes.ViewRecipes
import dev.understudy.setting.PublishedSetting

/*
 * Every public name of dev.understudy.recipe and dev.understudy.recipes, as one writes it in Kotlin: compiled, never run.
 */

fun choiceOption(it: ChoiceOption<String>) = listOf<Any?>(
    it.byDefault("text"), it.check("text"), it.default, it.describedAs("text"), it.description, it.name, it.parse("text"),
    it.range, it.words, it.write("text"),
)

fun commonOptions() =
    listOf<Any?>(CommonOptions.EPOCHS, CommonOptions.LEARNING_RATE, CommonOptions.MOST_EPOCHS)

fun numberOption(it: NumberOption) = listOf<Any?>(
    it.above(0.5), it.atLeast(0.5), it.atMost(0.5), it.below(0.5), it.byDefault(0.5), it.check(0.5), it.default,
    it.describedAs("text"), it.description, it.name, it.parse("0.5"), it.range, it.write(0.5),
)

fun optionValues(it: OptionValues, option: NumberOption, recipe: Recipe) = listOf<Any?>(
    OptionValues.of(recipe), it[option], it.epochs, it.epochs(1), it.learningRate, it.learningRate(0.5),
    it.options, it.recipe, it.texts, it.with("text", "text"), it.with(option, 0.5),
)

fun recipe(it: Recipe, task: Task, values: OptionValues) = listOf<Any?>(
    it.defaults(), it.description(), it.name(), it.options(), it.recipes(), it.stages(task, values), it.student(task),
    it.teacher(task), it.teachers(task), it.sources(task, values), it.traits(values),
    it.takesNetworks(),
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

fun task(it: Task, pair: NetworkPair) = listOf<Any?>(
    Task(Shape(3, 32, 32), 1, 0.5), Task(Shape(3, 32, 32), 1, 0.5, pair), Task.MOST_WIDTH, it.classes, it.input,
    it.width, it.networks, it.withNetworks(pair),
)

fun networkPair(it: NetworkPair) =
    listOf<Any?>(NetworkPair("resnet20", "resnet8"), NetworkPair.of("resnet20:resnet8"), it.teacher, it.student)

fun recipeDistillation(it: Recipe, task: Task, values: OptionValues, teacher: Teacher?) =
    listOf<Any?>(it.distillation(task, values, teacher), it.withTeachers(task, values, mapOf()))

fun wholeNumberOption(it: WholeNumberOption) = listOf<Any?>(
    it.atLeast(1), it.atMost(1), it.byDefault(1), it.check(1), it.default, it.describedAs("text"), it.description, it.name,
    it.parse("1"), it.range, it.write(1),
)

fun yesNoOption(it: YesNoOption) = listOf<Any?>(
    it.byDefault(true), it.check(true), it.default, it.describedAs("text"), it.description, it.name, it.parse("yes"),
    it.range, it.write(true),
)

fun knowledgeKind(it: KnowledgeKind) = listOf<Any?>(
    KnowledgeKind.CHANNEL, KnowledgeKind.SPATIAL, KnowledgeKind.BOTH, KnowledgeKind.ACTIVATION, KnowledgeKind.ATTENTION,
    it.between(StudentTap("conv4"), TeacherTap("conv8"), Norm.SQUARED), it.option(), it.words(),
)

fun sourceRecipes(it: SourceRecipes) = listOf<Any?>(SourceRecipes(), it.recipes())

fun publishedRecipes(it: PublishedRecipes) = listOf<Any?>(PublishedRecipes(), it.recipes())

fun paperRecipes(it: PaperRecipes) = listOf<Any?>(PaperRecipes(), it.recipes())

fun paperOptions() = listOf<Any?>(
    PaperOptions.ALPHA, PaperOptions.BETA, PaperOptions.CLASS_LOSS, PaperOptions.FIRST_STAGE, PaperOptions.NORM,
    PaperOptions.SCALE, PaperOptions.SOFT_TARGETS, PaperOptions.STAGES, PaperOptions.TAUGHT, PaperOptions.TEMPERATURE,
)

fun sgdOptions() = listOf<Any?>(
    SgdOptions.SCHEDULE, SgdOptions.NESTEROV, SgdOptions.Fall.COSINE, SgdOptions.Fall.STEPS,
)

fun publishedSetting(it: PublishedSetting, recipe: Recipe, pair: NetworkPair) = listOf<Any?>(
    PublishedSetting.REPDISTILLER, PublishedSetting.MDISTILLER, PublishedSetting.REVIEWKD, PublishedSetting.MLKD,
    PublishedSetting.BATCH, PublishedSetting.named("repdistiller"), PublishedSetting.all(), it.epochs, it.option(),
    it.learningRate("resnet8x4"), it.options(recipe, pair, 24), it.values(recipe, pair, 24),
)

fun paperOptionsScale() = listOf<Any?>(PaperOptions.Scale.CLASS, PaperOptions.Scale.KNOWLEDGE)

fun paperOptionsScheme() = listOf<Any?>(PaperOptions.Scheme.SINGLE, PaperOptions.Scheme.TWO)

fun paperStages(values: OptionValues) = listOf<Any?>(
    PaperStages.labels(values), PaperStages.softTargets(values),
    PaperStages.taught("text", { it.student.logits.mean() }, StudentTap("conv4"), values),
)

fun paperTables() = listOf<Any?>(
    PaperTables.NORMS, PaperTables.four("text", listOf(Norm.SQUARED)),
    PaperTables.three("text", listOf(Norm.SQUARED)),
)

fun paperTablesCell(it: PaperTables.Cell) = listOf<Any?>(
    PaperTables.Cell("text", "text", "text", 0.5), it.column, it.paper, it.row, it.word,
)

fun imageData(it: ImageData, splits: Splits) = listOf<Any?>(
    ImageData.STRONG, ImageData(splits), ImageData(splits, Augmentation.NONE, false), it.augmentation, it.trainingData(1, 2),
    it.trainingData(1, 2, 1), it.flip(true), it.augmentation(Augmentation.NONE), it.shown(1, 0), it.splits, it.summary(),
    it.task(0.5), it.test(), it.upright, it.upright(true), it.validation(),
)

fun recipes() = listOf<Any?>(Recipes.all(), Recipes.named("channel"))

fun sampleSelection(it: SampleSelection, images: Images, normalization: Normalization, splits: Splits, ndManager: NDManager) =
    listOf<Any?>(
        SampleSelection(images, normalization), SampleSelection.FEW, SampleSelection.of(splits), SampleSelection.of(splits, 1),
        it.classNames(), it.data(ndManager), it.normalization, it.images, it.pngs(),
    )

fun viewRecipes() = listOf<Any?>(ViewRecipes(), ViewRecipes().recipes())

fun featureRecipes(it: FeatureRecipes) = listOf<Any?>(FeatureRecipes(), it.recipes())

fun logitRecipes(it: LogitRecipes) = listOf<Any?>(LogitRecipes(), it.recipes())

fun relationRecipes(it: RelationRecipes) = listOf<Any?>(RelationRecipes(), it.recipes())

fun teacherFreeRecipes(it: TeacherFreeRecipes) = listOf<Any?>(TeacherFreeRecipes(), it.recipes())
