package dev.understudy.report.internal.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.link;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.style;

import dev.understudy.internal.file.Json;
import j2html.TagCreator;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The shell of a page that opens from disk, with nothing from the network.
 *
 * @param title of the page
 * @param version of this project, for the foot of the page
 * @param styles the style sheets beside this class, in order
 * @param scripts the scripts beside this class, in order; the first declares what the others use
 */
public record Page(String title, String version, List<String> styles, List<String> scripts) {
    private static final String ECHARTS = "META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
    private static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

    /**
     * The whole page.
     *
     * @param data what the scripts draw
     * @param header the top of the page
     * @param main the rest, in which an element has the id {@code results}
     */
    public String render(Object data, DomContent header, DomContent main) {
        return "<!doctype html>\n"
                + html(
                                pageHead(),
                                body(
                                        a("To the results").withHref("#results").withClass("skip"),
                                        header,
                                        main,
                                        footer(p("Written by Understudy " + version
                                                + ". This page holds all it needs.")),
                                        script().withType("application/json")
                                                .withId("data")
                                                .with(rawHtml(Json.embedded(data))),
                                        code(read(
                                                ECHARTS,
                                                Page.class.getClassLoader().getResource(ECHARTS))),
                                        code(together(scripts))))
                        .withLang("en")
                        .render();
    }

    private DomContent pageHead() {
        return head(
                meta().withCharset("utf-8"),
                meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                meta().withName("color-scheme").withContent("light dark"),
                TagCreator.title(title),
                link().withRel("icon").withHref("data:,"),
                each(styles, name -> style().with(rawHtml(resource(name)))));
    }

    private static DomContent code(String text) {
        return script().with(rawHtml(text.replace("</script", "<\\/script")));
    }

    private static String together(List<String> names) {
        return names.stream().map(Page::resource).collect(Collectors.joining());
    }

    private static String resource(String name) {
        return read(name, Page.class.getResource(name));
    }

    private static String read(String name, @Nullable URL place) {
        if (place == null) {
            throw new IllegalStateException("No resource " + name + " beside this class or in a library");
        }
        try (InputStream in = place.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
