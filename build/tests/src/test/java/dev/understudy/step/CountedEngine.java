package dev.understudy.step;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A JVM in which DJL's PyTorch engine tells {@link EngineCalls} of each call. */
final class CountedEngine {

    private static final String CALLS = "ai/djl/pytorch/jni/JniUtils";

    private CountedEngine() {}

    /**
     * Runs a program there.
     *
     * @param scratch for the changed class
     * @param program a class with a main method
     * @param words its arguments
     * @return what it printed, line by line
     */
    static List<String> run(Path scratch, Class<?> program, String... words) throws IOException {
        Path changed = scratch.resolve(CALLS + ".class");
        Files.createDirectories(Objects.requireNonNull(changed.getParent()));
        Files.write(changed, counted());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("-X") || option.startsWith("-D") || option.startsWith("--enable-native-access")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-Dai.djl.offline=true", "-Dai.djl.default_engine=PyTorch"));
        command.addAll(List.of("-Dai.djl.pytorch.num_threads=1", "-cp"));
        command.add(scratch + File.pathSeparator + System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } finally {
            process.destroy();
        }
    }

    private static byte[] counted() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                CountedEngine.class.getClassLoader().getResourceAsStream(CALLS + ".class"), CALLS)) {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(in).accept(new Counting(writer), 0);
            return writer.toByteArray();
        }
    }

    /** Puts a call at the beginning of each public method. */
    private static final class Counting extends ClassVisitor {

        Counting(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if ((access & Opcodes.ACC_PUBLIC) == 0) {
                return next;
            }
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    visitLdcInsn(name);
                    visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            Type.getInternalName(EngineCalls.class),
                            "add",
                            "(Ljava/lang/String;)V",
                            false);
                }

                @Override
                public void visitMaxs(int stack, int locals) {
                    super.visitMaxs(Math.max(1, stack), locals);
                }
            };
        }
    }
}
