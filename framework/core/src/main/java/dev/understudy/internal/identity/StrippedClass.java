package dev.understudy.internal.identity;

import dev.understudy.internal.file.Sha256;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What a class file does, without what says only where it stands in its source file, what its local variables are called,
 * which classes stand in it and which compiler wrote it. A comment changes nothing of it, a method's body does.
 *
 * @param digest the SHA-256 of the class file that is left
 * @param uses the names of the classes that it uses
 */
record StrippedClass(String digest, Set<String> uses) {

    private static final int CLASS = 7;

    /** Kotlin's notes for its compiler and its debugger, line numbers among them. */
    private static final Set<String> NOTES = Set.of(
            "Lkotlin/Metadata;",
            "Lkotlin/jvm/internal/SourceDebugExtension;",
            "Lkotlin/coroutines/jvm/internal/DebugMetadata;");

    /**
     * Reads a class file.
     *
     * @throws IllegalArgumentException where it is of a newer Java than is known
     */
    static StrippedClass of(byte[] file) {
        ClassWriter left = new ClassWriter(0);
        new ClassReader(file).accept(new Doing(left), ClassReader.SKIP_DEBUG);
        byte[] bytes = left.toByteArray();
        return new StrippedClass(Sha256.of(bytes), uses(new ClassReader(bytes)));
    }

    private static Set<String> uses(ClassReader file) {
        Set<String> uses = new TreeSet<>();
        char[] buffer = new char[file.getMaxStringLength()];
        for (int i = 1; i < file.getItemCount(); i++) {
            int item = file.getItem(i);
            if (item > 0 && file.readByte(item - 1) == CLASS) {
                Type type = Type.getObjectType(file.readUTF8(item, buffer));
                Type part = type.getSort() == Type.ARRAY ? type.getElementType() : type;
                if (part.getSort() == Type.OBJECT) {
                    uses.add(part.getClassName());
                }
            }
        }
        return uses;
    }

    /** Passes on what a class does. */
    private static final class Doing extends ClassVisitor {

        Doing(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            super.visit(Opcodes.V17, access, name, signature, superName, interfaces);
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return NOTES.contains(descriptor) ? null : super.visitAnnotation(descriptor, visible);
        }

        @Override
        public void visitInnerClass(String name, @Nullable String outer, @Nullable String inner, int access) {
            // Where a class stands says nothing of what it does.
        }

        @Override
        public void visitOuterClass(String owner, @Nullable String method, @Nullable String descriptor) {
            // As above.
        }

        @Override
        public void visitNestHost(String host) {
            // As above.
        }

        @Override
        public void visitNestMember(String member) {
            // As above.
        }
    }
}
