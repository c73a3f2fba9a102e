package dev.understudy.internal.identity;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Teacher;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.network.NetworkDescription;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An object in words that are the same in every process: its class, what it holds, and whose code it is.
 *
 * @param text the words
 * @param classes of its parts
 * @param unknown what cannot be told of it, in the order in which it was met
 */
public record ObjectDescription(String text, Set<Class<?>> classes, List<String> unknown) {

    /** How much is written out; longer lists become a digest. */
    private static final int LONGEST = 300;

    private static final int DEEPEST = 16;

    private static final Set<Class<?>> PLAIN = Set.of(
            Boolean.class,
            Byte.class,
            Character.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class);

    /** How much of an object is asked for. */
    public enum Kind {
        /** All of it; a lambda has no name that lasts, so that it cannot be told. */
        WHOLE,
        /** What can be told; its author's name stands for the rest. */
        NAMED,
        /** What can be told, and what lambdas hold too; what a network answers stands for the rest. */
        PART
    }

    /**
     * Describes an object.
     *
     * @param object anything
     * @return its description
     */
    public static ObjectDescription of(Object object) {
        return of(object, Kind.WHOLE);
    }

    public static ObjectDescription of(Object object, Kind kind) {
        Writer writer = new Writer(
                kind,
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                Collections.newSetFromMap(new IdentityHashMap<>()));
        String text = writer.describe(object, 0);
        List<String> unknown = new ArrayList<>(writer.unknown);
        CodeDigest.of(writer.whole).unknown().forEach(name -> unknown.add("the code of " + name + " cannot be read"));
        return new ObjectDescription(text, Collections.unmodifiableSet(writer.classes), List.copyOf(unknown));
    }

    /** Whether all that was met is this project's code, DJL's or Java's, so that what it does is known. */
    public boolean isKnownCode() {
        return unknown.isEmpty()
                && classes.stream().noneMatch(type -> CodeDigest.isUsers(type) || CodeDigest.isLambda(type));
    }

