package dev.understudy;

import java.io.File;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The libraries as Java's module system sees them, and the path that a program of modules runs on. */
public final class ModulePath {

    static final String CORE = "dev.understudy.core";

    static final Map<String, String> LIBRARIES = Map.of(
            CORE,
            "framework/core",
            "dev.understudy.onnx",
            "framework/onnx",
            "dev.understudy.report",
            "framework/report",
            "dev.understudy.datasets",
            "datasets",
            "dev.understudy.recipes",
            "recipes");

    /** What these need besides, all that their jars need among it. */
    private static final Set<String> OTHERS = Set.of(
            "ai.djl.api",
            "ai.djl.onnxruntime_engine",
            "ai.djl.pytorch_engine",
            "ai.djl.pytorch_jni",
            "com.fasterxml.jackson.annotation",
            "com.fasterxml.jackson.core",
            "com.fasterxml.jackson.databind",
            "com.fasterxml.jackson.datatype.jsr310",
            "com.google.gson",
            "com.google.protobuf",
            "com.j2html",
            "com.microsoft.onnxruntime",
            "com.sun.jna",
            "dev.failsafe.core",
            "echarts",
            "kotlin.stdlib",
            "org.apache.commons.codec",
            "org.apache.commons.compress",
            "org.apache.commons.io",
            "org.apache.commons.lang3",
            "org.apache.commons.numbers.combinatorics",
            "org.apache.commons.numbers.core",
            "org.apache.commons.numbers.fraction",
            "org.apache.commons.numbers.gamma",
            "org.apache.commons.numbers.rootfinder",
            "org.apache.commons.rng.api",
            "org.apache.commons.rng.sampling",
            "org.apache.commons.statistics.distribution",
            "org.jspecify",
            "org.knowm.xchart",
            "org.objectweb.asm",
            "org.slf4j",
            "org.tribuo.util.onnx",
            "webp.imageio");

    /** A jar whose module's name is none ({@code ...-x86_64}): no module path takes it. */
    private static final String NATIVES = "pytorch-native-";

    private ModulePath() {}

    /** Each library's module. */
    public static Map<String, ModuleReference> libraries() {
        Map<String, ModuleReference> modules = new LinkedHashMap<>();
        for (Path entry : classPath()) {
            module(entry)
                    .filter(found -> LIBRARIES.containsKey(found.descriptor().name()))
                    .filter(found -> !found.descriptor().isAutomatic())
                    .forEach(found -> modules.put(found.descriptor().name(), found));
        }
        return modules;
    }

    /** What stands for {@code --module-path}. */
    static String modules() {
        return classPath().stream()
                .filter(entry -> module(entry)
                        .map(ModuleReference::descriptor)
                        .anyMatch(found -> OTHERS.contains(found.name())
                                || (LIBRARIES.containsKey(found.name()) && !found.isAutomatic())))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What stands for {@code --class-path} beside it. */
    static String natives() {
        return classPath().stream()
                .map(Path::toString)
                .filter(entry -> entry.contains(NATIVES))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The services of a library that {@code META-INF/services} names, for the class path. */
    static Map<String, Set<String>> services(ModuleReference library) throws IOException {
        String folder = "META-INF/services/";
        Map<String, Set<String>> services = new LinkedHashMap<>();
        try (var reader = library.open()) {
            for (String name :
                    reader.list().filter(name -> name.matches(folder + ".+")).toList()) {
                String text = new String(reader.open(name).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
                services.put(name.substring(folder.length()), text.lines().collect(Collectors.toSet()));
            }
        }
        return services;
    }

    /** What a library exports to everybody. */
    public static Set<String> exported(ModuleDescriptor library) {
        return library.exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> internal(ModuleDescriptor library) {
        return library.packages().stream()
                .filter(name -> (name + ".").contains(".internal."))
                .collect(Collectors.toSet());
    }

    private static Stream<ModuleReference> module(Path entry) {
        try {
            return ModuleFinder.of(entry).findAll().stream();
        } catch (FindException e) {
            return Stream.empty();
        }
    }

    private static List<Path> classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<Path> entries = new ArrayList<>();
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (Files.exists(Path.of(entry))) {
                entries.add(Path.of(entry));
            }
        }
        return entries;
    }
}
