package dev.understudy.cli.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The files of a new project, from the templates beside this class: {@code @word@} in them is replaced. */
public final class ProjectFiles {

    private static final List<String> CLASSES =
            List.of("SampleImages", "Networks", "SameMean", "OwnRecipe", "Training");

    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, String> words;

    private ProjectFiles(Map<String, String> words) {
        this.words = words;
    }

    /**
     * Makes the files.
     *
     * @param name what the project is called
     * @param kotlin whether in Kotlin, else in Java
     * @return texts by paths
     */
    public static Map<String, String> render(ProjectName name, boolean kotlin) {
        String language = kotlin ? "kotlin" : "java";
        String ending = kotlin ? ".kt" : ".java";
        Properties versions = versions();
        ProjectFiles project = new ProjectFiles(Map.of(
                "package",
                name.packageName(),
                "artifact",
                name.artifact(),
                "version",
                versions.getProperty("version"),
                "kotlin",
                versions.getProperty("kotlin"),
                "check",
                new String(bytes("check.xml"), StandardCharsets.UTF_8),
                "language",
                language,
                "ending",
                ending,
                "classpath",
                kotlin ? "$PWD/target/classes:$PWD/target/lib/*" : "$PWD/target/classes"));
        project.add("pom.xml", language + "/pom.xml");
        project.add("README.md", "README.md");
        project.add(".gitignore", "gitignore");
        for (String type : CLASSES) {
            project.add(
                    "src/main/" + language + "/" + name.folder() + "/" + type + ending, language + "/" + type + ending);
        }
        project.add("src/main/resources/META-INF/services/dev.understudy.recipe.RecipeBook", "RecipeBook");
        project.add(
                "src/test/" + language + "/" + name.folder() + "/OwnRecipeTest" + ending,
                language + "/OwnRecipeTest" + ending);
        return project.files;
    }

    private void add(String path, String template) {
        String text = new String(bytes(template), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("@" + word.getKey() + "@", word.getValue());
        }
        files.put(path, text);
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = open("versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }

    private static byte[] bytes(String template) {
        try (InputStream in = open(template)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = ProjectFiles.class.getResourceAsStream("project/" + name);
        if (in == null) {
            throw new IllegalStateException("No resource " + name + " on the class path");
        }
        return in;
    }
}
