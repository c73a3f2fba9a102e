package dev.understudy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testng.annotations.Test;

public class ArchitectureTest {

    private static final String[] FRAMEWORK = {
        "dev.understudy",
        "dev.understudy.objective..",
        "dev.understudy.block..",
        "dev.understudy.internal..",
        "dev.understudy.onnx..",
        "dev.understudy.report.."
    };
    private static final String[] RECIPES = {
        "dev.understudy.network..", "dev.understudy.recipe..", "dev.understudy.bench..", "dev.understudy.cli.."
    };
    private static final String DATASET = "dev.understudy.dataset..";

    /** Where a device is waited for: to look, to keep, to begin; of a step, what it does every 50 of them on a GPU. */
    private static final Set<String> READERS = Set.of(
            "Exam",
            "Fingerprints",
            "Finite",
            "LabelRange",
            "NormNumbers",
            "OnnxSession",
            "OnnxTeacher",
            "OutputPass",
            "OutputWriter",
            "Pupil",
            "Randomness",
            "Safetensors",
            "ScriptTeacher",
            "StageGradients",
            "StageTraining",
            "StepGradients",
            "StepTimes",
            "Workers");

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.understudy");

    @Test
    public void allRoomsOfTheHouseAreThereAndNoOther() {
        Set<String> packages = new TreeSet<>();
        PRODUCTION.stream().map(JavaClass::getPackage).map(JavaPackage::getName).forEach(packages::add);
        assertEquals(
                packages,
                new TreeSet<>(Set.of(
                        "dev.understudy",
                        "dev.understudy.objective",
                        "dev.understudy.block",
                        "dev.understudy.internal",
                        "dev.understudy.onnx",
                        "dev.understudy.report",
                        "dev.understudy.dataset",
                        "dev.understudy.network",
                        "dev.understudy.recipe",
                        "dev.understudy.bench",
                        "dev.understudy.cli")));
    }

    /** Java's module system refuses a package in two jars. */
    @Test
    public void noPackageIsSplitOverJars() {
        Map<String, Set<String>> places = new TreeMap<>();
        for (JavaClass type : PRODUCTION) {
            String file = type.getSource().orElseThrow().getUri().toString();
            String place = file.substring(0, file.length() - (type.getName().length() + ".class".length()));
            places.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                    .add(place);
        }
        places.forEach((name, jars) -> assertEquals(jars.size(), 1, name + " is in " + jars));
        assertEquals(places.values().stream().distinct().count(), 3, "framework, datasets and recipes: " + places);
    }

    @Test
    public void dataSetsKnowNothingOfTeaching() {
        noClasses()
                .that()
                .resideInAPackage(DATASET)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.understudy..").and(DescribedPredicate.not(resideInAPackage(DATASET))))
                .check(PRODUCTION);
    }

    @Test
    public void theFrameworkKnowsNeitherDataSetsNorRecipes() {
        noClasses()
                .that()
                .resideInAnyPackage(FRAMEWORK)
                .should()
                .dependOnClassesThat(resideInAPackage(DATASET).or(resideInAnyPackage(RECIPES)))
                .check(PRODUCTION);
    }

    @Test
    public void nothingDependsOnAnEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.mxnet..", "ai.djl.onnxruntime..", "ai.djl.tensorflow..")
                .check(PRODUCTION);
    }

    @Test
    public void theGlueToDjlIsUsedInTheFrameworkAlone() {
        classes()
                .that()
                .resideInAPackage("dev.understudy.internal..")
                .should()
                .onlyHaveDependentClassesThat(resideInAnyPackage(FRAMEWORK))
                .check(PRODUCTION);
    }

    @Test
    public void reportsKnowNothingOfTraining() {
        noClasses()
                .that()
                .resideInAPackage("dev.understudy.report..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.understudy..")
                        .and(DescribedPredicate.not(resideInAPackage("dev.understudy.report.."))))
                .check(PRODUCTION);
    }

    @Test
    public void nobodyUsesTheCommandLine() {
        classes()
                .that()
                .resideInAPackage("dev.understudy.cli..")
                .should()
                .onlyHaveDependentClassesThat(resideInAPackage("dev.understudy.cli.."))
                .check(PRODUCTION);
    }

    @Test
    public void benchmarksAreForTheCommandLineAlone() {
        classes()
                .that()
                .resideInAPackage("dev.understudy.bench..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage("dev.understudy.bench..", "dev.understudy.cli..")
                .check(PRODUCTION);
    }

    @Test
    public void networksKnowNoRecipes() {
        noClasses()
                .that()
                .resideInAPackage("dev.understudy.network..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.understudy.recipe..", "dev.understudy.cli..")
                .check(PRODUCTION);
    }

    @Test
    public void everyClassIsFinalOrAnInterface() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(PRODUCTION);
    }

    /** Each number that is read from a GPU makes the program wait for all that the GPU has yet to do. */
    @Test
    public void aStepReadsNothingFromItsDevice() {
        Set<String> readers = new TreeSet<>();
        for (JavaClass type : PRODUCTION) {
            boolean reads = type.getMethodCallsFromSelf().stream()
                    .filter(call -> call.getTargetOwner().isAssignableTo(NDArray.class))
                    .anyMatch(call -> call.getName()
                            .matches("get(Float|Double|Int|Long|Byte|Uint8|Boolean|String)"
                                    + "|to(Float|Double|Int|Long|Byte|Uint8|Boolean|String)?Array|toByteBuffer"));
            if (reads && type.getPackageName().matches("dev[.]understudy[.](internal|objective|block)")) {
                readers.add(type.getSimpleName());
            }
        }
        assertEquals(readers, new TreeSet<>(READERS));
    }
}