    /**
     * Writes the words.
     *
     * @param kind how much is asked for
     * @param classes of all parts
     * @param whole of those parts that no name stands for
     * @param unknown what cannot be told
     * @param within the objects around the present one
     */
    private record Writer(
            Kind kind, Set<Class<?>> classes, Set<Class<?>> whole, Set<String> unknown, Set<Object> within) {

        private void add(Class<?> type) {
            classes.add(type);
            if (kind == Kind.WHOLE) {
                whole.add(type);
            }
        }

        private void cannotTell(String what) {
            if (kind == Kind.WHOLE) {
                unknown.add(what);
            }
        }

        String describe(@Nullable Object value, int depth) {
            if (value == null || PLAIN.contains(value.getClass())) {
                return String.valueOf(value);
            }
            if (depth > DEEPEST || !within.add(value)) {
                return "...";
            }
            try {
                return ofKnownKind(value, depth + 1);
            } finally {
                within.remove(value);
            }
        }

        private String ofKnownKind(Object value, int depth) {
            if (value instanceof Named named) {
                return new Writer(Kind.NAMED, classes, whole, unknown, within).named(named, depth);
            }
            if (value instanceof Enum<?> constant) {
                add(constant.getDeclaringClass());
                return constant.name();
            }
            if (value instanceof Class<?> type) {
                add(type);
                return type.getName();
            }
            if (value instanceof NDArray array) {
                return Fingerprints.of(array);
            }
            if (value instanceof Teacher teacher) {
                return teacher.fingerprint();
            }
            if (value instanceof AuxiliaryModule module) {
                classes.add(module.getBuilder().getClass());
                return "auxiliary module " + module;
            }
            if (value instanceof Block block) {
                return block(block);
            }
            if (value instanceof Parameter parameter) {
                return parameter.getName() + " " + parameter.getType();
            }
            return ofMany(value, depth);
        }

        private String ofMany(Object value, int depth) {
            if (value.getClass().isArray()) {
                return list(IntStream.range(0, Array.getLength(value))
                        .mapToObj(i -> describe(Array.get(value, i), depth))
                        .toList());
            }
            if (value instanceof Optional<?> optional) {
                return list(optional.stream().map(each -> describe(each, depth)).toList());
            }
            if (value instanceof Map<?, ?> map) {
                return list(map.entrySet().stream()
                        .map(entry -> describe(entry.getKey(), depth) + "=" + describe(entry.getValue(), depth))
                        .sorted()
                        .toList());
            }
            if (value instanceof Set<?> set) {
                return list(
                        set.stream().map(each -> describe(each, depth)).sorted().toList());
            }
            if (value instanceof Collection<?> some && !CodeDigest.isUsers(value.getClass())) {
                return list(some.stream().map(each -> describe(each, depth)).toList());
            }
            return ofOther(value, depth);
        }

        private String ofOther(Object value, int depth) {
            Class<?> type = value.getClass();
            if (CodeDigest.isLambda(type)) {
                return lambda(value, depth);
            }
            if (CodeDigest.isUsers(type) || type.isRecord() || value instanceof Needs) {
                add(type);
                return (CodeDigest.isUsers(type) ? type.getName() : type.getSimpleName()) + fields(value, depth);
            }
            return ofLibrary(value);
        }

        private String named(Named value, int depth) {
            return "\"" + value.name() + "\" " + describe(value.what(), depth);
        }

        private String lambda(Object value, int depth) {
            Class<?> type = value.getClass();
            add(type);
            if (CodeDigest.isUsers(type)) {
                cannotTell("a lambda in " + CodeDigest.written(type) + " has no name that lasts");
            }
            return "lambda of " + CodeDigest.written(type) + (kind == Kind.PART ? fields(value, depth) : "");
        }

        /** Others' objects are told by their own words, as far as these are not their place in memory. */
        private String ofLibrary(Object value) {
            Class<?> type = value.getClass();
            String text = String.valueOf(value);
            boolean isPlace = text.contains("@" + Integer.toHexString(value.hashCode()))
                    || text.contains("@" + Integer.toHexString(System.identityHashCode(value)));
            if (!isPlace && !(value instanceof AutoCloseable)) {
                return type.getSimpleName() + " " + text;
            }
            if (!instanceFields(type).isEmpty()) {
                cannotTell("what a " + type.getName() + " in it holds cannot be told");
            }
            return type.getName();
        }

        private String block(Block block) {
            NetworkDescription text = NetworkDescription.of(block);
            classes.addAll(text.classes());
            return text.text() + (block.isInitialized() ? " " + Fingerprints.of(block) : "");
        }

        private String fields(Object value, int depth) {
            return instanceFields(value.getClass()).stream()
                    .map(field -> field.getName() + "=" + field(field, value, depth))
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        private String field(Field field, Object value, int depth) {
            try {
                open(field);
                return describe(field.get(value), depth);
            } catch (IllegalAccessException | InaccessibleObjectException e) {
                cannotTell("the field " + field.getName() + " of "
                        + field.getDeclaringClass().getName() + " cannot be read");
                return "?";
            }
        }

        private static String list(List<String> parts) {
            String all = parts.toString();
            return all.length() <= LONGEST ? all : parts.size() + " of " + Sha256.of(all);
        }
    }

    /**
     * Makes a field readable.
     *
     * @throws InputException when it is the user's, in a module that keeps it from us: what it holds would count for nothing
     */
    public static void open(Field field) {
        try {
            field.setAccessible(true);
        } catch (InaccessibleObjectException e) {
            Class<?> type = field.getDeclaringClass();
            if (!CodeDigest.isUsers(type)) {
                throw e;
            }
            throw new InputException(
                    "The settings of " + type.getName() + " cannot be read, so that one could not be told from another;"
                            + " module-info.java of " + type.getModule().getName() + " has to say: opens "
                            + type.getPackageName() + " to dev.understudy.core;",
                    e);
        }
    }

    /** All that objects of a class hold, but what is marked as passing. */
    public static List<Field> instanceFields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }
}
