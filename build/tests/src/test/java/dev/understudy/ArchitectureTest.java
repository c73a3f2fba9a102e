package dev.understudy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testng.annotations.Test;

public class ArchitectureTest {

    private static final String[] CORE = requireNonNull(ModulePath.libraries().get(ModulePath.CORE))
            .descriptor()
            .packages()
            .toArray(String[]::new);
    private static final String[] ABOVE_CORE = {
        "dev.understudy.onnx..",
        "dev.understudy.report..",
        "dev.understudy.network..",
        "dev.understudy.recipes..",
        "dev.understudy.cli..",
        "dev.understudy.bench..",
        "dev.understudy.spark.."
    };
    private static final String DATASET = "dev.understudy.dataset..";

    /** How many source files a package may have, and one that is not API. */
    private static final int LARGEST_PACKAGE = 30;

    private static final int LARGEST_INTERNAL_PACKAGE = 22;

    private static final Set<String> UNIMPORTED = Set.of("package-info", "Main");

    @Test
    public void noPackageIsTooLarge() {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (JavaClass type : OurClasses.ALL) {
            if (!type.getSimpleName().equals("package-info")) {
                packages.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(type.getName().replaceAll("\\$.*", ""));
            }
        }
        packages.forEach((name, types) -> assertTrue(
                types.size() <= (name.contains(".internal.") ? LARGEST_INTERNAL_PACKAGE : LARGEST_PACKAGE),
                name + " has " + types.size() + " files"));
        assertTrue(packages.size() > 40, packages.keySet().toString());
    }

    /** Java's module system refuses a package in two jars. */
    @Test
    public void noPackageIsSplitOverJars() {
        Map<String, Set<String>> places = new TreeMap<>();
        for (JavaClass type : OurClasses.ALL) {
            String file = type.getSource().orElseThrow().getUri().toString();
            String place = file.substring(0, file.length() - (type.getName().length() + ".class".length()));
            places.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                    .add(place);
        }
        places.forEach((name, jars) -> assertEquals(jars.size(), 1, name + " is in " + jars));
        assertEquals(
                places.values().stream().distinct().count(),
                8,
                "core, onnx, report, datasets, recipes, cli, benchmarks, spark: " + places);
    }

    @Test
    public void dataSetsKnowNothingOfTeaching() {
        noClasses()
                .that()
                .resideInAPackage(DATASET)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.understudy..").and(not(resideInAPackage(DATASET))))
                .check(OurClasses.ALL);
    }

    @Test
    public void coreKnowsNobodyAbove() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat(resideInAPackage(DATASET).or(resideInAnyPackage(ABOVE_CORE)))
                .check(OurClasses.ALL);
    }

    @Test
    public void onnxAndReportReadCoreAlone() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.understudy.onnx..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.understudy..")
                        .and(not(resideInAnyPackage(CORE)))
                        .and(not(resideInAPackage("dev.understudy.onnx.."))))
                .check(OurClasses.ALL);
        noClasses()
                .that()
                .resideInAnyPackage("dev.understudy.report..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.understudy..")
                        .and(not(resideInAnyPackage(CORE)))
                        .and(not(resideInAPackage("dev.understudy.report.."))))
                .check(OurClasses.ALL);
    }

    @Test
    public void aLibraryDrawsNothingAndAsksNothing() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.understudy.cli..", "dev.understudy.bench..", "dev.understudy.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "me.tongfei..", "org.apache.logging..")
                .check(OurClasses.ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.understudy.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("j2html..", "org.knowm..")
                .check(OurClasses.ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.understudy.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tribuo..", "ai.onnx..", "com.google.protobuf..")
                .check(OurClasses.ALL);
    }

    @Test
    public void nothingDependsOnAnEngine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.mxnet..", "ai.djl.onnxruntime..", "ai.djl.tensorflow..")
                .check(OurClasses.ALL);
    }

    /** What is internal to data sets and reports is used by nobody else, our own modules included. */
    @Test
    public void internalPackagesAreUsedByTheirOwnLibraryAlone() {
        classes()
                .that()
                .resideInAPackage("dev.understudy.dataset.internal..")
                .should()
                .onlyHaveDependentClassesThat(resideInAPackage(DATASET))
                .check(OurClasses.ALL);
        classes()
                .that()
                .resideInAPackage("dev.understudy.report.internal..")
                .should()
                .onlyHaveDependentClassesThat(resideInAPackage("dev.understudy.report.."))
                .check(OurClasses.ALL);
    }

    @Test
    public void resultsKnowNothingOfTraining() {
        noClasses()
                .that()
                .resideInAPackage("dev.understudy.result..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.understudy..")
                        .and(not(simpleName("UnderstudyException")))
                        .and(not(resideInAnyPackage(
                                "dev.understudy.result..",
                                "dev.understudy.internal.file",
                                "dev.understudy.internal.timing",
                                "dev.understudy.internal.format",
                                "dev.understudy.internal.text"))))
                .check(OurClasses.ALL);
    }

    @Test
    public void nobodyUsesTheCommandLine() {
        classes()
                .that()
                .resideInAPackage("dev.understudy.cli..")
                .should()
                .onlyHaveDependentClassesThat(
                        resideInAnyPackage("dev.understudy.cli..", "dev.understudy.bench..", "dev.understudy.spark.."))
                .check(OurClasses.ALL);
    }

    @Test
    public void nobodyUsesTheBenchmarks() {
        classes()
                .that()
                .resideInAPackage("dev.understudy.bench..")
                .should()
                .onlyHaveDependentClassesThat(resideInAPackage("dev.understudy.bench.."))
                .check(OurClasses.ALL);
    }

    /** Who trains on one machine has no jar of a cluster's. */
    @Test
    public void nobodyUsesSpark() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.understudy.spark..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.understudy.spark..", "org.apache.spark..", "scala..")
                .check(OurClasses.ALL);
    }

    @Test
    public void networksKnowNoRecipes() {
        noClasses()
                .that()
                .resideInAPackage("dev.understudy.network..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.understudy.recipes..", "dev.understudy.cli..")
                .check(OurClasses.ALL);
    }

    /** Whoever imports two packages of ours finds one class by each name; programs that are started are called Main. */
    @Test
    public void noNameStandsForTwoClasses() {
        Map<String, Set<String>> places = new TreeMap<>();
        for (JavaClass type : OurClasses.ALL) {
            if (type.isTopLevelClass() && !UNIMPORTED.contains(type.getSimpleName())) {
                places.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getPackageName());
            }
        }
        places.forEach((name, packages) -> assertEquals(packages.size(), 1, name + " is in " + packages));
    }

    /** One class to catch; the data sets stand without core. */
    @Test
    public void errorsHaveOneBaseClass() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .arePublic()
                .and()
                .resideInAnyPackage(
                        "dev.understudy", "dev.understudy.result..", "dev.understudy.onnx..", "dev.understudy.report..")
                .should()
                .beAssignableTo(UnderstudyException.class)
                .check(OurClasses.ALL);
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
                .and()
                .doNotHaveSimpleName("UnderstudyException")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(OurClasses.ALL);
    }
}
