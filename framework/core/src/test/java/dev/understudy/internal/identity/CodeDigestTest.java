package dev.understudy.internal.identity;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.Compiled;
import dev.understudy.Objective;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class CodeDigestTest {

    private static final String ANONYMOUS = "org.own.Root$1";

    private static final Map<String, String> PROJECT =
            Map.of("org.own.Root", """
            package org.own;
            /** First. */
            public final class Root {
                static final double SCALE = 0.5;
                record Pair(int left, int right) {}
                enum Mode { SOFT, HARD { @Override double factor() { return 2; } }; double factor() { return 1; } }
                public double value(double input) {
                    double sum = input * SCALE;
                    return sum + Helper.more(input) + new Pair(1, 2).left() + Mode.HARD.factor();
                }
                public java.util.function.DoubleUnaryOperator lambda() { return x -> x + 1; }
                public Object anonymous() {
                    return new java.util.function.DoubleUnaryOperator() {
                        @Override public double applyAsDouble(double x) { return x * Helper.STEP; }
                    };
                }
                static final class Nested { double twice(double x) { return new Deeper().same(x) * 2; }
                    static final class Deeper { double same(double x) { return x; } } }
                double nested() { return new Nested().twice(1) + new Data(3).size(); }
            }
            """, "org.own.Helper", """
            package org.own;
            final class Helper {
                static final int STEP = 3;
                static double more(double input) { return input - 1; }
            }
            """, "org.own.Data", """
            package org.own;
            record Data(int size) {
                Data { if (size < 0) { throw new IllegalArgumentException("size"); } }
            }
            """, "org.own.Unused", """
            package org.own;
            final class Unused {
                int nothing() { return 0; }
            }
            """);

    @DataProvider
    public Object[][] edits() {
        return new Object[][] {
            {"a comment", "org.own.Root", "/** First. */", "/** Second,\n * on two lines. */", Set.of()},
            {"a variable's name", "org.own.Root", "sum", "total", Set.of()},
            {"a class that is not used", "org.own.Unused", "return 0", "return 1", Set.of()},
            {"a body", "org.own.Root", "input * SCALE", "input / SCALE", Set.of("org.own.Root")},
            {"a constant", "org.own.Root", "SCALE = 0.5", "SCALE = 0.25", Set.of("org.own.Root")},
            {"a helper's body", "org.own.Helper", "input - 1", "input - 2", Set.of("org.own.Helper")},
            {
                "a record's component",
                "org.own.Root",
                "int right",
                "long right",
                Set.of("org.own.Root", "org.own.Root$Pair")
            },
            {"an enum's constant", "org.own.Root", "return 2;", "return 3;", Set.of("org.own.Root$Mode$1")},
            {
                "a constant that others copy",
                "org.own.Helper",
                "STEP = 3",
                "STEP = 4",
                Set.of("org.own.Helper", ANONYMOUS)
            },
            {"an anonymous class", "org.own.Root", "x * Helper", "x / Helper", Set.of(ANONYMOUS)},
            {"a class in a class", "org.own.Root", "return x; }", "return -x; }", Set.of("org.own.Root$Nested$Deeper")},
            {"a record's check", "org.own.Data", "size < 0", "size < 1", Set.of("org.own.Data")},
            {"a lambda's body", "org.own.Root", "x + 1", "x + 2", Set.of("org.own.Root")},
        };
    }

    @Test(dataProvider = "edits")
    public void whatIsDoneIsDigestedAndNotWhereItStands(
            String what, String type, String from, String to, Set<String> changed) throws IOException {
        Map<String, String> edited = new LinkedHashMap<>(PROJECT);
        String text = Objects.requireNonNull(edited.get(type));
        edited.put(type, text.replace(from, to));
        assertNotEquals(edited.get(type), text, what);
        Map<String, String> before = digests(PROJECT, List.of("-g"));
        Map<String, String> after = digests(edited, List.of("-g"));
        assertEquals(before.keySet(), after.keySet());
        assertEquals(differing(before, after), changed, what);
        assertFalse(before.containsKey("org.own.Unused"));
    }

    @Test
    public void whatACompilerNotesForADebuggerChangesNothing() throws IOException {
        assertEquals(digests(PROJECT, List.of("-g:none")), digests(PROJECT, List.of("-g", "-parameters")));
    }

    @Test
    public void aLambdaIsKnownByTheCodeThatItIsWrittenIn() throws IOException {
        Objective ours = context -> context.getLabels();
        try (Compiled project = Compiled.of(Map.of("own.Holder", """
                package own;
                public final class Holder implements java.util.function.Supplier<Object> {
                    public Object get() { dev.understudy.Objective o = context -> context.getLabels(); return o; }
                }
                """))) {
            Object lambda = project.make("own.Holder", Supplier.class).get();
            assertTrue(CodeDigest.isLambda(lambda.getClass()));
            assertEquals(CodeDigest.of(List.of(lambda.getClass())).digests().keySet(), Set.of("own.Holder"));
        }
        assertTrue(CodeDigest.isLambda(ours.getClass()));
        assertEquals(
                CodeDigest.of(List.of(ours.getClass(), String.class, int.class, int[].class)),
                CodeDigest.of(List.of()));
    }

    @Test
    public void aProjectOfSeveralJarsIsOneAndLibrariesAreNotFollowed() throws IOException {
        Path folder = Files.createTempDirectory("jars");
        Map<String, String> sources = Map.of(
                "org.own.a.Root",
                "package org.own.a; public final class Root { Object o = org.own.b.Part.of() + org.lib.Util.of(); }",
                "org.own.b.Part",
                "package org.own.b; public final class Part { public static String of() { return \"b\"; } }",
                "org.lib.Util",
                "package org.lib; public final class Util { public static String of() { return \"lib\"; } }");
        Compiled.in(folder, sources, List.of("-g")).close();
        URL[] jars = new URL[3];
        List<String> names = List.of("org.own.a.Root", "org.own.b.Part", "org.lib.Util");
        for (int i = 0; i < jars.length; i++) {
            jars[i] = jar(folder, names.get(i)).toUri().toURL();
        }
        try (URLClassLoader loader = new URLClassLoader(jars, getClass().getClassLoader())) {
            CodeDigest code = CodeDigest.of(List.of(Class.forName("org.own.a.Root", false, loader)));
            assertEquals(code.digests().keySet(), Set.of("org.own.a.Root", "org.own.b.Part"));
            assertEquals(code.unknown(), Set.of());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void aClassWhoseBytesCannotBeHadIsNamed() throws Exception {
        Path folder = Files.createTempDirectory("memory");
        Compiled.in(folder, Map.of("own.Gone", "package own; public final class Gone {}"), List.of())
                .close();
        byte[] bytes = Files.readAllBytes(folder.resolve("classes/own/Gone.class"));
        ClassLoader memory = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        CodeDigest code = CodeDigest.of(List.of(memory.loadClass("own.Gone")));
        assertEquals(code.digests(), Map.of());
        assertEquals(code.unknown(), Set.of("own.Gone"));
    }

    private static Path jar(Path folder, String type) throws IOException {
        Path jar = folder.resolve(type + ".jar");
        String entry = type.replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                InputStream in = Files.newInputStream(folder.resolve("classes/" + entry))) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }

    private static Map<String, String> digests(Map<String, String> sources, List<String> options) throws IOException {
        try (Compiled project = Compiled.in(Files.createTempDirectory("code"), sources, options)) {
            return CodeDigest.of(List.of(project.type("org.own.Root"))).digests();
        }
    }

    private static Set<String> differing(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }
}
