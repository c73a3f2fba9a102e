package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class NewCommandTest {

    private static final List<String> TYPES =
            List.of("Networks", "OwnRecipe", "OwnRecipeTest", "SameMean", "SampleImages", "Training");

    @DataProvider
    public Object[][] languages() {
        return new Object[][] {{"java", ".java", ""}, {"kotlin", ".kt", " --kotlin"}};
    }

    @Test(dataProvider = "languages")
    public void aNewProjectCompilesPassesItsTestAndTrainsByTheCommandLine(String language, String ending, String option)
            throws Exception {
        Path project = Cli.folder().resolve("My-" + language);
        String said = Cli.run("new " + project + option).succeeded().out();
        assertTrue(said.contains("mvn verify"), said);
        List<Path> sources = files(project.resolve("src"), ending);
        assertEquals(
                sources.stream()
                        .map(file -> file.getFileName().toString().replace(ending, ""))
                        .sorted()
                        .toList(),
                TYPES);
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        List<?> complaints = language.equals("kotlin") ? kotlinc(classes, sources) : javac(classes, sources);
        assertEquals(complaints, List.of(), complaints.toString());
        Path services = project.resolve("src/main/resources");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL[] paths = {classes.toUri().toURL(), services.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(paths, getClass().getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            assertEquals(passed(loader.loadClass("my" + language + ".OwnRecipeTest")), 1);
            String listed = Cli.run("recipes").succeeded().out().replaceAll("\\s+", " ");
            assertTrue(listed.contains("the mean over the large one's channels"), listed);
            Path run = Cli.fresh();
            Cli.run(Cli.train(run, "own", "--dataset", "folder", "--data", "target/images", "--size", "16"))
                    .succeeded();
            assertEquals(
                    RunSummary.read(run.resolve("summary.json"))
                            .students()
                            .get(0)
                            .recipe(),
                    "own");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** What was finished is taken while the code is the same, and nothing of what another code left. */
    @Test(dataProvider = "languages")
    public void whatIsEditedIsTrainedAgain(String language, String ending, String option) throws Exception {
        Path project = Cli.folder().resolve("Edited-" + language);
        Cli.run("new " + project + option + " --package edited." + language + "s")
                .succeeded();
        Path code = project.resolve("src/main/" + language + "/edited/" + language + "s");
        Path objective = code.resolve("SameMean" + ending);
        Path networks = code.resolve("Networks" + ending);
        String my = "edited." + language + "s.";
        Edited edited = new Edited(project, language, ending, my, Cli.folder().resolve("compared"));

        Path run = Cli.fresh();
        edited.run(Cli.train(run, edited.words()));
        assertFalse(edited.run(List.of(
                        "evaluate", run.toString(), "--data", edited.images().toString()))
                .contains("since it was trained"));

        String first = edited.compare();
        assertFalse(first.contains("again") || first.contains("finished before"), first);

        edit(objective, "Where in the image", "First line.\n * Where, in the image,");
        edit(networks, "A small network and a larger one", "Two networks.\n * A small one and a larger one");
        String comments = edited.compare();
        assertTrue(comments.contains("1 student was finished before and is taken as it is"), comments);
        assertTrue(comments.contains("Teacher \"large\", trained before"), comments);
        assertFalse(comments.contains("again"), comments);

        edit(objective, "Norm.SQUARED", "Norm.ABSOLUTE");
        String body = edited.compare();
        assertTrue(body.contains("own, seed 1: trained again: the code of " + my + "SameMean changed"), body);
        assertTrue(body.contains("Teacher \"large\", trained before"), body);
        assertFalse(body.contains("taken as they are"), body);

        edit(networks, "reluBlock", "tanhBlock");
        String activation = edited.compare();
        String changed = "trained again: the network's structure changed, the network answers otherwise";
        assertTrue(activation.contains("Teacher \"large\": " + changed), activation);
        assertTrue(activation.contains("own, seed 1: " + changed), activation);
        assertFalse(activation.contains("trained before") || activation.contains("finished before"), activation);

        String evaluated = edited.run(
                List.of("evaluate", run.toString(), "--data", edited.images().toString()));
        assertTrue(
                evaluated.contains(
                        "own-seed1: since it was trained, the network's structure changed, the network answers"
                                + " otherwise, the code of " + my + "SameMean changed"),
                evaluated);

        edit(networks, "\"conv2\", convolution(32)", "\"conv2\", convolution(24)");
        String shape = edited.compare();
        assertTrue(shape.contains("Teacher \"large\": trained again: its parameters was"), shape);
        assertTrue(shape.contains("own, seed 1: trained again: its teacher is another"), shape);

        edit(networks, "\"conv2\", convolution(24)", "\"conv2\", convolution(32)");
        String back = edited.compare();
        assertTrue(back.contains("Teacher \"large\", trained before"), back);
        assertTrue(back.contains("1 student was finished before and is taken as it is"), back);
    }

    private static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replace(from, to));
    }

    /**
     * A project that is compiled again and again.
     *
     * @param project its folder
     * @param language its language
     * @param ending of its sources
     * @param my its package with a dot behind
     * @param compared where its students are compared
     */
    private record Edited(Path project, String language, String ending, String my, Path compared) {

        /** Compiles it and compares its recipe's students in one folder. */
        String compare() throws Exception {
            return run(Cli.tiny("compare", compared, words()));
        }

        String[] words() {
            String images = images().toString();
            String all = "own --dataset folder --data " + images + " --size 16 --train-size 60 --seeds 1";
            return all.split(" ", -1);
        }

        Path images() {
            return project.resolve("images");
        }

        String run(List<String> words) throws Exception {
            Path classes = Files.createDirectories(Cli.folder().resolve("classes"));
            List<Path> sources = files(project.resolve("src/main"), ending);
            List<?> complaints = language.equals("kotlin") ? kotlinc(classes, sources) : javac(classes, sources);
            assertEquals(complaints, List.of(), complaints.toString());
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            URL[] paths = {
                classes.toUri().toURL(),
                project.resolve("src/main/resources").toUri().toURL()
            };
            try (URLClassLoader loader = new URLClassLoader(paths, getClass().getClassLoader())) {
                Thread.currentThread().setContextClassLoader(loader);
                if (!Files.exists(images())) {
                    draw(loader.loadClass(my + "SampleImages"));
                }
                return Cli.run(words).succeeded().out();
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
        }

        private void draw(Class<?> type) throws ReflectiveOperationException {
            if (language.equals("kotlin")) {
                Object instance = type.getField("INSTANCE").get(null);
                type.getMethod("draw", Path.class).invoke(instance, images());
            } else {
                type.getMethod("draw", Path.class).invoke(null, images());
            }
        }
    }

    @Test(dataProvider = "languages")
    public void noPlaceholderIsLeftInANewProject(String language, String ending, String option) throws IOException {
        Path project = Files.createDirectory(Cli.folder().resolve("own-" + language));
        Cli.run("new " + project + option + " --package org.own.students").succeeded();
        assertEquals(
                Cli.names(project), List.of(".gitignore", "README.md", "pom.xml", "src"), "and nothing beside them");
        for (Path file : files(project, "")) {
            String text = Files.readString(file);
            assertFalse(text.matches("(?s).*@[a-z]+@.*"), file + ": " + text);
        }
        assertTrue(Files.exists(project.resolve("src/main/" + language + "/org/own/students/OwnRecipe" + ending)));
        String pom = Files.readString(project.resolve("pom.xml"));
        assertTrue(pom.contains("<groupId>org.own.students</groupId>"), pom);
        assertTrue(pom.contains("<artifactId>own-" + language + "</artifactId>"), pom);
        assertTrue(pom.matches("(?s).*<understudy.version>\\d[^<]*</understudy.version>.*"), pom);
        assertEquals(pom.matches("(?s).*<kotlin.version>\\d[^<]*</kotlin.version>.*"), !option.isEmpty(), pom);
    }

    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {"2020", "", "No package can be named after the folder \"2020\"; give --package NAME"},
            {"class", "", "\"class\"; give --package"},
            {"good", "--package Org.Own", "got \"Org.Own\""},
            {"good", "--package org..own", "got \"org..own\""},
            {"good", "--package org.new.own", "got \"org.new.own\""},
            {"good", "--package org.fun", "got \"org.fun\""},
            {"good", "--package java.own", "got \"java.own\""},
            {"good", "--package dev.understudy.own", "[java, kotlin, dev.understudy]"},
        };
    }

    @Test(dataProvider = "refused")
    public void aNameThatIsNoPackageIsRefused(String folder, String option, String message) throws IOException {
        Path inside = Cli.folder();
        Cli.run(("new " + inside.resolve(folder) + " " + option).strip()).refused(message);
        assertEquals(Cli.names(inside), List.of());
    }

    @Test
    public void aPlaceThatIsTakenIsRefusedAndStaysAsItWas() throws IOException {
        Path folder = Cli.folder();
        Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
        Cli.run("new " + folder + " --package own").refused("DIR", "is not empty; wanted a new or empty folder");
        Cli.run("new " + file + " --package own").refused("DIR", "is a file; wanted a new or empty folder");
        Cli.run("new .").refused("DIR must be a new folder inside another; got .");
        assertEquals(Cli.names(folder), List.of("mine.txt"));
        assertEquals(Files.readString(file), "mine");
    }

    @Test
    public void aPlaceThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.createFile(Cli.folder().resolve("file"));
        Cli.run("new " + file.resolve("own")).refused(file + ": it is there already");
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            return inside.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .toList();
        }
    }

    private static List<String> javac(Path classes, List<Path> sources) throws IOException {
        List<String> complaints = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            compiler.getTask(
                            null,
                            files,
                            complaint -> complaints.add(complaint.toString()),
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "--release",
                                    "17",
                                    "-Xlint:all,-processing",
                                    "-proc:none",
                                    "-Xdoclint:all,-missing"),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
        }
        return complaints;
    }

    private static List<Kotlinc.Message> kotlinc(Path classes, List<Path> sources) {
        return Kotlinc.compile(classes, sources.toArray(Path[]::new));
    }

    private static int passed(Class<?> test) {
        TestListenerAdapter listener = new TestListenerAdapter();
        TestNG runner = new TestNG(false);
        runner.setVerbose(0);
        runner.setTestClasses(new Class<?>[] {test});
        runner.addListener(listener);
        runner.run();
        listener.getFailedTests().forEach(failed -> failed.getThrowable().printStackTrace());
        return listener.getPassedTests().size();
    }
}
