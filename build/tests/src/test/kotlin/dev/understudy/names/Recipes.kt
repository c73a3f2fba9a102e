package dev.understudy.names

import ai.djl.ndarray.NDManager
import dev.understudy.StudentTap
import dev.understudy.TeacherTap
import dev.understudy.dataset.Augmentation
import dev.understudy.dataset.Images
import dev.understudy.dataset.Normalization
import dev.understudy.dataset.Splits
import dev.understudy.objective.Norm
import dev.understudy.recipe.OptionValues
import dev.understudy.recipes.ImageData
import dev.understudy.recipes.KnowledgeKind
import dev.understudy.recipes.LogitRecipes
import dev.understudy.recipes.PaperOptions
import dev.understudy.recipes.PaperRecipes
import dev.understudy.recipes.PublishedRecipes
import dev.understudy.recipes.PaperStages
import dev.understudy.recipes.PaperTables
import dev.understudy.recipes.Recipes
import dev.understudy.recipes.SampleSelection
import dev.understudy.recipes.SourceRecipes
import dev.understudy.recipes.TeacherFreeRecipes
import dev.understudy.recipes.ViewRecipes

/*
 * Every public name of dev.understudy.recipe, as one writes it in Kotlin: compiled, never run.
 */

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
    it.trainingData(1, 2, 1), it.flip(true), it.shown(1, 0), it.splits, it.summary(),
    it.task(0.5), it.test(), it.upright, it.upright(true), it.validation(),
)

fun recipes() = listOf<Any?>(Recipes.all(), Recipes.named("channel"))

fun sampleSelection(it: SampleSelection, images: Images, normalization: Normalization, splits: Splits, ndManager: NDManager) =
    listOf<Any?>(
        SampleSelection(images, normalization), SampleSelection.FEW, SampleSelection.of(splits), SampleSelection.of(splits, 1),
        it.classNames(), it.data(ndManager), it.normalization, it.images, it.pngs(),
    )

fun viewRecipes() = listOf<Any?>(ViewRecipes(), ViewRecipes().recipes())

fun logitRecipes(it: LogitRecipes) = listOf<Any?>(LogitRecipes(), it.recipes())

fun teacherFreeRecipes(it: TeacherFreeRecipes) = listOf<Any?>(TeacherFreeRecipes(), it.recipes())
