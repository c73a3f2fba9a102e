package dev.understudy.example;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.Test;

/** What the documentation and messages say of the project's own commands, options, files and numbers. */
public class WordsTest {

    private static final List<String> MODULES = List.of(
            "framework/core",
            "framework/onnx",
            "framework/report",
            "datasets",
            "recipes",
            "cli",
            "benchmarks",
            "spark",
            "build/tests");

    private static final Path ROOT = Path.of("../..");
    private static final List<String> NUMBERS =
            List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight");
    private static final Pattern FILE =
            Pattern.compile("(?:docs/[\\w/-]+|README|CONTRIBUTING|CHANGELOG)\\.md(?:, \\\\?\"([^\"\\\\]+))?");
    private static final Pattern COMMAND =
            Pattern.compile("(?:\\./understudy|\\\\\"understudy|`understudy) ([a-z]+(?:-[a-z]+)*)");

    @Test
    public void theKindsOfEventsAreAsManyAsTheGuideSays() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/guide/kotlin.md"));
        int kinds = Event.class.getPermittedSubclasses().length;
        assertTrue(guide.contains("over its " + NUMBERS.get(kinds) + " kinds"), "there are " + kinds);
    }

    @Test
    public void filesThatMessagesPointToAreThereWithTheirSections() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path source : files("java")) {
            Matcher named = FILE.matcher(Files.readString(source));
            while (named.find()) {
                String file = named.group().replaceFirst(",.*", "");
                Path path = ROOT.resolve(file);
                boolean there = Files.exists(path)
                        && (named.group(1) == null
                                || Files.readString(path)
                                        .matches("(?s).*\n#+ " + Pattern.quote(named.group(1)) + "\n.*"));
                if (!there && !source.toString().endsWith("ProjectFiles.java")) {
                    dead.add(source + ": " + named.group());
                }
            }
        }
        assertEquals(dead.toString(), "[]");
    }

    @Test
    public void commandsThatAreNamedAreThere() throws IOException {
        String main = Files.readString(ROOT.resolve("cli/src/main/java/dev/understudy/cli/Main.java"));
        Set<String> commands = new TreeSet<>(List.of("help", "bench"));
        Matcher classes = Pattern.compile("\\n {12}(\\w+)\\.class,").matcher(main);
        while (classes.find()) {
            String source = Files.readString(
                    ROOT.resolve("cli/src/main/java/dev/understudy/cli/" + classes.group(1) + ".java"));
            Matcher name = Pattern.compile("name = \"([\\w-]+)\"").matcher(source);
            assertTrue(name.find(), classes.group(1));
            commands.add(name.group(1));
        }
        List<String> unknown = new ArrayList<>();
        List<Path> pages = new ArrayList<>(files("java"));
        pages.addAll(files("md"));
        for (Path page : pages) {
            Matcher named = COMMAND.matcher(Files.readString(page));
            while (named.find()) {
                if (!commands.contains(named.group(1))) {
                    unknown.add(page + ": " + named.group());
                }
            }
        }
        assertEquals(unknown.toString(), "[]");
    }

    /** Names of PyTorch's. */
    private static final Set<String> ELSEWHERE = Set.of("ImageFolder", "DataParallel");

    private static final Pattern CLASS = Pattern.compile("`(?:[a-z]\\w*\\.)*([A-Z][A-Za-z]+[a-z])(?=[`.#(])");

    @Test
    public void classesThatAreNamedAreThere() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String module : MODULES) {
            try (Stream<Path> found = Files.walk(ROOT.resolve(module).resolve("src"))) {
                for (Path file : found.filter(file -> file.toString().matches(".*\\.(java|kt)"))
                        .toList()) {
                    sources.append(Files.readString(file));
                }
            }
        }
        Set<String> words = Pattern.compile("\\b[A-Z]\\w+")
                .matcher(sources)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (Path page : files("md")) {
            Matcher named = CLASS.matcher(Files.readString(page));
            while (named.find()) {
                if (!words.contains(named.group(1)) && !ELSEWHERE.contains(named.group(1))) {
                    unknown.add(page + ": " + named.group(1));
                }
            }
        }
        assertEquals(unknown.toString(), "[]");
    }

    private static List<Path> files(String ending) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String place : ending.equals("md")
                ? List.of("README.md", "docs")
                : List.of(
                        "framework/core/src/main",
                        "framework/onnx/src/main",
                        "framework/report/src/main",
                        "datasets/src/main",
                        "recipes/src/main",
                        "cli/src/main",
                        "benchmarks/src/main")) {
            try (Stream<Path> found = Files.walk(ROOT.resolve(place))) {
                found.filter(file -> file.toString().endsWith("." + ending)).forEach(all::add);
            }
        }
        return all;
    }
}
