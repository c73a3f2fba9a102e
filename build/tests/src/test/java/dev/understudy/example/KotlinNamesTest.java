package dev.understudy.example;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.understudy.ModulePath;
import dev.understudy.OurClasses;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.Test;

/** Every public name of the public packages can be written in Kotlin, and is: in {@code src/test/kotlin/.../names}. */
public class KotlinNamesTest {

    private static final Set<String> PACKAGES = ModulePath.libraries().values().stream()
            .flatMap(library -> ModulePath.exported(library.descriptor()).stream())
            .collect(Collectors.toSet());

    /** Kotlin's hard keywords, and the functions that it has on everything. */
    private static final Set<String> KOTLINS = Set.of(
            "as",
            "fun",
            "in",
            "is",
            "object",
            "typealias",
            "typeof",
            "val",
            "var",
            "when",
            "run",
            "apply",
            "also",
            "let",
            "to");

    /** What every record or enum has. */
    private static final Set<String> GENERATED = Set.of("equals", "hashCode", "toString", "values", "valueOf");

    private static final List<JavaClass> API = OurClasses.ALL.stream()
            .filter(type -> PACKAGES.contains(type.getPackageName()) && isPublic(type))
            .toList();

    @Test
    public void everyPublicMethodIsCalledInKotlin() {
        JavaClasses kotlin = new ClassFileImporter().importPackages("dev.understudy.names");
        Set<String> called = kotlin.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .map(access -> access.getTarget().getFullName())
                .collect(Collectors.toSet());
        assertTrue(called.size() > 500, "calls found: " + called.size());
        assertTrue(API.size() > 200, "public classes found: " + API.size());
        Set<String> missing = named(JavaClass::getCodeUnits, unit -> !called.contains(unit.getFullName()));
        assertEquals(missing, Set.of(), "to be added to src/test/kotlin/dev/understudy/names: " + missing);
    }

    @Test
    public void everyPublicConstantIsReadInKotlin() throws IOException {
        String sources = "";
        try (Stream<Path> files = Files.list(Path.of("src/test/kotlin/dev/understudy/names"))) {
            for (Path file : files.toList()) {
                sources += Files.readString(file);
            }
        }
        String text = sources;
        Set<String> missing = named(JavaClass::getFields, field -> !text.contains(words(field)));
        assertEquals(missing, Set.of(), "to be added to src/test/kotlin/dev/understudy/names: " + missing);
    }

    @Test
    public void noPublicNameHasAnotherMeaningInKotlin() {
        assertEquals(named(JavaClass::getMembers, member -> KOTLINS.contains(member.getName())), Set.of());
        assertEquals(named(JavaClass::getCodeUnits, KotlinNamesTest::hasParameterThatKotlinCannotName), Set.of());
    }

    private static boolean hasParameterThatKotlinCannotName(JavaCodeUnit unit) {
        Executable executable = (Executable) unit.reflect();
        return Stream.of(executable.getParameters()).map(Parameter::getName).anyMatch(KOTLINS::contains);
    }

    /** The public members that a condition holds for, sorted. */
    private static <T extends JavaMember> Set<String> named(
            Function<JavaClass, Set<T>> members, Predicate<T> condition) {
        return API.stream()
                .flatMap(type -> members.apply(type).stream())
                .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(member -> !GENERATED.contains(member.getName()))
                .filter(condition)
                .map(JavaMember::getFullName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A constant as it is written: {@code PaperOptions.Scheme.TWO}. */
    private static String words(JavaField field) {
        JavaClass owner = field.getOwner();
        return owner.getName().substring(owner.getPackageName().length() + 1).replace('$', '.') + "." + field.getName();
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(KotlinNamesTest::isPublic).orElse(true);
    }
}
