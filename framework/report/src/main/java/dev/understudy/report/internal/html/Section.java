package dev.understudy.report.internal.html;

import j2html.tags.DomContent;
import java.util.List;

/** A section of a comparison's page. */
public interface Section {
    /** Its heading, which no other section has. */
    String heading();

    /** Whether there is anything to show. */
    default boolean hasAny() {
        return true;
    }

    /** What stands under its heading, called only where there is something to show. */
    List<DomContent> content();
}
