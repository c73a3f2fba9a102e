package dev.understudy.internal.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The code of a user's class and of what it uses of the user's own project: classes that lie where it lies, in folders of
 * classes, or in packages of the same beginning. Java, DJL, Kotlin and Understudy are not followed, nor are other
 * libraries.
 *
 * @param digests by class, the first digits of the SHA-256 of its {@link StrippedClass}
 * @param unknown the classes whose code cannot be had
 */
public record CodeDigest(SortedMap<String, String> digests, SortedSet<String> unknown) {

    /** Of no class. */
    public static final CodeDigest NONE = new CodeDigest(Collections.emptySortedMap(), Collections.emptySortedSet());

    private static final int DIGITS = 8;

    /** How many parts of a package's name say whose it is: {@code org.own}. */
    private static final int OWNER = 2;

    private static final String LAMBDA = "$$Lambda";

    private static final Set<String> OURS = Set.of(
            "dev.understudy",
            "dev.understudy.batch",
            "dev.understudy.bench",
            "dev.understudy.bench.group",
            "dev.understudy.bench.method",
            "dev.understudy.bench.step",
            "dev.understudy.block",
            "dev.understudy.cli",
            "dev.understudy.cli.cluster",
            "dev.understudy.cli.file",
            "dev.understudy.cli.option",
            "dev.understudy.cli.print",
            "dev.understudy.cli.run",
            "dev.understudy.cli.teacher",
            "dev.understudy.dataset",
            "dev.understudy.dataset.internal.batch",
            "dev.understudy.dataset.internal.decode",
            "dev.understudy.dataset.internal.digest",
            "dev.understudy.dataset.internal.download",
            "dev.understudy.dataset.internal.set",
            "dev.understudy.engine",
            "dev.understudy.experiment",
            "dev.understudy.format",
            "dev.understudy.internal.arithmetic",
            "dev.understudy.internal.cache",
            "dev.understudy.internal.checkpoint",
            "dev.understudy.internal.context",
            "dev.understudy.internal.data",
            "dev.understudy.internal.file",
            "dev.understudy.internal.format",
            "dev.understudy.internal.gradient",
            "dev.understudy.internal.identity",
            "dev.understudy.internal.loop",
            "dev.understudy.internal.module",
            "dev.understudy.internal.network",
            "dev.understudy.internal.source",
            "dev.understudy.internal.teacher",
            "dev.understudy.internal.text",
            "dev.understudy.internal.timing",
            "dev.understudy.internal.trial",
            "dev.understudy.internal.update",
            "dev.understudy.internal.workers",
            "dev.understudy.measure",
            "dev.understudy.network",
            "dev.understudy.objective",
            "dev.understudy.objective.features",
            "dev.understudy.objective.logits",
            "dev.understudy.objective.relations",
            "dev.understudy.onnx",
            "dev.understudy.onnx.internal",
            "dev.understudy.optimizer",
            "dev.understudy.recipe",
            "dev.understudy.recipes",
            "dev.understudy.report",
            "dev.understudy.report.internal.chart",
            "dev.understudy.report.internal.comparison",
            "dev.understudy.report.internal.html",
            "dev.understudy.report.internal.notes",
            "dev.understudy.report.internal.run",
            "dev.understudy.result",
            "dev.understudy.setting",
            "dev.understudy.source",
            "dev.understudy.spark",
            "dev.understudy.spark.internal.answer",
            "dev.understudy.spark.internal.cluster",
            "dev.understudy.spark.internal.grid",
            "dev.understudy.spark.internal.teacher");

