package dev.understudy.internal.network;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.understudy.internal.identity.CodeDigest;
import dev.understudy.internal.identity.ObjectDescription;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * A network's structure in words: every block with its class and its settings, as DJL's own blocks keep them in their
 * fields.
 *
 * @param text the words
 * @param classes those of its blocks, and of the lambdas in them
 */
public record NetworkDescription(String text, Set<Class<?>> classes) {

    /** Of a network, initialised or not. */
    public static NetworkDescription of(Block network) {
        NetworkDescription all = new NetworkDescription("", new LinkedHashSet<>());
        StringBuilder text = new StringBuilder();
        write(network, text, all.classes);
        return new NetworkDescription(text.toString(), all.classes);
    }

    private static void write(Block block, StringBuilder text, Set<Class<?>> classes) {
        Class<?> type = block.getClass();
        classes.add(type);
        text.append(type.getName()).append('(');
        for (Field field : ObjectDescription.instanceFields(type)) {
            Class<?> owner = field.getDeclaringClass();
            if (owner != AbstractBlock.class && owner != AbstractBaseBlock.class) {
                setting(field, block, text, classes);
            }
        }
        for (Parameter parameter : block.getDirectParameters().values()) {
            text.append(parameter.getName())
                    .append(' ')
                    .append(parameter.getType())
                    .append(' ')
                    .append(parameter.isInitialized() ? parameter.getArray().getShape() : "")
                    .append(parameter.requiresGradient() ? " " : " frozen ");
        }
        for (Pair<String, Block> child : block.getChildren()) {
            text.append(child.getKey()).append(": ");
            write(child.getValue(), text, classes);
        }
        text.append(')');
    }

    private static void setting(Field field, Block block, StringBuilder text, Set<Class<?>> classes) {
        boolean users = CodeDigest.isUsers(field.getDeclaringClass());
        if (!users && !isSetting(field)) {
            return;
        }
        try {
            ObjectDescription.open(field);
            Object value = field.get(block);
            if (value == null || value instanceof Block || value instanceof Parameter) {
                return;
            }
            ObjectDescription description = ObjectDescription.of(value, ObjectDescription.Kind.PART);
            classes.addAll(description.classes());
            text.append(field.getName()).append('=').append(description.text()).append(' ');
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            text.append(field.getName()).append("=? ");
        }
    }

    /** DJL's blocks also keep the shape that they were initialised with, its batch among it. */
    private static boolean isSetting(Field field) {
        Class<?> type = field.getType();
        return type.isPrimitive()
                || type.isEnum()
                || type == String.class
                || type == int[].class
                || type == DataType.class
                || Function.class.isAssignableFrom(type)
                || (type == Shape.class && !field.getName().startsWith("input"));
    }
}
