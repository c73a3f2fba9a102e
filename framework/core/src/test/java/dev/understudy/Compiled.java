package dev.understudy;

import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A user's classes, compiled while a test runs: edited and compiled again they are new classes of the same names. */
public final class Compiled implements AutoCloseable {

    private final URLClassLoader loader;

    private Compiled(URLClassLoader loader) {
        this.loader = loader;
    }

    /** From sources by class name, with a class path of the tests. */
    public static Compiled of(Map<String, String> sources) throws IOException {
        return in(Files.createTempDirectory("compiled"), sources, List.of("-g"));
    }

    /** The same into a folder, with options. */
    public static Compiled in(Path folder, Map<String, String> sources, List<String> options) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve("src/" + source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> complaints = new ArrayList<>();
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-d", classes.toString(), "-proc:none"));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(
                            null,
                            manager,
                            complaint -> complaints.add(complaint.toString()),
                            all,
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertTrue(done, complaints.toString());
        }
        URL[] place = {classes.toUri().toURL()};
        return new Compiled(new URLClassLoader(place, Compiled.class.getClassLoader()));
    }

    /** A class of this name. */
    public Class<?> type(String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** An object of a class, by its constructor without parameters. */
    public <T> T make(String name, Class<T> kind) {
        try {
            var constructor = type(name).getDeclaredConstructor();
            constructor.setAccessible(true);
            return kind.cast(constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name + " cannot be made", e);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