    private static final Set<String> OTHERS =
            Set.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "ai.djl.", "kotlin.", "kotlinx.");

    private static final ClassValue<CodeDigest> KNOWN = new ClassValue<>() {
        @Override
        protected CodeDigest computeValue(Class<?> type) {
            return new Walk(type).code();
        }
    };

    /**
     * Of some classes. Those that are not the user's add nothing; a lambda stands for the class that it was written in.
     *
     * @param types any
     * @return their code
     */
    public static CodeDigest of(Iterable<Class<?>> types) {
        CodeDigest all = new CodeDigest(new TreeMap<>(), new TreeSet<>());
        for (Class<?> type : types) {
            if (isUsers(type)) {
                CodeDigest one = KNOWN.get(type);
                all.digests.putAll(one.digests);
                all.unknown.addAll(one.unknown);
            }
        }
        return all;
    }

    /**
     * This and that together.
     *
     * @param other that
     * @return both
     */
    public CodeDigest and(CodeDigest other) {
        CodeDigest both = new CodeDigest(new TreeMap<>(digests), new TreeSet<>(unknown));
        both.digests.putAll(other.digests);
        both.unknown.addAll(other.unknown);
        return both;
    }

    /** Whether a class is part of the user's own project, or of some library that is neither Java nor DJL. */
    public static boolean isUsers(Class<?> type) {
        return !type.isPrimitive() && !type.isArray() && isUsers(written(type));
    }

    private static boolean isUsers(String name) {
        return !OURS.contains(packageOf(name)) && OTHERS.stream().noneMatch(name::startsWith);
    }

    /** Whether a class was made of a lambda or a method reference, and has no name that lasts. */
    static boolean isLambda(Class<?> type) {
        return type.isHidden() || type.getName().contains(LAMBDA);
    }

    /** The name of the class in whose source a class stands: a lambda's is the one around it. */
    static String written(Class<?> type) {
        String name = type.getName();
        int lambda = name.indexOf(LAMBDA);
        int hidden = name.indexOf('/');
        if (lambda >= 0) {
            return name.substring(0, lambda);
        }
        return hidden < 0 ? name : name.substring(0, hidden);
    }

    private static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    /** From one class to all that it uses. */
    private static final class Walk {

        private final @Nullable ClassLoader loader;
        private final String root;
        private final @Nullable String place;
        private final CodeDigest found = new CodeDigest(new TreeMap<>(), new TreeSet<>());

        Walk(Class<?> type) {
            loader = type.getClassLoader();
            root = written(type);
            URL url = find(root);
            place = url == null ? null : place(url, root);
        }

        CodeDigest code() {
            if (place == null) {
                found.unknown.add(root);
                return found;
            }
            Deque<String> waiting = new ArrayDeque<>(Set.of(root));
            Set<String> seen = new TreeSet<>(waiting);
            while (!waiting.isEmpty()) {
                String name = waiting.remove();
                for (String used : read(name)) {
                    if (seen.add(used) && isOfTheProject(used)) {
                        waiting.add(used);
                    }
                }
            }
            return found;
        }

        private Set<String> read(String name) {
            URL url = find(name);
            if (url == null) {
                found.unknown.add(name);
                return Set.of();
            }
            try (InputStream in = open(url)) {
                StrippedClass text = StrippedClass.of(in.readAllBytes());
                found.digests.put(name, text.digest().substring(0, DIGITS));
                return text.uses();
            } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
                found.unknown.add(name);
                return Set.of();
            }
        }

        private boolean isOfTheProject(String name) {
            if (!isUsers(name)) {
                return false;
            }
            URL url = find(name);
            return url != null
                    && (place(url, name).equals(place)
                            || url.getProtocol().equals("file")
                            || (!url.getProtocol().equals("jrt") && owner(name).equals(owner(root))));
        }

        private @Nullable URL find(String name) {
            return loader == null ? null : loader.getResource(file(name));
        }

        /** Not from a cache: a jar may have been written again since. */
        private static InputStream open(URL url) throws IOException {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            return connection.getInputStream();
        }

        private static String place(URL url, String name) {
            String text = url.toString();
            return text.endsWith(file(name))
                    ? text.substring(0, text.length() - file(name).length())
                    : text;
        }

        private static String file(String name) {
            return name.replace('.', '/') + ".class";
        }

        private static String owner(String name) {
            String[] parts = packageOf(name).split("\\.", OWNER + 1);
            return parts.length <= 1 ? parts[0] : parts[0] + "." + parts[1];
        }
    }
}
