package dev.understudy;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.understudy.internal.file.Json;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.testng.annotations.Test;

/** What each library's {@code module-info.java} says is what the library is. */
public class ModulesTest {

    private static final Map<String, ModuleReference> LIBRARIES = ModulePath.libraries();
    private static final String CORE = ModulePath.CORE;
    private static final String JACKSON = "com.fasterxml.jackson.databind";

    /** Packages and names of modules alike. */
    private static final Set<String> PROGRAMS =
            Set.of("dev.understudy.cli", "dev.understudy.bench", "dev.understudy.spark");

    @Test
    public void eachLibraryIsAModuleOfTheNameThatItsJarHas() throws IOException {
        assertEquals(LIBRARIES.keySet(), ModulePath.LIBRARIES.keySet());
        for (Map.Entry<String, String> library : ModulePath.LIBRARIES.entrySet()) {
            String pom = Files.readString(Path.of("../..", library.getValue(), "pom.xml"));
            assertTrue(pom.contains("<module.name>" + library.getKey() + "</module.name>"), library.toString());
        }
    }

    @Test
    public void whatIsNotInternalIsExportedAndNothingElse() {
        LIBRARIES.forEach((name, library) -> {
            Set<String> wanted = new TreeSet<>(library.descriptor().packages());
            wanted.removeAll(ModulePath.internal(library.descriptor()));
            assertEquals(ModulePath.exported(library.descriptor()), wanted, name);
        });
    }

    /** The list that docs/architecture.md begins with: what libraries export, and core's internal packages. */
    @Test
    public void theDocumentListsThePackages() throws IOException {
        String list = Files.readString(Path.of("../../docs/architecture.md")).split("```", -1)[1];
        Set<String> wanted = new TreeSet<>();
        LIBRARIES.values().forEach(library -> wanted.addAll(ModulePath.exported(library.descriptor())));
        for (String name :
                ModulePath.internal(requireNonNull(LIBRARIES.get(CORE)).descriptor())) {
            wanted.add(name.substring(name.lastIndexOf('.') + 1));
        }
        assertTrue(wanted.containsAll(Set.of("dev.understudy.batch", "context")), wanted.toString());
        wanted.removeIf(name -> list.contains("  " + name + "  "));
        assertEquals(wanted, Set.of(), "missing in docs/architecture.md: " + wanted);
    }

    /** What is ours is no user's code: its digest would make every student old with each of our builds. */
    @Test
    public void everyPackageOfOursIsKnownAsOurs() throws IOException {
        String digest = Files.readString(
                Path.of("../../framework/core/src/main/java/dev/understudy/internal/identity/CodeDigest.java"));
        Set<String> unknown = OurClasses.ALL.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !digest.contains("\"" + name + "\""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(unknown, Set.of());
    }

    @Test
    public void internalPackagesAreExportedToThoseOfOursThatUseThem() {
        Map<String, String> homes = homes();
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass type : OurClasses.ALL) {
            String from = home(homes, type.getPackageName());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                String to = homes.getOrDefault(target, from);
                if (!to.equals(from) && (target + ".").contains(".internal.")) {
                    used.computeIfAbsent(target, key -> new TreeSet<>()).add(from);
                }
            }
        }
        Map<String, Set<String>> exported = new TreeMap<>();
        for (ModuleReference library : LIBRARIES.values()) {
            library.descriptor().exports().stream()
                    .filter(ModuleDescriptor.Exports::isQualified)
                    .forEach(export -> exported.put(export.source(), new TreeSet<>(export.targets())));
        }
        assertEquals(exported, used);
    }

    @Test
    public void nothingIsOpenToAll() {
        LIBRARIES.forEach((name, library) -> {
            assertTrue(!library.descriptor().isOpen(), name);
            assertTrue(library.descriptor().opens().stream().allMatch(ModuleDescriptor.Opens::isQualified), name);
        });
    }

    /** Jackson calls the constructors of records, also of those within them. */
    @Test
    public void recordsThatAreJsonAreOpenToJackson() {
        Map<String, String> homes = homes();
        Set<String> wanted = new TreeSet<>();
        for (JavaClass type : OurClasses.ALL) {
            boolean reads = type.getMethodCallsFromSelf().stream()
                    .map(JavaMethodCall::getTarget)
                    .anyMatch(call -> call.getOwner().isEquivalentTo(Json.class)
                            && call.getName().equals("read"));
            if (reads && !type.isEquivalentTo(Json.class) && CORE.equals(homes.get(type.getPackageName()))) {
                wanted.add(type.getPackageName());
            }
        }
        assertTrue(wanted.contains("dev.understudy.result"), wanted.toString());
        Set<String> open = opened(CORE, JACKSON);
        assertTrue(open.containsAll(wanted), wanted + " in " + open);
    }

    /** A student's identity holds the settings of objectives and blocks, which core reads from their fields. */
    @Test
    public void coreMayReadTheSettingsOfWhatALibraryAbovePublishes() {
        for (String name : List.of("dev.understudy.datasets", "dev.understudy.recipes")) {
            ModuleDescriptor library = requireNonNull(LIBRARIES.get(name)).descriptor();
            Set<String> wanted = new TreeSet<>(library.packages());
            wanted.removeAll(ModulePath.internal(library));
            assertEquals(opened(name, CORE), wanted, name);
        }
    }

    @Test
    public void servicesAreTheSameOnTheClassPath() throws IOException {
        for (Map.Entry<String, ModuleReference> library : LIBRARIES.entrySet()) {
            Map<String, Set<String>> provided = library.getValue().descriptor().provides().stream()
                    .collect(Collectors.toMap(
                            ModuleDescriptor.Provides::service, each -> new TreeSet<>(each.providers())));
            assertEquals(provided, ModulePath.services(library.getValue()), library.getKey());
        }
    }

    @Test
    public void whoLoadsAServiceSaysSo() {
        Map<String, String> homes = homes();
        Set<String> loading = new TreeSet<>();
        for (JavaClass type : OurClasses.ALL) {
            boolean loads = type.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getTargetOwner().isEquivalentTo(ServiceLoader.class)
                            && call.getName().equals("load"));
            if (loads && homes.containsKey(type.getPackageName())) {
                loading.add(home(homes, type.getPackageName()));
            }
        }
        Set<String> saying = new TreeSet<>();
        LIBRARIES.forEach((name, library) -> {
            if (!library.descriptor().uses().isEmpty()) {
                saying.add(name);
            }
        });
        assertEquals(saying, loading);
    }

    private static Set<String> opened(String library, String to) {
        return requireNonNull(LIBRARIES.get(library)).descriptor().opens().stream()
                .filter(open -> open.targets().contains(to))
                .map(ModuleDescriptor.Opens::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Packages of the libraries, by name, with their modules. */
    private static Map<String, String> homes() {
        Map<String, String> homes = new TreeMap<>();
        LIBRARIES.forEach((name, library) -> library.descriptor().packages().forEach(each -> homes.put(each, name)));
        return homes;
    }

    private static String home(Map<String, String> homes, String name) {
        if (homes.containsKey(name)) {
            return homes.get(name);
        }
        return PROGRAMS.stream()
                .filter(program -> (name + ".").startsWith(program + "."))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is in no module"));
    }
}
