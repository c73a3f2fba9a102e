package dev.understudy.example;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Links of the documentation that lead to a file of the project, and to a heading in it. */
public class LinksTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    @DataProvider
    public Object[][] pages() throws IOException {
        List<Object[]> pages = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("docs/guide"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .sorted()
                        .forEach(file -> pages.add(new Object[] {file}));
            }
        }
        assertTrue(pages.size() >= 10, "pages found: " + pages.size());
        return pages.toArray(new Object[0][]);
    }

    @Test(dataProvider = "pages")
    public void everyLinkLeadsSomewhere(Path page) throws IOException {
        Matcher matcher = LINK.matcher(Files.readString(page));
        List<String> dead = new ArrayList<>();
        while (matcher.find()) {
            String target = matcher.group(1);
            if (!target.contains("://") && !isThere(page, target)) {
                dead.add(target);
            }
        }
        assertEquals(dead, List.of());
    }

    /** A class with the end of its package, as {@code objective.Correlation.channel}. */
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)*)([A-Z][a-z]\\w+)(?:\\.\\w+)*`");

    @Test
    public void everyClassThatThePaperIsTracedToIsThere() throws IOException {
        List<String> sources;
        try (Stream<Path> files = Files.walk(ROOT)) {
            sources = files.map(Path::toString)
                    .filter(file -> file.endsWith(".java") && file.contains("/src/"))
                    .toList();
        }
        Matcher matcher = CLASS.matcher(Files.readString(ROOT.resolve("docs/paper.md")));
        List<String> missing = new ArrayList<>();
        int found = 0;
        while (matcher.find()) {
            String file = "/" + matcher.group(1).replace('.', '/') + matcher.group(2) + ".java";
            if (sources.stream().noneMatch(source -> source.endsWith(file))) {
                missing.add(matcher.group());
            }
            found++;
        }
        assertEquals(missing, List.of());
        assertTrue(found > 50, "classes found: " + found);
    }

    private static boolean isThere(Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path path = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(path) && (hash < 0 || headings(path).contains(target.substring(hash + 1)));
    }

    /** As they are linked to: lower case, no punctuation, hyphens for blanks. */
    private static List<String> headings(Path page) throws IOException {
        try (Stream<String> lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT))
                    .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                    .toList();
        }
    }
}
